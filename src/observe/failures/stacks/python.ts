import type { RawFrame, StackFormat } from "./read-frames.ts";

/** Bars before it are those of an exception group. */
const FRAME = /^[\s|+]*File "([^"]+)", line (\d+)(?:, in (.+))?$/;
const BEGIN = /^[\s|+]*(?:Exception Group )?Traceback \(most recent call last\)/;
const FOREIGN =
  /(?:^|[\\/])(?:site-packages|dist-packages|\.venv|venv|virtualenvs|\.tox)[\\/]|[\\/]lib(?:64)?[\\/]python\d|^<|[\\/]pypy\d?[\\/]/;

/**
 * Python (https://docs.python.org/3/library/traceback.html): the innermost frame comes last, and what an exception was
 * raised from comes before it.
 */
export const python: StackFormat = {
  shows: (line) => FRAME.test(line),
  read(lines) {
    const stacks: RawFrame[][] = [[]];
    for (const line of lines) {
      if (BEGIN.test(line) && stacks.at(-1)?.length !== 0) stacks.push([]);
      const found = FRAME.exec(line);
      if (found) stacks.at(-1)?.push({ path: found[1] ?? "", line: found[2], symbol: found[3] });
    }
    return stacks.map((frames) => frames.reverse());
  },
  isForeign: (path) => FOREIGN.test(path),
};
