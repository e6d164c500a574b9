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

test("a change is seen while we run; nonsense changes nothing", async () => {
  const path = file("c.yml", "one: true\n");
  const flags = openFlags(path, undefined);
  assert.equal(flags.enabled("one"), true);
  file("c.yml", "one: perhaps\n");
  utimesSync(path, 1, 1);
  const until = async (value: boolean) => {
    while (flags.enabled("one") !== value) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await until(true);
  file("c.yml", "one: false\n");
  await until(false);
});
