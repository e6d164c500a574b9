import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Fault, readFaults } from "../../../marketplace-demo/world/fault-catalogue.ts";
import { findRevertedPatches } from "../../../marketplace-demo/world/find-reverted-patches.ts";
import { openWorkingCopy, type WorkingCopy } from "./working-copy.ts";

// The shop's tests run many times over, on a machine that may be busy with other things.
const MINUTES = 600_000;
const DEFAULT = ["quotes-500", "quotes-slow", "quotes-leak"];

const faults = readFaults(join(import.meta.dirname, "../../../marketplace-demo/faults"));
const changes = [...faults.values()].filter((fault) => fault.kind === "change");
/** Those that one revert heals. */
const reverted = changes.filter(
  ({ commits, expect }) =>
    expect.verdict === "merge" && expect.healed && commits.filter(({ culprit }) => culprit).length === 1,
);

/** Every order of the patches that a fault allows: those marked `order: any` change places with one another. */
function allowedOrders(fault: Fault): Fault["commits"][] {
  const permute = <T>(items: T[]): T[][] =>
    items.length === 0
      ? [[]]
      : items.flatMap((item, i) => permute(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
  return permute(fault.commits.filter((commit) => commit.order === "any")).map((free) =>
    fault.commits.map((commit) => (commit.order === "any" ? free.shift()! : commit)),
  );
}

const patchOf = (fault: Fault, commit: Fault["commits"][number]) => join(fault.directory, commit.patch);

let copy: WorkingCopy;
beforeAll(async () => {
  copy = await openWorkingCopy();
});
beforeEach(() => copy.git("reset", "--quiet", "--hard", copy.head));
afterAll(() => copy.remove());

async function deploy(fault: Fault, commits: Fault["commits"]): Promise<string> {
  let culprit = "";
  for (const commit of commits) {
    const sha = await copy.apply(patchOf(fault, commit));
    if (commit.culprit) culprit = sha;
  }
  return culprit;
}

test("the catalogue has the three that the demo runs by itself", () => {
  expect([...faults.keys()]).toEqual(expect.arrayContaining(DEFAULT));
});

test.each(changes.map((fault) => [fault.id, fault] as const))(
  "%s has a culprit among innocents, one of which is always deployed after it",
  (_, { commits }) => {
    const culprit = commits.findIndex((commit) => commit.culprit);
    expect(commits[culprit]!.order).toBe("fixed");
    expect(commits.filter((commit) => !commit.culprit).length).toBeGreaterThanOrEqual(2);
    expect(commits.slice(culprit + 1).some((commit) => !commit.culprit)).toBe(true);
  },
);

describe.each(reverted.map((fault) => [fault.id, fault] as const))("%s", (_, fault) => {
  test(
    "passes the shop's own tests at every commit, and again when the culprit is taken back",
    async () => {
      let culprit = "";
      for (const commit of fault.commits) {
        const sha = await copy.apply(patchOf(fault, commit));
        if (commit.culprit) culprit = sha;
        await expect(copy.npmTest(), commit.patch).resolves.toBeUndefined();
      }
      await copy.git("revert", "--no-edit", culprit);
      await expect(copy.npmTest()).resolves.toBeUndefined();
    },
    MINUTES,
  );

  test("taking the culprit back leaves each innocent in place, whatever the order", async () => {
    const innocents = fault.commits.filter((commit) => !commit.culprit);
    await deploy(fault, innocents);
    const withoutCulprit = (await copy.git("rev-parse", "HEAD^{tree}")).trim();
    for (const commits of allowedOrders(fault)) {
      await copy.git("reset", "--quiet", "--hard", copy.head);
      const culprit = await deploy(fault, commits);
      const patches = fault.commits.map((commit) => patchOf(fault, commit));
      expect(await findRevertedPatches(copy.directory, patches)).toEqual([]);
      await copy.git("revert", "--no-edit", culprit);
      expect((await copy.git("rev-parse", "HEAD^{tree}")).trim()).toBe(withoutCulprit);
      expect(await findRevertedPatches(copy.directory, patches)).toEqual([
        join(fault.directory, culpritPatch(fault)),
      ]);
    }
  });

  test("touches only what the policy allows to be reverted", async () => {
    const culprit = await deploy(fault, fault.commits);
    const touched = (await copy.git("show", "--format=", "--name-only", culprit)).trim().split("\n");
    for (const path of touched) expect(path).toMatch(/^(services|packages|config|test)\//);
    const lines = (await copy.git("show", "--format=", "--numstat", culprit)).trim().split(/\s+/).map(Number);
    expect(lines.filter(Number.isFinite).reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(200);
  });
});

function culpritPatch(fault: Fault): string {
  return fault.commits.find((commit) => commit.culprit)!.patch;
}

test("the three can follow one another in one world, in any order, each healed by its revert", async () => {
  const three = changes.filter(({ id }) => DEFAULT.includes(id));
  for (const order of [three, three.toReversed(), [...three.slice(1), ...three.slice(0, 1)]]) {
    await copy.git("reset", "--quiet", "--hard", copy.head);
    for (const fault of order) await copy.git("revert", "--no-edit", await deploy(fault, fault.commits));
  }
  await expect(copy.npmTest()).resolves.toBeUndefined();
});
