import { LineCounter, parseDocument } from "yaml";
import { findNode } from "../config/find-node.ts";

/** Beyond it the place of a mistake is not looked up: the parser that knows places is slow. */
const PLACED_BYTES = 4 * 1024 * 1024;

/** The line, from 1, on which the value at that path stands. JSON is YAML, and the YAML parser knows where everything is. */
export function placeInJson(text: string, path: readonly (string | number)[]): { line?: number } {
  if (text.length > PLACED_BYTES) return {};
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, logLevel: "silent" });
  const offset = findNode(document, path, false)?.range?.[0];
  return offset === undefined ? {} : { line: lines.linePos(offset).line };
}
