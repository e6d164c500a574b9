import { describe, expect, test } from "vitest";
import type { Commit, Deployment, FilePatch, RepoReader } from "../../../src/contracts/ports/repo-reader.ts";
import { readAftermath } from "../../../src/decide/plan/read-aftermath.ts";

const sha = (digit: string) => digit.repeat(40);
const SUSPECT = sha("a");
const NOW = Date.parse("2026-11-18T12:00:00.000Z");
const patch = (path: string, text: string, status: FilePatch["status"] = "modified"): FilePatch => ({
  path,
  status,
  additions: 1,
  deletions: 0,
  patch: `@@ -1,3 +1,9 @@\n${text}`,
});

/** A history of these commits after the suspect, oldest first. */
function history(
  suspect: Partial<Commit>,
  later: Partial<Commit>[] = [],
  deployments: Partial<Deployment>[] = [],
): RepoReader {
  const whole = (over: Partial<Commit>, index: number): Commit => ({
    sha: index === 0 ? SUSPECT : index.toString(16).padStart(40, "0"),
    parents: [],
    tree: "",
    message: "feat: something",
    author: { name: "Dev", login: "Dev" },
    committedAt: new Date(NOW - 60_000).toISOString(),
    url: "",
    files: [],
    ...over,
  });
  const commits = [suspect, ...later].map(whole);
  const at = (ref: string) => commits.findIndex((one) => one.sha === ref);
  const refuse = () => Promise.reject(new Error("not needed here"));
  return {
    repository: "acme/shop",
    defaultBranch: refuse,
    commit: async (ref) => commits[at(ref)] ?? null,
    commitsBetween: async (base, head) =>
      at(base) < 0 || at(head) < 0
        ? null
        : commits.slice(at(base) + 1, at(head) + 1).map(({ files: _, ...one }) => one),
    commitsSince: refuse,
    file: refuse,
    tree: refuse,
    deployments: async () =>
      deployments.map((one, index) => ({
        id: index,
        sha: SUSPECT,
        environment: "production",
        description: "",
        createdAt: new Date(NOW - 30_000).toISOString(),
        status: null,
        succeededAt: null,
        ...one,
      })),
  };
}

const aftermathOf = (reader: RepoReader, later: number, over: object = {}) =>
  readAftermath(reader, {
    suspect: SUSPECT,
    head: later === 0 ? SUSPECT : later.toString(16).padStart(40, "0"),
    paths: ["src/price.ts"],
    environment: "production",
    nowMs: NOW,
    ...over,
  });

describe("what came after the suspect", () => {
  test("of a change to code alone, with nothing after it", async () => {
    const reader = history({ files: [patch("src/price.ts", "-  return 1;\n+  return 2;")] });
    expect(await aftermathOf(reader, 0)).toEqual({
      authors: ["dev"],
      trailers: [],
      vulnerability: null,
      changes: [{ sha: SUSPECT, paths: ["src/price.ts"], definition: null }],
      uses: [],
      complete: true,
      underWay: [],
    });
  });

  test("is null where there is no such commit", async () => {
    expect(await aftermathOf(history({ sha: sha("9") }), 0)).toBeNull();
  });

  test("is not complete where the histories do not meet, or more landed than can be looked at", async () => {
    expect(await aftermathOf(history({}), 0, { head: sha("8") })).toMatchObject({ complete: false });
    const many = history(
      {},
      Array.from({ length: 61 }, () => ({})),
    );
    expect(await aftermathOf(many, 60)).toMatchObject({ complete: true });
    const looked = await aftermathOf(many, 61);
    expect(looked).toMatchObject({ complete: false });
    expect(looked?.changes).toHaveLength(61);
  });

  test.each([
    [
      "-  old();\n+  await db.query('ALTER TABLE quotes ADD COLUMN tax int');",
      "ALTER TABLE quotes ADD COLUMN tax int');",
    ],
    [
      "+CREATE UNIQUE INDEX IF NOT EXISTS by_day ON quotes (day);",
      "CREATE UNIQUE INDEX IF NOT EXISTS by_day ON quotes (day);",
    ],
    ["-  drop table quotes_old;", "drop table quotes_old;"],
    ["+  // the table is altered elsewhere", null],
    ["+  const rows = await db.query('SELECT * FROM quotes');", null],
  ])("tells data definition: %j", async (text, definition) => {
    const found = await aftermathOf(history({}, [{ files: [patch("src/db.ts", text)] }]), 1);
    expect(found?.changes[1]).toMatchObject({ definition });
  });

  test("tells paths under their old names, too", async () => {
    const moved = {
      ...patch("src/new.ts", "+x"),
      status: "renamed" as const,
      previousPath: "db/migrations/1.ts",
    };
    expect((await aftermathOf(history({}, [{ files: [moved] }]), 1))?.changes[1]?.paths).toEqual([
      "src/new.ts",
      "db/migrations/1.ts",
    ]);
  });
});

describe("names that later commits use", () => {
  const brought = {
    files: [
      patch(
        "src/round.ts",
        "+export function roundPremium(value: number) {\n+  return value;\n+}\n-function roundDown(x) {\n+function roundDown(x, y) {",
        "added",
      ),
    ],
  };
  const used = async (text: string, path = "src/renew.ts") =>
    (await aftermathOf(history(brought, [{ files: [patch(path, text)] }]), 1))?.uses.map(
      ({ symbol }) => symbol,
    );

  test.each([
    ["a call", "+  return roundPremium(1);", ["roundPremium"]],
    ["an import of the file", "+import { x } from './round.ts';", ["round"]],
    ["an import of the name", "+import { roundPremium } from './index.ts';", ["roundPremium"]],
    ["a name that was there before", "+  roundDown(3, 4);", []],
    ["a longer name", "+  roundPremiums(1);", []],
    ["a line that goes", "-  return roundPremium(1);", []],
    ["a variable of its own", "+  const roundPremium = f(2);\n+  return roundPremium;", []],
    ["a line that only moves", "-  return roundPremium(1);\n+    return roundPremium(1);", []],
  ])("%s", async (_, text, symbols) => {
    expect(await used(text)).toEqual(symbols);
  });

  // As in the marketplace, whose slow change brought `const years` in a function, beside another of that name.
  test.each([
    ["src/x.ts", []],
    ["src/x.kt", ["years"]],
  ])("what a block keeps for itself nobody uses, in %s", async (path, symbols) => {
    const local = history({ files: [patch(path, "+    const years = await count(pool);")] }, [
      { files: [patch(path, "+    { name, share: discount(years) },")] },
    ]);
    expect((await aftermathOf(local, 1))?.uses.map(({ symbol }) => symbol)).toEqual(symbols);
  });

  test("prose about code is no use of it", async () => {
    expect(await used("+Call roundPremium.", "docs/rounding.md")).toEqual([]);
  });

  test.each([
    ["python", "+def round_premium(value):", "+    x = round_premium(1)", "round_premium"],
    ["go", "+func (q *Quote) RoundPremium() int {", "+\treturn q.RoundPremium()", "RoundPremium"],
    ["java", "+  public static long roundPremium(long v) {", "+    roundPremium(4L);", "roundPremium"],
    ["a type's member", "+  roundedTo: number;", "+  quote.roundedTo = 2;", "roundedTo"],
    ["ruby", "+  def round_premium(value)", "+    round_premium 1", "round_premium"],
  ])("in %s", async (_, defined, use, symbol) => {
    const reader = history({ files: [patch("src/x", defined)] }, [{ files: [patch("src/y", use)] }]);
    expect((await aftermathOf(reader, 1))?.uses).toEqual([
      expect.objectContaining({ symbol, path: "src/y" }),
    ]);
  });
});

describe("the suspect's message", () => {
  const said = async (message: string, author: Commit["author"] = { name: "Dev", login: "Dev" }) =>
    await aftermathOf(history({ message, author }), 0);

  test.each([
    ["fix: x\n\nSRE-Space: no-revert", ["no-revert"]],
    ["fix: x\n\nWhy.\n\nReviewed-by: A <a@b.c>\nsre-space:  No-Revert\r\n", ["no-revert"]],
    ["SRE-Space: no-revert", []],
    ["fix: x\n\nSRE-Space: no-revert\n\nNot the last paragraph.", []],
    ["fix: x\n\nI would not write SRE-Space: no-revert here.", []],
  ])("trailers of %j", async (message, trailers) => {
    expect((await said(message))?.trailers).toEqual(trailers);
  });

  test.each([
    ["fix: bound the header (CVE-2026-12345)", "CVE-2026-12345"],
    ["Bump y, see GHSA-2rq7-79vp-ffxm", "GHSA-2rq7-79vp-ffxm"],
    ["fix(auth): close an SQL injection", "fix(auth): close an SQL injection"],
    ["security: check the token", "security:"],
    ["A security fix.", "security fix"],
    ["feat: security advisors may log in", null],
    ["refactor: simplify renewal pricing", null],
  ])("vulnerability of %j", async (message, found) => {
    expect((await said(message))?.vulnerability).toBe(found);
  });

  test.each([
    ["fix: x", { name: "Dev", login: "Ada" }, ["ada"]],
    ["fix: x", { name: "Dev" }, null],
    [
      "fix: x\n\nCo-authored-by: Bob <12+bob-b@users.noreply.github.com>",
      { name: "D", login: "ada" },
      ["ada", "bob-b"],
    ],
    ["fix: x\n\nCo-authored-by: Bob <bob@acme.test>", { name: "D", login: "ada" }, null],
  ])("writers of %j by %j", async (message, author, authors) => {
    expect((await said(message, author))?.authors).toEqual(authors);
  });
});

describe("deployments under way", () => {
  const newer = (1).toString(16).padStart(40, "0");
  const deploying = async (deployment: Partial<Deployment>, over: object = {}, path = "src/price.ts") =>
    (
      await aftermathOf(
        history({}, [{ files: [patch(path, "+1")] }], [{ sha: newer, ...deployment }]),
        1,
        over,
      )
    )?.underWay;
  const status = (state: string, secondsAgo = 5) => ({
    state,
    at: new Date(NOW - secondsAgo * 1000).toISOString(),
  });

  test.each(["pending", "queued", "in_progress", "waiting"])("%s", async (state) => {
    expect(await deploying({ status: status(state) })).toEqual([
      expect.objectContaining({ sha: newer, paths: ["src/price.ts"] }),
    ]);
  });

  test("one that touches other files names none", async () => {
    expect(await deploying({ status: null }, {}, "README.md")).toEqual([
      expect.objectContaining({ paths: [] }),
    ]);
  });

  test("one that cannot be compared with the suspect may change them all", async () => {
    expect(await deploying({ status: null, sha: sha("9") }, {}, "README.md")).toEqual([
      expect.objectContaining({ paths: ["src/price.ts"] }),
    ]);
  });

  test("a return to what was before the suspect takes it out", async () => {
    const reader = history({}, [{ files: [patch("README.md", "+1")] }], [{ sha: SUSPECT, status: null }]);
    const aftermath = await aftermathOf(reader, 1, { suspect: newer });
    expect(aftermath?.underWay).toEqual([expect.objectContaining({ sha: SUSPECT, paths: ["src/price.ts"] })]);
  });

  test.each([
    ["has ended", { status: status("success"), succeededAt: new Date(NOW).toISOString() }],
    ["has failed", { status: status("failure") }],
    ["was forgotten", { status: status("in_progress", 4_000) }],
    ["is of the suspect itself", { sha: SUSPECT, status: status("in_progress") }],
  ])("one that %s is none", async (_, deployment) => {
    expect(await deploying(deployment)).toEqual([]);
  });
});
