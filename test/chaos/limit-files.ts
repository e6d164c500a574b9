import { execFileSync } from "node:child_process";
import type { Disk } from "./disturbances/disk-full.ts";

/** So many bytes of each file may be written: the first page of a database, and no more. */
const FEW = 4096;

/** A disk that takes nothing more as seen by one process, by its limit on the size of files: nobody need be root for it. */
export const limitFiles: Disk = {
  fill: ({ service }) => limit(service.pid(), `${FEW}:`),
  free: ({ service }) => limit(service.pid(), "unlimited:"),
};

function limit(pid: number, fsize: string): void {
  execFileSync("prlimit", ["--pid", String(pid), `--fsize=${fsize}`]);
}
