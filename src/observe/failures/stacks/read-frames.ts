import type { Frame } from "../../../contracts/evidence.ts";
import { sanitise } from "../../../safety/sanitise.ts";

/** A frame as a line of a stack trace spells it. */
export interface RawFrame {
  path: string;
  line?: string | undefined;
  symbol?: string | undefined;
  /** Where the language knows better than the path does. */
  foreign?: boolean;
}

/** How one language writes a stack trace down. */
export interface StackFormat {
  /** Whether a line can only be this language's. */
  shows(line: string): boolean;
  /** Stack traces of the exception and of those that it wraps, the innermost cause first; frames innermost first. */
  read(lines: readonly string[]): RawFrame[][];
  /** Whether a path belongs to the runtime or a dependency. */
  isForeign(path: string, symbol: string): boolean;
}

export function frameFrom(raw: RawFrame, format: StackFormat): Frame {
  const line = raw.line === undefined ? Number.NaN : Number(raw.line);
  return {
    path: sanitise(raw.path, 500),
    ...(Number.isSafeInteger(line) && line >= 0 ? { line } : {}),
    ...(raw.symbol ? { function: sanitise(raw.symbol, 300) } : {}),
    inApp: raw.path !== "" && !(raw.foreign ?? format.isForeign(raw.path, raw.symbol ?? "")),
  };
}
