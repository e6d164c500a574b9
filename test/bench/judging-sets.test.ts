import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { buildSet } from "../../bench/judging-set/build.ts";
import { set as secondA } from "../../bench/unseen2a/set.ts";
import { set as third } from "../../bench/unseen3/set.ts";
import { set as fourth } from "../../bench/unseen4/set.ts";
import { set as fifth } from "../../bench/unseen5/set.ts";
import { set as sixth } from "../../bench/unseen6/set.ts";
import { set as seventh } from "../../bench/unseen7/set.ts";
import { set as eighth } from "../../bench/unseen8/set.ts";
import { set as ninth } from "../../bench/unseen9/set.ts";

const promised = [
  { set: secondA, decidable: 28, undecidable: 2, sample: "labs-visit-guard-1" },
  { set: third, decidable: 26, undecidable: 2, sample: "exam-blank-essay-1" },
  { set: fourth, decidable: 65, undecidable: 5, sample: "cast-first-enclosure-1" },
  { set: fifth, decidable: 70, undecidable: 5, sample: "tickets-money-1" },
  { set: sixth, decidable: 77, undecidable: 5, sample: "bank-rounding-1" },
  { set: seventh, decidable: 56, undecidable: 4, sample: "gv-viewer-key-1" },
  { set: eighth, decidable: 52, undecidable: 4, sample: "li-alter-1" },
  { set: ninth, decidable: 52, undecidable: 4, sample: "vl-tap-twice-1" },
];

describe.each(promised)("the judging set $set.name", ({ set, decidable, undecidable, sample }) => {
  const { scenarios } = set;

  test("has the shares of guilty, guiltless and undecidable that it promises", () => {
    const decided = scenarios.filter(({ group }) => group !== "undecidable");
    const guilty = decided.filter(({ changes }) => changes.some(({ role }) => role === "culprit"));
    expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length);
    expect(decided.length).toBeGreaterThanOrEqual(decidable);
    expect(guilty.length / decided.length).toBeGreaterThan(0.55);
    expect(guilty.length / decided.length).toBeLessThan(0.65);
    expect(scenarios.length - decided.length).toBe(undecidable);
    for (const { id, changes } of scenarios) {
      expect(changes.filter(({ role }) => role === "culprit").length, id).toBeLessThanOrEqual(1);
      expect(changes.filter(({ role }) => role === "decoy").length, id).toBeGreaterThan(0);
    }
  });

  test("builds a case the same every time, and its culprit is a commit of it", async () => {
    const folders = await Promise.all([0, 1].map((i) => mkdtemp(join(tmpdir(), `${set.name}-${i}-`))));
    try {
      const [[first], [second]] = (await Promise.all(
        folders.map((folder) => buildSet(set, folder, sample)),
      )) as [Awaited<ReturnType<typeof buildSet>>, Awaited<ReturnType<typeof buildSet>>];
      expect(basename(first!.bundle)).toBe(sample);
      expect(second!.truth).toEqual(first!.truth);
      const files = await readdir(first!.bundle);
      expect(files).toEqual(expect.arrayContaining(["bundle.json", "commits.json", "traces.jsonl"]));
      for (const file of files)
        expect(await readFile(join(second!.bundle, file), "utf8")).toBe(
          await readFile(join(first!.bundle, file), "utf8"),
        );
      const commits = JSON.parse(await readFile(join(first!.bundle, "commits.json"), "utf8")) as {
        sha: string;
      }[];
      expect(commits.map(({ sha }) => sha)).toContain(first!.truth.culprit);
    } finally {
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
    }
  });
});
