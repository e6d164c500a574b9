import type { Place } from "./scenario.ts";
import type { Frame } from "./stack.ts";

/** The line of a place in the files of a revision. Throws where its text is nowhere. */
export function locate(place: Place, files: Map<string, string>): Frame {
  const content = files.get(place.file);
  if (content === undefined) throw new Error(`no file ${place.file} for a frame`);
  const line = content.split("\n").findIndex((text) => text.includes(place.text)) + 1;
  if (line === 0) throw new Error(`${place.file} has no line with ${JSON.stringify(place.text)}`);
  return { file: place.file, line, fn: place.fn };
}
