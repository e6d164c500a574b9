import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { buildCases } from "../../bench/unseen3/build.ts";
import { scenarios } from "../../bench/unseen3/scenarios.ts";

test("the third judging set has the shares of guilty, guiltless and undecidable that it promises", () => {
  const decidable = scenarios.filter(({ group }) => group !== "undecidable");
  const guilty = decidable.filter(({ changes }) => changes.some(({ role }) => role === "culprit"));
  expect(new Set(scenarios.map(({ id }) => id)).size).toBe(scenarios.length);
  expect(decidable.length).toBeGreaterThanOrEqual(26);
  expect(guilty.length / decidable.length).toBeGreaterThan(0.55);
  expect(guilty.length / decidable.length).toBeLessThan(0.65);
  expect(scenarios.length - decidable.length).toBe(2);
  for (const { id, changes } of scenarios) {
    expect(changes.filter(({ role }) => role === "culprit").length, id).toBeLessThanOrEqual(1);
    expect(changes.filter(({ role }) => role === "decoy").length, id).toBeGreaterThan(0);
  }
});

test("a case of the third set is the same every time, and its culprit a commit of it", async () => {
  const folders = await Promise.all([0, 1].map((i) => mkdtemp(join(tmpdir(), `unseen3-${i}-`))));
  try {
    const [[first], [second]] = (await Promise.all(
      folders.map((folder) => buildCases(folder, "exam-blank-essay-1")),
    )) as [Awaited<ReturnType<typeof buildCases>>, Awaited<ReturnType<typeof buildCases>>];
    expect(basename(first!.bundle)).toBe("exam-blank-essay-1");
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
