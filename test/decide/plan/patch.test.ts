import { expect, test } from "vitest";
import type { PatchEdit } from "../../../src/contracts/diagnosis.ts";
import { planPatch } from "../../../src/decide/plan/patch.ts";
import { modelReader } from "./model-reader.ts";

const CODE = "export function price(base: number) {\r\n  return base * 1.19;\r\n}\r\n";
const files = {
  "src/price.ts": CODE,
  "config/app.yml": "pool: {max: 1}\n",
  "chart/app.yaml": "{{ if .Values.on }}\na: 1\n{{ end }}\n",
  "lib/price.py": "def price(base):\n    return base * 1.19\n",
  "twice.txt": "one\none\n",
  "img/a.bin": "\0a",
};
const tree = new Map(
  Object.entries(files).map(([path, content]) => [path, { content, mode: "100644" as const }]),
);
const plan = (...edits: PatchEdit[]) =>
  planPatch(
    { kind: "patch", summary: "", ...(edits.length > 0 ? { edits } : {}) },
    modelReader(
      [tree],
      () => "a".repeat(40),
      () => [],
    ),
  );
const edit = (path: string, find: string, replace: string): PatchEdit => ({ path, find, replace });

test("exact edits of several files become one change, and it says what was checked", async () => {
  const made = await plan(
    edit("src/price.ts", "1.19", "1.2"),
    edit("src/price.ts", "base: number", "net: number"),
    edit("src/price.ts", "return base", "return net"),
    edit("config/app.yml", "max: 1", "max: 20"),
    edit("lib/price.py", "1.19", "1.2"),
    edit("chart/app.yaml", "a: 1", "a: 2"),
  );
  if (made.kind !== "planned") throw new Error(made.reason);
  expect(made).toMatchObject({ remedy: "patch", reverts: [] });
  expect(made.files.map(({ path, after }) => [path, after?.content])).toEqual([
    ["chart/app.yaml", files["chart/app.yaml"].replace("a: 1", "a: 2")],
    ["config/app.yml", "pool: {max: 20}\n"],
    ["lib/price.py", files["lib/price.py"].replace("1.19", "1.2")],
    ["src/price.ts", CODE.replaceAll("base", "net").replace("1.19", "1.2")],
  ]);
  expect(made.summary).toMatch(/A model wrote this/);
  expect(made.summary).toMatch(/chart\/app\.yaml: does not parse as YAML, nor did it before/);
  expect(made.summary).toMatch(/config\/app\.yml: parses as YAML/);
  expect(made.summary).toMatch(/lib\/price\.py: not parsed, as no parser of its language is here/);
  expect(made.summary).toMatch(/src\/price\.ts: parses as TypeScript or JavaScript/);
});

test.each([
  ["no edit", [], /proposes no edit/],
  ["a file that is not there", [edit("src/new.ts", "a", "b")], /no file src\/new\.ts/],
  ["a path out of the tree", [edit("../src/price.ts", "a", "b")], /no file/],
  ["bytes", [edit("img/a.bin", "a", "b")], /no plain text file/],
  [
    "a text that is not there any more",
    [edit("src/price.ts", "1.07", "1.2")],
    /does not stand in it any more/,
  ],
  ["a text that is there twice", [edit("twice.txt", "one", "two")], /more than once/],
  [
    "a text that overlaps itself",
    [edit("lib/price.py", "    ", "  "), edit("lib/price.py", "  return", "return")],
    /touch each other/,
  ],
  ["nothing else than before", [edit("src/price.ts", "1.19", "1.19")], /as it is/],
  [
    "code that does not parse any more",
    [edit("src/price.ts", "}\r\n", "")],
    /would not parse as TypeScript or JavaScript any more/,
  ],
  [
    "settings that do not parse any more",
    [edit("config/app.yml", "}", "")],
    /would not parse as YAML any more/,
  ],
  ["text that nobody sees", [edit("src/price.ts", "1.19", "1.2\u202e")], /characters that nobody sees/],
])("%s", async (_, edits, say) => {
  const made = await plan(...edits);
  expect(made.kind === "planned" ? "" : made.reason).toMatch(say);
});
