import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildHistory } from "../../marketplace-demo/history/build.ts";
import { type Fault, readFaults } from "../../marketplace-demo/world/fault-catalogue.ts";
import { orderCommits } from "../../marketplace-demo/world/order-commits.ts";
import { runGit } from "../../marketplace-demo/world/run-git.ts";
import { seededRandom } from "../../marketplace-demo/world/seeded-random.ts";

const CATALOGUE = join(import.meta.dirname, "../../marketplace-demo/faults");
const faults = [...readFaults(CATALOGUE).values()];
const directory = mkdtempSync(join(tmpdir(), "sre-space-catalogue-"));
let head = "";
beforeAll(async () => {
  ({ head } = await buildHistory(directory));
});
afterAll(() => rmSync(directory, { recursive: true }));

it.each(faults.map((fault): [string, Fault] => [fault.id, fault]))(
  "%s applies to the shop in whatever order its free commits come",
  async (_, fault) => {
    for (const seed of [1, 2]) {
      await runGit(directory, ["reset", "--quiet", "--hard", head]);
      for (const { patch } of orderCommits(fault.commits, seededRandom(seed)))
        await runGit(directory, ["apply", "--index", join(fault.directory, patch)]);
    }
  },
);

it("has decoys in every fault, and enough in which no commit is guilty", () => {
  for (const { id, commits } of faults)
    expect(commits.filter(({ culprit }) => !culprit).length, id).toBeGreaterThanOrEqual(2);
  expect(faults.filter(({ expect }) => expect.suspect === "none").length).toBeGreaterThanOrEqual(8);
});
