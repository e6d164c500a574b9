import type { RawFrame, StackFormat } from "./read-frames.ts";

const FRAME = /^\s*#(\d+) (?:(.+?)\((\d+)\)|\[internal function\]|\{main\})(?:: (.+))?$/;
const HEAD = /^(?:Next |PHP )?.* in ((?:\/|[A-Za-z]:\\|phar:\/\/)\S*\.(?:php|phtml|inc)):(\d+)$/;
const FOREIGN = /(?:^|[\\/])vendor[\\/]|^phar:\/\/|[\\/]usr[\\/](?:share|local[\\/]lib)[\\/]php/;

/**
 * PHP (https://www.php.net/manual/en/exception.gettraceasstring.php): a line names the place of a call and the function
 * that is called there, so that a place's own function stands one line below; where it was thrown stands in the head.
 * What was thrown first comes first, what wrapped it after `Next`.
 */
export const php: StackFormat = {
  shows: (line) => /^\s*#\d+ (?:.+\.(?:php|phtml|inc)\(\d+\)|\[internal function\]: )/.test(line),
  read(lines) {
    const stacks: { place: RawFrame; calls: string | undefined }[][] = [[]];
    for (const line of lines) {
      const head = HEAD.exec(line);
      if (head) {
        if (stacks.at(-1)?.length !== 0) stacks.push([]);
        stacks.at(-1)?.push({ place: { path: head[1] ?? "", line: head[2] }, calls: undefined });
        continue;
      }
      const found = FRAME.exec(line);
      if (found)
        stacks
          .at(-1)
          ?.push({ place: { path: found[2] ?? "", line: found[3] }, calls: found[4]?.replace(/\(.*$/, "") });
    }
    return stacks.map((entries) =>
      entries
        .map(({ place }, i) => ({ ...place, symbol: entries[i + 1]?.calls }))
        .filter((place) => place.path !== ""),
    );
  },
  isForeign: (path) => FOREIGN.test(path),
};
