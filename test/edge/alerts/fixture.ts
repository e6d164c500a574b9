import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A realistic body, as its source sends it. */
// biome-ignore lint/suspicious/noExplicitAny: bodies differ by source.
export function fixture(name: string): any {
  return JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", `${name}.json`), "utf8"));
}
