import type { RawFrame, StackFormat } from "./read-frames.ts";

const FRAME = /^\s*at (.+?) in (.+):line (\d+)$/;
/** Asked first: `FRAME` tries each " in " of a line that does not end so. */
const END_OF_FRAME = /:line \d+$/;
const END_OF_INNER = /^\s*--- End of inner exception stack trace ---/;
const AT = /^\s*at (?:System|Microsoft)\.[\w.`<>[\]+]+\(/;
const FOREIGN =
  /^\/_\/|[\\/](?:\.nuget|packages[\\/][\w.]+[\\/]\d)[\\/]|^(?:[A-Z]:)?[\\/]+(?:a|__w)[\\/](?:_work|\d+)[\\/].*(?:runtime|aspnetcore|efcore)/i;

/** .NET (https://learn.microsoft.com/dotnet/api/system.exception.tostring): an inner exception's frames come first. */
export const dotnet: StackFormat = {
  shows: (line) => (END_OF_FRAME.test(line) && FRAME.test(line)) || AT.test(line),
  read(lines) {
    const stacks: RawFrame[][] = [[]];
    for (const line of lines) {
      if (END_OF_INNER.test(line)) stacks.push([]);
      const found = END_OF_FRAME.test(line) ? FRAME.exec(line) : null;
      if (found)
        stacks.at(-1)?.push({ path: found[2] ?? "", line: found[3], symbol: found[1]?.replace(/\(.*$/, "") });
    }
    return stacks;
  },
  isForeign: (path, symbol) =>
    FOREIGN.test(path) ||
    /^(?:System|Microsoft|Npgsql|Newtonsoft|Grpc|MediatR|Polly|Dapper|StackExchange)\./.test(symbol),
};
