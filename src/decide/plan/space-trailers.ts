/** Of the last paragraph, as git-interpret-trailers(1) reads trailers; a value that is longer is none of ours. */
const TRAILER = /^sre-space:\s{0,10}([\w-]{1,40})\s*$/i;

/** Values of the `SRE-Space:` trailers of a commit's message, in lower case. */
export function spaceTrailers(message: string): string[] {
  const paragraphs = message
    .replaceAll("\r", "")
    .trimEnd()
    .split(/\n[ \t]*\n/);
  // The subject alone carries none.
  const last = paragraphs.length > 1 ? (paragraphs.at(-1) ?? "") : "";
  return last.split("\n").flatMap((line) => TRAILER.exec(line)?.[1]?.toLowerCase() ?? []);
}
