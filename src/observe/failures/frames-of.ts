import type { Frame } from "../../contracts/evidence.ts";
import { parseStack } from "./parse-stack.ts";

const MAX_KNOWN = 300;
const MAX_LENGTH = 8_000;
/** Languages that write where it was thrown into the first line, or the message into none. */
const TELLING = /\.(?:php|rb|rs)\b/;
const known = new Map<string, readonly Frame[]>();

/**
 * As `parseStack`. What fails fails again and again at the same place, with another message in the first line: the same
 * lines below it are read once.
 */
export function framesOf(stack: string): readonly Frame[] {
  if (stack.length > MAX_LENGTH) return parseStack(stack);
  const end = stack.indexOf("\n");
  const key = end > 0 && !TELLING.test(stack.slice(0, end)) ? stack.slice(end) : stack;
  let frames = known.get(key);
  if (!frames) {
    frames = parseStack(stack);
    if (known.size >= MAX_KNOWN) known.delete(known.keys().next().value as string);
    known.set(key, frames);
  }
  return frames;
}
