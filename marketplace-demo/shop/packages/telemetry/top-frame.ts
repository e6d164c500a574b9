import { fileURLToPath } from "node:url";

export type Frame = { file: string; line: number; function?: string };

const framePattern = /^\s+at (?:(?:async )?(.+?) \()?((?:file:\/\/)?\/.+?):(\d+):\d+\)?$/;

/** The innermost frame of a stack trace that is our own code: no dependency, nothing of Node's. */
export function topFrame(error: Error): Frame | undefined {
  for (const line of error.stack?.split("\n") ?? []) {
    const match = framePattern.exec(line);
    const location = match?.[2];
    if (!match || !location || location.includes("/node_modules/")) continue;
    const file = location.startsWith("file:") ? fileURLToPath(location) : location;
    return { file, line: Number(match[3]), ...(match[1] ? { function: match[1] } : {}) };
  }
  return undefined;
}
