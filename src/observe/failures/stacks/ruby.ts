import type { RawFrame, StackFormat } from "./read-frames.ts";

const FRAME =
  /^\s*(?:from |\d+: from )?((?:\/|\.{0,2}\/|[A-Za-z]:[\\/]|<internal:|[\w-]+\/)?[^\s:()]*(?:\.(?:rb|rake|ru|erb|haml|slim)|<internal:[^>]+>|bin\/[\w-]+)):(\d+)(?::in [`'](.+?)')?(?:: .*)?$/;
const FOREIGN =
  /[\\/]gems[\\/]|[\\/]rubygems|[\\/]lib[\\/]ruby[\\/]|^<internal:|[\\/]bundler[\\/]|(?:^|[\\/])vendor[\\/](?:bundle|cache|ruby)[\\/]|\/(?:rbenv|rvm|asdf)\/.*\/lib\//;
const CAUSED = "Caused by:";
/** `place: message (ErrorClass)`. */
const RAISED = /\([A-Z][\w:]*\)\s{0,9}$/;

/** Ruby (https://docs.ruby-lang.org/en/master/Exception.html#method-i-full_message): a cause's lines follow those of what it caused. */
export const ruby: StackFormat = {
  shows: (line) => FRAME.test(line) && /\.(?:rb|rake|ru|erb|haml|slim):\d+/.test(line),
  read(lines) {
    const stacks: RawFrame[][] = [[]];
    for (const line of lines) {
      // `full_message` begins each exception with its innermost place and its message.
      const begins = line.startsWith(CAUSED) || (line.includes(": ") && RAISED.test(line));
      if (begins && stacks[0]?.length !== 0 && !/^\s*from /.test(line)) stacks.unshift([]);
      const found = FRAME.exec(line);
      if (found) stacks[0]?.push({ path: found[1] ?? "", line: found[2], symbol: found[3] });
    }
    return stacks;
  },
  isForeign: (path) => FOREIGN.test(path),
};
