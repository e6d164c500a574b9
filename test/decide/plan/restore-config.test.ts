import { expect, test } from "vitest";
import type { Plan } from "../../../src/contracts/change-set.ts";
import { planRestoreConfig } from "../../../src/decide/plan/restore-config.ts";
import type { Files } from "./generated-histories.ts";
import { modelReader } from "./model-reader.ts";
import { suspecting } from "./suspecting.ts";

const sha = (i: number) => "abcd".charAt(i).repeat(40);
const tree = (path: string, content: string | null): Files =>
  new Map(content === null ? [] : [[path, { content, mode: "100644" as const }]]);

/** Of one file: before, by the culprit, today. */
function restore(path: string, texts: readonly (string | null)[], line: number, name: string): Promise<Plan> {
  const diagnosis = suspecting(sha(1));
  const patch = { path, status: "modified" as const, additions: 1, deletions: 1 };
  const reader = modelReader(
    texts.map((text) => tree(path, text)),
    sha,
    () => [patch],
  );
  return planRestoreConfig(
    diagnosis,
    { kind: "restore-config", summary: "", setting: { path, line, name } },
    reader,
  );
}

const ENV = `spec:
  containers:
    - name: proxy
      env: [{name: POOL, value: "1"}]
    - name: quotes
      env:
        - name: POOL # of connections
          value: "20"
`;

test.each([
  [
    "an element of a list by its name, where the list is in another order since",
    "k.yml",
    [
      ENV,
      ENV.replace('"20"', '"2"'),
      ENV.replace('"20"', '"2"').replace('    - name: proxy\n      env: [{name: POOL, value: "1"}]\n', ""),
    ],
    8,
    "POOL",
    ENV.replace('    - name: proxy\n      env: [{name: POOL, value: "1"}]\n', ""),
  ],
  [
    "with the quotes that it had",
    "a.yml",
    ["a: '5' # x\n", "a: 7 # x\n", "b: 1\na: 7 # y\n"],
    1,
    "a",
    "b: 1\na: '5' # y\n",
  ],
  [
    "a text of JSON",
    "a.json",
    ['{"a": "on"}', '{"a": "off"}', '{"a": "off", "b": 1}'],
    1,
    "a",
    '{"a": "on", "b": 1}',
  ],
  ["a variable", ".env", ["A=1\nB=2\n", "A=1\nB=3\n", "# more\nA=9\nB=3\n"], 2, "B", "# more\nA=9\nB=2\n"],
  ["a key of Java's", "a.properties", ["a.b=1\n", "a.b=2\n", "c=1\na.b=2\n"], 1, "a.b", "c=1\na.b=1\n"],
  [
    "a dotted key of TOML",
    "a.toml",
    ["pool.max = 5\n", "pool.max = 1\n", "[x]\n"].slice(0, 2).concat("pool.max = 1 # !\n"),
    1,
    "max",
    "pool.max = 5 # !\n",
  ],
])("%s is put back", async (_, path, texts, line, name, wanted) => {
  const plan = await restore(path, texts, line, name);
  if (plan.kind !== "planned") throw new Error(plan.reason);
  expect(plan).toMatchObject({
    remedy: "restore-config",
    reverts: [],
    files: [{ path, after: { content: wanted } }],
  });
});

test.each([
  [
    "was changed again",
    "a.yml",
    ["a: 5\n", "a: 7\n", "a: 6\n"],
    1,
    "a",
    /a in a\.yml was changed again since/,
    ["a.yml"],
  ],
  ["is as it was", "a.yml", ["a: 5\n", "a: 7\n", "a: 5\n"], 1, "a", /is as it was before, already/, []],
  ["is gone", "a.yml", ["a: 5\n", "a: 7\n", "b: 5\n"], 1, "a", /a is gone from a\.yml since/, ["a.yml"]],
  ["the file is gone", "a.yml", ["a: 5\n", "a: 7\n", null], 1, "a", /gone or moved since/, ["a.yml"]],
  [
    "came with the commit",
    "a.yml",
    ["b: 5\n", "b: 5\na: 7\n", "b: 5\na: 7\n"],
    2,
    "a",
    /had no value before/,
    [],
  ],
  ["came with the file", "a.yml", [null, "a: 7\n", "a: 7\n"], 1, "a", /no value of it was healthy/, []],
  [
    "is not what changed on that line",
    "a.yml",
    ["a: 5\nb: 1\n", "a: 7\nb: 1\n", "a: 7\nb: 1\n"],
    2,
    "b",
    /no value that changed at line 2/,
    [],
  ],
  [
    "is one of two on that line",
    "a.json",
    ['{"a": 1, "b": 1}', '{"a": 2, "b": 2}', '{"a": 2, "b": 2}'],
    1,
    "a",
    /more than one value/,
    [],
  ],
  [
    "is not what the diagnosis names",
    "a.yml",
    ["a: 5\n", "a: 7\n", "a: 7\n"],
    1,
    "timeout",
    /not what the diagnosis names/,
    [],
  ],
  [
    "stands at another place of a list since",
    "a.yml",
    ["l: [1, 5]\n", "l: [1, 7]\n", "l: [0, 7, 7]\n"],
    1,
    "l",
    /was changed again since/,
    ["a.yml"],
  ],
  [
    "is said elsewhere, too",
    "a.yml",
    ["a: &x 5\nb: *x\n", "a: &x 7\nb: *x\n", "a: &x 7\nb: *x\n"],
    1,
    "a",
    /without touching more/,
    [],
  ],
  [
    "the file cannot be read",
    "a.yml",
    ["a: 5\n", "a: 7\n", "a: [7\n"],
    1,
    "a",
    /no YAML that can be read/,
    [],
  ],
  ["nobody reads such files", "a.ini", ["a = 5\n", "a = 7\n", "a = 7\n"], 1, "a", /is no YAML, JSON/, []],
])("where it %s it is not", async (_, path, texts, line, name, say, conflicts) => {
  const plan = await restore(path, texts, line, name);
  expect(plan).toEqual({
    kind: "unplanned",
    remedy: "restore-config",
    reason: expect.stringMatching(say),
    conflicts,
  });
});
