import type { RawFrame, StackFormat } from "./read-frames.ts";

const SYMBOL = /^\s*\d+: (?:0x[0-9a-f]+ - )?(.+)$/;
const PLACE = /^\s+at (\S.*\.rs):(\d+)(?::\d+)?$/;
const PANIC = /^thread '.*' (?:\(\d+\) )?panicked at (?:.*, )?(\S+\.rs):(\d+):\d+/;
const FOREIGN =
  /^\/rustc\/|[\\/]\.cargo[\\/](?:registry|git)[\\/]|[\\/]\.rustup[\\/]|[\\/]library[\\/](?:std|core|alloc|test)[\\/]|^library[\\/]|[\\/]registry[\\/]src[\\/]/;

/** Rust (https://doc.rust-lang.org/std/backtrace/): a symbol a line, its place on the next. */
export const rust: StackFormat = {
  shows: (line) => PLACE.test(line) || PANIC.test(line),
  read(lines) {
    const frames: RawFrame[] = [];
    let panicked: RawFrame | null = null;
    for (const [i, line] of lines.entries()) {
      const panic = PANIC.exec(line);
      if (panic) panicked ??= { path: panic[1] ?? "", line: panic[2] };
      const found = PLACE.exec(line);
      if (!found) continue;
      const symbol = SYMBOL.exec(lines[i - 1] ?? "")?.[1]?.replace(/::h[0-9a-f]{16}$/, "");
      frames.push({ path: (found[1] ?? "").replace(/^\.\//, ""), line: found[2], symbol });
    }
    const told = frames.some(
      (one) => one.path.endsWith(panicked?.path ?? "\0") && one.line === panicked?.line,
    );
    return [panicked && !told ? [panicked, ...frames] : frames];
  },
  isForeign: (path, symbol) =>
    FOREIGN.test(path) ||
    /^(?:std|core|alloc|tokio|hyper|axum|tower|futures)::/.test(symbol.replace(/^</, "")),
};
