import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatOf } from "../../../src/decide/plan/settings/format-of.ts";
import { readSettings } from "../../../src/decide/plan/settings/read-settings.ts";
import { replaceSetting } from "../../../src/decide/plan/settings/replace-setting.ts";
import type { Setting } from "../../../src/decide/plan/settings/setting.ts";

const LONG = "x".repeat(20_000);

/** What one file may hold that nobody expects, by its path's ending; each on lines of its own. */
const FRAGMENTS: Readonly<Record<string, readonly string[]>> = {
  "a.yml": [
    "pool: 4",
    "pool: &size 4",
    "other: *size",
    "base: &base {max: 4, min: 1}",
    "use:\n  <<: *base\n  max: 9",
    "---",
    "--- # the next\nkind: Deployment\nmetadata: {name: a}\nreplicas: 2",
    "...",
    "%YAML 1.1",
    "list: [1, 2, &three 3, *three]",
    "- 1\n- name: one\n  port: 80",
    "text: |\n  pool: 7\n  # none of it is a key",
    "fold: >-\n  a\n  b",
    "'quo''ted': \"a\\tb\"",
    "? [1, 2]\n: 3",
    "tagged: !!str 12",
    "own: !secret 12",
    "yes: no",
    "octal: 0o17",
    "when: 2026-11-22",
    `long: ${LONG}`,
    `${LONG}: 1`,
    "__proto__: 1",
    "constructor: {prototype: 2}",
    "\ttab: 1",
    "a: {b: {c: {d: {e: 1}}}}",
    "lol: [&a [x, x], &b [*a, *a], &c [*b, *b], *c]",
  ],
  "a.json": [
    '{"pool": 4}',
    '{"pool": 4, "pool": 5}',
    '{"a": {"pool": 4}, "b": [1, {"name": "x", "port": 80}]} // of March',
    '/* {"pool": 9} */ {"pool": 4,}',
    '{"a\\u0062": "\\ud83e\\udd8a", "e": 1e3, "big": 123456789012345678901234567890}',
    '{"__proto__": {"pool": 1}, "constructor": 2}',
    `{"long": "${LONG}", "x": true}`,
    `${"[".repeat(200)}1${"]".repeat(200)}`,
    "{}",
    "[]",
    "4",
    '{"pool": 4} {"pool": 5}',
    "{'pool': 4}",
  ],
  "a.toml": [
    "pool = 4",
    "pool = 4\npool = 5",
    "[a]\npool = 4 # of March",
    "[a]\n[a]",
    '[[a]]\nname = "one"\n[[a]]\nname = "two"',
    'a.b."c.d" = 4',
    's = """\npool = 7\n"""',
    "t = '''\nit's'''",
    "when = 1979-05-27T07:32:00Z",
    "i = { a = 1, b = [1, 2] }",
    "n = 1_000",
    "h = 0xdead",
    `long = "${LONG}"`,
    "__proto__ = 1",
  ],
  "a.properties": [
    "pool=4",
    "pool=4\npool=5",
    "pool : 4",
    "pool 4",
    "a\\ key\\=with = 4",
    "wrapped = one \\\n   two",
    "uni = \\u0041\\u00e4",
    "bad = \\u00",
    "! pool = 9",
    "# pool = 9 \\",
    "empty =",
    "=4",
    `long = ${LONG}`,
    "ends = with\\",
    "__proto__ = 1",
  ],
  "a.env": [
    "POOL=4",
    "POOL=4\nPOOL=5",
    'export A="two words" # said so',
    "B='it is' # said so",
    "C=a#b",
    "D=a #b",
    'E="wrapped\nPOOL=7"',
    "F=`x`",
    "G = spaced ",
    "H=",
    `LONG=${LONG}`,
    "not a variable",
    "__proto__=1",
    "I=$POOL",
    "J='it''s'",
  ],
};

const hostile = fc.constantFrom(...Object.keys(FRAGMENTS)).chain((path) =>
  fc.record({
    path: fc.constant(path),
    text: fc
      .record({
        parts: fc.array(
          fc.oneof(
            { weight: 12, arbitrary: fc.constantFrom(...(FRAGMENTS[path] ?? [])) },
            { weight: 1, arbitrary: fc.string({ maxLength: 30, unit: "binary" }) },
          ),
          { minLength: 1, maxLength: path.endsWith(".json") ? 1 : 5 },
        ),
        ends: fc.constantFrom("\n", "\r\n", "\r"),
        bom: fc.boolean(),
        last: fc.boolean(),
      })
      .map(
        ({ parts, ends, bom, last }) =>
          `${bom ? "\uFEFF" : ""}${parts.join("\n").replaceAll("\n", ends)}${last ? ends : ""}`,
      ),
  }),
);

/** Another value of the same kind: past 2 ** 53, one more may be the same number. */
const other = ({ value }: Setting) =>
  typeof value === "number"
    ? value + 1 === value
      ? 4711
      : value + 1
    : typeof value === "boolean"
      ? !value
      : "4711";
const settingsOf = (path: string, text: string) => {
  const read = readSettings(path, text);
  return "settings" in read ? read.settings : null;
};

describe("whatever a file holds", () => {
  test("it is read or refused with a reason, and what is replaced is that value alone", () => {
    fc.assert(
      fc.property(hostile, fc.nat(), ({ path, text }, pick) => {
        const settings = settingsOf(path, text);
        if (!settings) return;
        const editable = settings.filter(({ range }) => range !== null);
        const chosen = editable[pick % Math.max(1, editable.length)];
        if (!chosen?.range) return;
        const [from, to] = chosen.range;
        const source = text.slice(from, to);
        // What stands there is that value and nothing else: put back as it is, nothing changes.
        expect(replaceSetting(path, text, chosen, source, chosen.value) ?? text).toBe(text);
        const wanted = other(chosen);
        const said = formatOf(path)?.write(wanted, source) ?? null;
        const made = said === null ? null : replaceSetting(path, text, chosen, said, wanted);
        if (made === null) return;
        expect(made).toBe(text.slice(0, from) + said + text.slice(to));
        const after = settingsOf(path, made) ?? [];
        const changed = after.filter((one, i) => !Object.is(one.value, settings[i]?.value));
        expect(after.length).toBe(settings.length);
        expect(changed.map((one) => one.path)).toEqual([chosen.path]);
        expect(changed[0]?.value).toBe(wanted);
      }),
      { numRuns: 300 },
    );
  });

  test("any text at all is read or refused", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(FRAGMENTS)),
        fc.string({ unit: "binary", maxLength: 300 }),
        (path, text) => {
          const read = readSettings(path, text);
          if ("whyNot" in read) expect(read.whyNot).toMatch(/^a\..*\.$/s);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** The text after `name` was set to `to`, or null where that is refused. */
function set(path: string, text: string, name: string, to: string | number): string | null {
  const found = settingsOf(path, text)?.filter(({ names }) => names.includes(name)) ?? [];
  const [setting] = found;
  if (found.length !== 1 || !setting?.range) return null;
  const said = formatOf(path)?.write(to, text.slice(...setting.range)) ?? null;
  return said === null ? null : replaceSetting(path, text, setting, said, to);
}

describe("what looks like an edit of one value and is none, or is one", () => {
  test.each<[string, string, string, string, number | string, string | null]>([
    ["a value that an alias says again", "a.yml", "a: &x 4\nb: *x\n", "a", 5, null],
    ["an alias", "a.yml", "a: &x 4\nb: *x\n", "b", 5, null],
    ["an anchor that nobody uses", "a.yml", "a: &x 4\n", "a", 5, "a: &x 5\n"],
    ["what a merge brings in", "a.yml", "d: &d {m: 4}\nu:\n  <<: *d\n", "d.m", 5, null],
    [
      "what stands beside a merge",
      "a.yml",
      "d: &d {m: 4}\nu:\n  <<: *d\n  n: 1\n",
      "u.n",
      2,
      "d: &d {m: 4}\nu:\n  <<: *d\n  n: 2\n",
    ],
    ["a key that is there twice", "a.yml", "a: 1\na: 2\n", "a", 5, null],
    ["a key that is there twice", "a.json", '{"a": 1, "a": 2}', "a", 5, null],
    ["a key that is there twice", "a.toml", "a = 1\na = 2\n", "a", 5, null],
    ["a key that is there twice", "a.properties", "a=1\na=2\n", "a", "5", null],
    ["a key that is there twice", "a.env", "A=1\nA=2\n", "A", "5", null],
    ["the same key of two documents", "a.yml", "a: 1\n---\na: 2\n", "a", 5, null],
    ["the second document's own", "a.yml", "a: 1\n---\nb: 2\n", "b", 5, "a: 1\n---\nb: 5\n"],
    ["a byte order mark", "a.yml", "\uFEFFa: 1\nb: 2\n", "b", 5, "\uFEFFa: 1\nb: 5\n"],
    ["a byte order mark before the value", "a.yml", "\uFEFFa: 1\n", "a", 5, "\uFEFFa: 5\n"],
    ["a byte order mark", "a.json", '\uFEFF{"a": 1}\n', "a", 5, null],
    ["a byte order mark", "a.env", "\uFEFFB=0\nA=1\n", "A", "5", null],
    [
      "a comment that looks like the key",
      "a.json",
      '{\n  // "a": 9\n  "a": 1 /* was 2 */\n}',
      "a",
      5,
      '{\n  // "a": 9\n  "a": 5 /* was 2 */\n}',
    ],
    ["text that looks like the key", "a.yml", "t: |\n  a: 1\na: 2\r\n", "a", 5, "t: |\n  a: 1\na: 5\r\n"],
    [
      "text that looks like the key",
      "a.toml",
      't = """\na = 1\n"""\na = 2\n',
      "a",
      5,
      't = """\na = 1\n"""\na = 5\n',
    ],
    ["an escaped key", "a.properties", "a\\ b = 1\r\n", "a b", "5", "a\\ b = 5\r\n"],
    ["a wrapped value", "a.properties", "a = 1\\\n  2\nb = 3\n", "a", "5", null],
    [
      "what stands behind a wrapped one",
      "a.properties",
      "a = 1\\\n  2\nb = 3\n",
      "b",
      "5",
      "a = 1\\\n  2\nb = 5\n",
    ],
    ["a very long neighbour", "a.env", `L=${LONG}\nA=1`, "A", "5", `L=${LONG}\nA=5`],
  ])("%s, in %s", (_, path, text, name, to, made) => {
    expect(set(path, text, name, to)).toBe(made);
  });
});
