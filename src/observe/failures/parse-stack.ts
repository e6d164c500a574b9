import type { Frame } from "../../contracts/evidence.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { isInApp } from "./is-in-app.ts";

const V8 = /^\s*at (?:(?:async |new )*(.+?) \()?((?:file:\/\/)?[^()\s][^()]*?):(\d+):(\d+)\)?$/;
const PYTHON = /^\s*File "([^"]+)", line (\d+)(?:, in (.+))?$/;
const JAVA = /^\s*at ([\w.$<>/@]+)\(([\w$]+\.(?:java|kt|scala)):(\d+)\)$/;

/**
 * Frames of a stack trace, the innermost first, at most 30. V8 (https://v8.dev/docs/stack-trace-api), Python's
 * traceback, which is written the other way round, and Java's; lines in any other form are passed over.
 */
export function parseStack(stack: string): Frame[] {
  const lines = stack.slice(0, 20_000).split("\n").slice(0, 200);
  const frames: Frame[] = [];
  let reversed = false;
  for (const line of lines) {
    if (line.length > 1000) continue;
    const java = JAVA.exec(line);
    const python = java ? null : PYTHON.exec(line);
    const v8 = java || python ? null : V8.exec(line);
    if (java) {
      const [, symbol = "", file = "", number] = java;
      const folder = symbol.split(".").slice(0, -2).join("/");
      frames.push(frame(folder ? `${folder}/${file}` : file, number, symbol));
    } else if (python) {
      reversed = true;
      frames.push(frame(python[1] ?? "", python[2], python[3]));
    } else if (v8) {
      frames.push(frame((v8[2] ?? "").replace(/^file:\/\//, ""), v8[3], v8[1]));
    }
  }
  return (reversed ? frames.reverse() : frames).slice(0, 30);
}

function frame(path: string, line: string | undefined, symbol: string | undefined): Frame {
  return {
    path: sanitise(path, 500),
    ...(line ? { line: Number(line) } : {}),
    ...(symbol ? { function: sanitise(symbol, 300) } : {}),
    inApp: isInApp(path),
  };
}
