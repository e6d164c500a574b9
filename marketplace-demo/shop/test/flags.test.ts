import assert from "node:assert/strict";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openFlags } from "../packages/flags/open-flags.ts";

process.env.LOG_LEVEL = "silent";

const directory = mkdtempSync(join(tmpdir(), "flags-"));
after(() => rmSync(directory, { recursive: true }));
const file = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};

test("a flag is on where the file says so, and off where nobody does", () => {
  const flags = openFlags(file("a.yml", "one: true\ntwo: false\n"), undefined);
  assert.deepEqual(["one", "two", "three"].map(flags.enabled), [true, false, false]);
});

test("operations have the last word", () => {
  const flags = openFlags(file("b.yml", "one: true\n"), file("override.yml", "one: false\n"));
  assert.equal(flags.enabled("one"), false);
  const without = openFlags(file("b.yml", "one: true\n"), join(directory, "no-such-file.yml"));
  assert.equal(without.enabled("one"), true);
});

test("a change is seen while we run; nonsense changes nothing", () => {
  const path = file("c.yml", "one: true\n");
  const flags = openFlags(path, undefined, 0);
  assert.equal(flags.enabled("one"), true);
  const change = (text: string, at: number) => utimesSync(file("c.yml", text), at, at);
  change("one: perhaps\n", 1);
  assert.equal(flags.enabled("one"), true);
  change("one: false\n", 2);
  assert.equal(flags.enabled("one"), false);
});
