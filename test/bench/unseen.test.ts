import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildCases } from "../../bench/unseen/build.ts";
import { scenarios } from "../../bench/unseen/scenarios.ts";

interface CommitFile {
  filename: string;
  additions: number;
  deletions: number;
  changes: number;
  patch: string;
}
interface CommitJson {
  sha: string;
  parents: { sha: string }[];
  stats: { additions: number; deletions: number; total: number };
  commit: { author: { date: string } };
  files: CommitFile[];
}
interface OtlpSpan {
  traceId: string;
  spanId: string;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
}

// One that throws, one with a neighbour's database, one guiltless, one without anything but the outermost spans.
const chosen = [
  "shop-null-attributes-1",
  "insure-index-dropped-0",
  "platform-scaled-down-2",
  "unclear-two-slow-3",
];

describe("the unseen judging set", () => {
  let dir = "";
  const built: Awaited<ReturnType<typeof buildCases>> = [];
  const json = async <T>(bundle: string, file: string) =>
    JSON.parse(await readFile(join(bundle, file), "utf8")) as T;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "unseen-"));
    for (const name of chosen) built.push(...(await buildCases(dir, name)));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  test("has enough cases of each sort, and no two of one name", () => {
    const decidable = scenarios.filter(({ group }) => group !== "undecidable");
    const guiltless = decidable.filter(({ changes }) => !changes.some(({ role }) => role === "culprit"));
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length);
    expect(decidable.length).toBeGreaterThanOrEqual(60);
    expect(guiltless.length * 3).toBeGreaterThanOrEqual(decidable.length);
    expect(scenarios.length - decidable.length).toBeLessThanOrEqual(5);
    for (const { id, changes } of scenarios)
      expect(changes.filter(({ role }) => role === "culprit").length, id).toBeLessThanOrEqual(1);
  });

  test("names a culprit and decoys that are in play", async () => {
    expect(built.map(({ bundle }) => basename(bundle))).toEqual(chosen);
    for (const { bundle, truth } of built) {
      const shas = (await json<CommitJson[]>(bundle, "commits.json")).map(({ sha }) => sha);
      if (truth.culprit !== null) expect(shas).toContain(truth.culprit);
      for (const decoy of truth.decoys) expect(shas).toContain(decoy);
      expect(truth.decoys).not.toContain(truth.culprit);
      expect(truth.decoys.length).toBeGreaterThan(0);
    }
    expect(built.map(({ truth }) => truth.culprit === null)).toEqual([false, false, true, false]);
  });

  test("writes commits as GitHub gives them, each patch counted right", async () => {
    for (const { bundle } of built) {
      const commits = await json<CommitJson[]>(bundle, "commits.json");
      const sorted = [...commits].sort((a, b) => a.commit.author.date.localeCompare(b.commit.author.date));
      expect([sorted, [...sorted].reverse()]).toContainEqual(commits);
      sorted.slice(1).forEach((commit, i) => {
        expect(commit.parents[0]?.sha).toBe(sorted[i]?.sha);
      });
      for (const { files, stats, sha } of commits) {
        expect(sha).toMatch(/^[0-9a-f]{40}$/);
        expect(stats.total).toBe(files.reduce((sum, file) => sum + file.changes, 0));
        for (const { patch, additions, deletions } of files) {
          const lines = patch.split("\n");
          expect(lines.filter((line) => line.startsWith("+")).length).toBe(additions);
          expect(lines.filter((line) => line.startsWith("-")).length).toBe(deletions);
          for (const hunk of patch.split(/^(?=@@ )/m)) {
            const [head, ...body] = hunk.replace(/\n$/, "").split("\n");
            const [, old, now] = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(head!)!;
            expect(body.filter((line) => !line.startsWith("+")).length).toBe(Number(old ?? 1));
            expect(body.filter((line) => !line.startsWith("-")).length).toBe(Number(now ?? 1));
          }
        }
      }
    }
  });

  test("writes telemetry of which every line is an export request, with time before the window", async () => {
    for (const { bundle } of built) {
      const files = await readdir(bundle);
      expect(files).toEqual(expect.arrayContaining(["bundle.json", "traces.jsonl", "commits.json"]));
      for (const file of files.filter((name) => name.endsWith(".jsonl"))) {
        const key = {
          "traces.jsonl": "resourceSpans",
          "logs.jsonl": "resourceLogs",
          "metrics.jsonl": "resourceMetrics",
        }[file]!;
        for (const line of (await readFile(join(bundle, file), "utf8")).trimEnd().split("\n"))
          expect(Object.keys(JSON.parse(line) as object)).toEqual([key]);
      }
      const lines = (await readFile(join(bundle, "traces.jsonl"), "utf8")).trimEnd().split("\n");
      const spans = lines.flatMap((line) =>
        (
          JSON.parse(line) as { resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[] }
        ).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
      );
      expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
      const starts = spans.map(({ startTimeUnixNano }) => Number(BigInt(startTimeUnixNano) / 1_000_000n));
      for (const span of spans)
        expect(BigInt(span.endTimeUnixNano) >= BigInt(span.startTimeUnixNano)).toBe(true);
      const { window } = await json<{ window?: { from: string; to: string } }>(bundle, "bundle.json");
      const from = window ? Date.parse(window.from) : Math.max(...starts) - 3 * 60_000;
      expect(from - Math.min(...starts)).toBeGreaterThan(4 * 60_000);
    }
  });

  test("points stack frames at the line that throws", async () => {
    const { bundle, truth } = built[0]!;
    const culprit = (await json<CommitJson[]>(bundle, "commits.json")).find(
      ({ sha }) => sha === truth.culprit,
    )!;
    const { patch, filename } = culprit.files[0]!;
    const [, first] = /^@@ -\d+,\d+ \+(\d+)/.exec(patch)!;
    const after = patch
      .split("\n")
      .slice(1)
      .filter((line) => !line.startsWith("-"));
    const line = Number(first) + after.findIndex((text) => text.includes("const { colour, sizes"));
    const text = (
      await Promise.all((await readdir(bundle)).map((file) => readFile(join(bundle, file), "utf8")))
    ).join("");
    expect(text).toContain(`${filename}:${line}:`);
  });

  test("gives the same bytes every time", async () => {
    const again = await mkdtemp(join(tmpdir(), "unseen-again-"));
    try {
      const [second] = await buildCases(again, chosen[0]);
      const [first] = built;
      expect(second!.truth).toEqual(first!.truth);
      for (const file of await readdir(first!.bundle))
        expect(await readFile(join(second!.bundle, file), "utf8")).toBe(
          await readFile(join(first!.bundle, file), "utf8"),
        );
    } finally {
      await rm(again, { recursive: true, force: true });
    }
  });
});
