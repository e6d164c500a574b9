import { accessSync, constants, mkdirSync, statfsSync } from "node:fs";
import type { Finding } from "./finding.ts";

const MEGABYTE = 1_048_576;
/** Less leaves no room for a day of incidents. */
const LEAST_DISK_MB = 500;

/** Whether state can be kept. */
export function lookAtDataDir(directory: string): Finding {
  const about = "Data";
  try {
    mkdirSync(directory, { recursive: true });
    accessSync(directory, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const todo = "Set DATA_DIR to a folder that this user may write to, and that outlives a restart.";
    return { about, state: "bad", says: `${directory} cannot be written to (${code})`, todo };
  }
  const { bavail, bsize } = statfsSync(directory);
  const free = Math.round((bavail * bsize) / MEGABYTE);
  return free < LEAST_DISK_MB
    ? {
        about,
        state: "odd",
        says: `${free} MB are free in ${directory}`,
        todo: "Make room: state, bundles and memory lie there.",
      }
    : { about, state: "good", says: directory };
}
