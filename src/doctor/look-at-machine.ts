import { accessSync, constants, mkdirSync, statfsSync } from "node:fs";
import { createServer } from "node:net";
import type { Settings } from "../contracts/settings.ts";
import { cgroupMemory } from "../governor/cgroup-memory.ts";
import type { Finding } from "./finding.ts";

const NODE = 24;
const MEGABYTE = 1_048_576;
/** Less leaves no room for a day of incidents. */
const LEAST_DISK_MB = 500;

/** Node itself, of that version. */
export function lookAtNode(version: string): Finding {
  const about = "Node";
  return Number(version.replace(/^v/, "").split(".")[0]) >= NODE
    ? { about, state: "good", says: version }
    : { about, state: "bad", says: `${version} is too old`, todo: `Install Node ${NODE} or later.` };
}

/** Whether the port can be listened at. */
export async function lookAtPort({ port, host }: Pick<Settings, "port" | "host">): Promise<Finding> {
  const about = "Port";
  const server = createServer();
  try {
    await new Promise<void>((listening, failed) => {
      server.once("error", failed).listen(port, host, listening);
    });
    return { about, state: "good", says: port === 0 ? "any that is free" : `${port} is free` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      return {
        about,
        state: "odd",
        says: `${port} is taken`,
        todo: "Where that is this service, all is well. Otherwise set PORT to a free one, or end what listens there.",
      };
    const todo =
      code === "EACCES" ? "Set PORT to one above 1023." : "Set HOST to an address of this machine.";
    return { about, state: "bad", says: `${host}:${port} cannot be listened at (${code})`, todo };
  } finally {
    server.close();
  }
}

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

/** Whether the machine gives what the service counts on. */
export function lookAtMemory(limitMb: number, group = cgroupMemory()): Finding {
  const about = "Memory";
  const given = group && Math.round(group.limit / MEGABYTE);
  return given !== null && given < limitMb
    ? {
        about,
        state: "odd",
        says: `the control group ends at ${given} MB, before MEMORY_LIMIT_MB (${limitMb})`,
        todo: `Set MEMORY_LIMIT_MB=${given}, or give the container more.`,
      }
    : { about, state: "good", says: `${limitMb} MB at most` };
}
