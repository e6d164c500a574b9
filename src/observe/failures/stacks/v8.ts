import type { RawFrame, StackFormat } from "./read-frames.ts";

const FRAME =
  /^\s*at (?:(?:async |new )*(.+?) \()?((?:file:\/\/|webpack-internal:\/\/\/|webpack:\/\/)?[^()\s][^()]*?):(\d+):(\d+)\)?$/;
const CAUSE = /^\s*(?:\[cause\]:|Caused by:)/;
const FOREIGN =
  /(?:^|[\\/])node_modules[\\/]|^node:|^internal[\\/]|^\(?native|^<|[\\/]\.yarn[\\/]|^(?:wasm|evalmachine|ext|deno):/;

/** V8 (https://v8.dev/docs/stack-trace-api), with causes as Node's inspector writes them below. */
export const v8: StackFormat = {
  shows: (line) => FRAME.test(line),
  read(lines) {
    const stacks: RawFrame[][] = [[]];
    for (const line of lines) {
      if (CAUSE.test(line)) stacks.unshift([]);
      const found = FRAME.exec(line);
      if (!found) continue;
      const path = (found[2] ?? "")
        .replace(/^file:\/\//, "")
        .replace(/^webpack(?:-internal)?:\/\/[^/]*\/(?:\.\/)?/, "");
      stacks[0]?.push({ path, line: found[3], symbol: found[1] });
    }
    return stacks;
  },
  isForeign: (path) => FOREIGN.test(path),
};
