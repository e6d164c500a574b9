import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { baseline } from "./baseline.ts";
import { type ClosedLoop, REPOSITORY, startClosedLoop } from "./closed-loop.ts";

let loop: ClosedLoop | undefined;
afterEach(async () => {
  await loop?.stop();
  loop = undefined;
});

/** What an operator's supervisor does: starts the service again whenever it has ended. */
function supervise(world: ClosedLoop): () => Promise<void> {
  let on = true;
  const watching = (async () => {
    while (on) {
      if (!world.running()) await world.start();
      await new Promise((again) => setTimeout(again, 50));
    }
  })();
  return async () => {
    on = false;
    await watching;
  };
}

async function settled(world: ClosedLoop): Promise<void> {
  try {
    await untilSettled(world);
  } catch (error) {
    // What a person would look at first.
    const all = (await world.incidents()).map(({ waiting, outcome, thoughts }) => ({
      waiting,
      outcome,
      thoughts: thoughts.map(({ at, agent, text }) => `${at} ${agent}: ${text}`),
    }));
    throw new Error(`${JSON.stringify(all, null, 1)}\n${readFileSync(world.log, "utf8").slice(-3000)}`, {
      cause: error,
    });
  }
}

async function untilSettled(world: ClosedLoop): Promise<void> {
  await expect
    .poll(
      async () => {
        const [incident] = await world.incidents();
        const shown = incident?.issue?.state === "closed" ? incident.closed?.as : undefined;
        return shown ?? incident?.needsHuman?.reason ?? "open";
      },
      { timeout: 500_000, interval: 200 },
    )
    .not.toBe("open");
}

/** Everything that GitHub holds of it, whatever happened on the way. */
async function expectOneOfEach(world: ClosedLoop, culprit: string): Promise<void> {
  const repository = world.github.state.repositories.get(REPOSITORY);
  const all = [...(repository?.issues.values() ?? [])];
  const issues = all.filter((issue) => !issue.pull);
  const pulls = all.filter((issue) => issue.pull);
  const [incident, ...others] = await world.incidents();
  // What a person would look at first, should this ever fail.
  const log = () =>
    [
      ...(incident?.thoughts.map(({ at, agent, text }) => `${at} ${agent}: ${text}`) ?? []),
      ...(incident?.diagnosis?.hypotheses.map((one) => `${one.probability.toFixed(3)} ${one.summary}`) ?? []),
      readFileSync(world.log, "utf8").slice(-2000),
    ].join("\n");
  expect(
    issues.map((issue) => issue.state),
    log(),
  ).toEqual(["closed"]);
  expect(
    pulls.map((pull) => pull.pull?.merged),
    log(),
  ).toEqual([true]);
  expect(await world.file("services/quotes/price.ts")).toContain("?? tables.standard");
  expect(await world.file("README.md")).toContain("Compare quotes.");
  const reverts = (await world.git("log", "--format=%s", "--no-merges", "origin/main"))
    .split("\n")
    .filter((line) => line.startsWith("Revert"));
  expect(reverts).toHaveLength(1);
  expect(others).toEqual([]);
  expect(incident).toMatchObject({
    closed: { as: "healed" },
    diagnosis: { decision: "commit", suspect: culprit },
  });
  const comments = issues.flatMap((issue) =>
    [...(repository?.comments.values() ?? [])].filter((comment) => comment.issue === issue),
  );
  expect(comments.length).toBeLessThanOrEqual(1);
}

describe("the service", () => {
  it("heals what a commit broke, with one issue, one pull request, one merge", async () => {
    loop = await startClosedLoop();
    await loop.start();
    await baseline(loop);
    const culprit = await loop.breakIt();
    await settled(loop);
    await expectOneOfEach(loop, culprit);
  }, 700_000);

  it.each(["before", "after"] as const)(
    "killed %s each of its writes to GitHub, ends the same",
    async (phase) => {
      const world = await startClosedLoop();
      loop = world;
      const stopSupervising = supervise(world);
      await baseline(world);
      const kills = new Map<string, number>();
      world.github.onRequest(async (seen) => {
        if (!seen.write || seen.actor !== "sre-space" || seen.phase !== phase) return;
        const { query = "" } = (seen.body ?? {}) as { query?: string };
        const what = `${seen.method} ${seen.path} ${/\b(createRef|updateIssue)\b/.exec(query)?.[0] ?? ""}`;
        const before = kills.get(what) ?? 0;
        // The same write comes again after the restart, and is let through after its second kill.
        if (before >= 2 || !world.running()) return;
        kills.set(what, before + 1);
        await world.kill();
        if (phase === "before") throw new Error("killed before the write was done");
      });
      const culprit = await world.breakIt();
      await settled(world);
      await stopSupervising();
      expect(kills.size).toBeGreaterThan(6);
      await expectOneOfEach(world, culprit);
    },
    700_000,
  );

  it("killed again and again at moments that mean nothing to it, ends the same", async () => {
    const world = await startClosedLoop();
    loop = world;
    const stopSupervising = supervise(world);
    await baseline(world);
    const culprit = await world.breakIt();
    // Times that share no period with any of the service's own.
    for (const wait of [2_300, 3_100, 3_700, 4_300, 5_300]) {
      await new Promise((moment) => setTimeout(moment, wait));
      await world.kill();
    }
    await settled(world);
    await stopSupervising();
    await expectOneOfEach(world, culprit);
  }, 700_000);
});
