import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SIZE = "64m";
const BLOCK = 1 << 20;

export interface SmallDisk {
  /** A folder on it. */
  directory: string;
  /** Nothing more can be written to it, until `free`. */
  fill(): void;
  free(): void;
  end(): void;
}

/** A disk of its own in memory, which can be filled to its last byte; null where this user may mount none. */
export function smallDisk(): SmallDisk | null {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE}`, "tmpfs", directory], { stdio: "ignore" });
  } catch {
    rmSync(directory, { recursive: true });
    return null;
  }
  const filler = join(directory, "filler");
  return {
    directory,
    fill() {
      const file = openSync(filler, "a");
      for (let size = BLOCK; size >= 1; ) {
        try {
          writeSync(file, Buffer.alloc(size));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
          size >>= 1;
        }
      }
      closeSync(file);
    },
    free: () => rmSync(filler, { force: true }),
    end() {
      execFileSync("umount", ["--lazy", directory]);
      rmSync(directory, { recursive: true });
    },
  };
}
