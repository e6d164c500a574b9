import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { RequestSeen } from "../../marketplace-demo/world/github/controls/controls.ts";
import { baseline } from "./baseline.ts";
import { type ClosedLoop, REPOSITORY, startClosedLoop } from "./closed-loop.ts";
import { until } from "./until.ts";

const POLICY = `version: 1
mode: merge
services:
  quotes: {paths: [services/quotes/**], slo: {availability: 99.5%}}
guardrails:
  required_checks: [ci]
  max_merges: {per_hour: 10, per_day: 10}
verify: {window: 15s}
`;

/** A world under a supervisor, who starts the service again whenever it has ended; taken down whatever comes of it. */
async function inAWorld(policy: string | null, run: (world: ClosedLoop) => Promise<void>): Promise<void> {
  const world = await startClosedLoop({}, policy);
  let on = true;
  const problems: unknown[] = [];
  const supervising = (async () => {
    while (on) {
      // One that did not come up is started again as well; what it said is told where the test fails.
      if (!world.running()) await world.start().catch((error: unknown) => void problems.push(error));
      await new Promise((again) => setTimeout(again, 50));
    }
  })();
  try {
    await baseline(world);
    await run(world);
  } catch (error) {
    throw new AggregateError([error, ...problems], `${error}\n${problems.join("\n")}`);
  } finally {
    on = false;
    await supervising;
    await world.stop();
  }
}

/** Ends the process once GitHub has done a write, each write once, from the one on that `from` knows; answers which. */
function killAfterWrites(world: ClosedLoop, from: (seen: RequestSeen) => boolean): string[] {
  const kills: string[] = [];
  let begun = false;
  world.github.onRequest(async (seen) => {
    begun ||= from(seen);
    if (!begun || seen.phase !== "after" || !seen.write || seen.actor !== "sre-space") return;
    const { query = "" } = (seen.body ?? {}) as { query?: string };
    const what = `${seen.method} ${seen.path} ${/\b(createRef|updateIssue)\b/.exec(query)?.[0] ?? ""}`.trim();
    // An issue is written to several times, and what is written names times and counts that a restart may change.
    const most = what.endsWith("updateIssue") ? 3 : 1;
    if (kills.filter((one) => one === what).length >= most || !world.running()) return;
    kills.push(what);
    await world.kill();
  });
  return kills;
}

async function settled(world: ClosedLoop, kills: readonly string[] = []): Promise<void> {
  const ended = async () => {
    const [incident] = await world.incidents();
    const shown = incident?.issue?.state === "closed" && incident.closed !== null;
    return shown || incident?.needsHuman != null;
  };
  try {
    await until(600_000, 200, ended);
  } catch (error) {
    // What a person would look at first.
    const all = (await world.incidents()).map(({ waiting, outcome, thoughts }) => ({
      waiting,
      outcome,
      thoughts: thoughts.map(({ at, agent, text }) => `${at} ${agent}: ${text}`),
    }));
    const log = readFileSync(world.log, "utf8").slice(-3000);
    throw new Error([`Killed after:`, ...kills, JSON.stringify(all, null, 1), log].join("\n"), {
      cause: error,
    });
  }
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
  expect(await reverts(world)).toHaveLength(1);
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

/** Subjects of the changes that the service has brought into the default branch. */
async function reverts(world: ClosedLoop): Promise<string[]> {
  const log = await world.git("log", "--format=%s", "--no-merges", "origin/main");
  return log.split("\n").filter((line) => line.startsWith("Revert"));
}

/** Its change did not help and is out again, each by one pull request, and a person was asked once. */
async function expectTakenBackOnce(world: ClosedLoop, culprit: string): Promise<void> {
  const all = [...(world.github.state.repositories.get(REPOSITORY)?.issues.values() ?? [])];
  const [incident, ...others] = await world.incidents();
  const told = incident?.thoughts.map(({ at, agent, text }) => `${at} ${agent}: ${text}`).join("\n");
  expect(others).toEqual([]);
  expect(incident, told).toMatchObject({
    closed: null,
    rollback: null,
    outcome: {},
    attempts: [
      {
        ended: "not-healed",
        suspect: culprit,
        outcome: { merge: { ours: true } },
        rollback: { merge: { ours: true }, deployment: { state: "success" } },
      },
    ],
  });
  const [fix, back] = [
    incident?.attempts[0]?.outcome.pullRequest,
    incident?.attempts[0]?.rollback?.pullRequest,
  ];
  expect(all.filter((one) => one.pull).map(({ number, pull }) => [number, pull?.merged])).toEqual([
    [fix?.number, true],
    [back?.number, true],
  ]);
  expect(incident?.needsHuman?.reason).toMatch(
    new RegExp(`^#${fix?.number} did not heal and was taken back by #${back?.number}\\.`),
  );
  expect(all.filter((one) => !one.pull).map(({ state }) => state)).toEqual(["open"]);
  expect(await world.file("services/quotes/price.ts")).not.toContain("?? tables.standard");
  expect(await world.file("README.md")).toContain("Compare quotes.");
  expect(await reverts(world)).toHaveLength(2);
}

// Side by side: each waits most of its time for its own traffic, windows and starts.
describe.concurrent("the service, killed", () => {
  it("after each of its writes to GitHub, ends the same", { timeout: 900_000 }, () =>
    inAWorld(null, async (world) => {
      const kills = killAfterWrites(world, () => true);
      const culprit = await world.breakIt();
      await settled(world, kills);
      expect(new Set(kills).size, kills.join("\n")).toBeGreaterThan(6);
      await expectOneOfEach(world, culprit);
    }),
  );

  it(
    "after each write by which it takes back what did not heal, ends the same",
    {
      timeout: 900_000,
    },
    () =>
      inAWorld(POLICY, async (world) => {
        let written = false;
        world.fails = ({ defective }) => {
          written ||= defective;
          return written ? 1 / 3 : 0;
        };
        const isMerge = ({ method, path }: RequestSeen) => method === "PUT" && path.endsWith("/merge");
        const kills = killAfterWrites(world, isMerge);
        const culprit = await world.breakIt();
        await settled(world, kills);
        // The fix's merge, and all of the road back.
        const road = /^PUT .*\/merge[\s\S]*createRef[\s\S]*\/pulls\b[\s\S]*\/merge/;
        expect(kills.join("\n")).toMatch(road);
        await expectTakenBackOnce(world, culprit);
      }),
  );

  it("again and again at moments that mean nothing to it, ends the same", { timeout: 900_000 }, () =>
    inAWorld(null, async (world) => {
      const culprit = await world.breakIt();
      // Times that share no period with any of the service's own.
      for (const wait of [2_300, 3_100, 3_700, 4_300, 5_300]) {
        await new Promise((moment) => setTimeout(moment, wait));
        await world.kill();
      }
      await settled(world);
      await expectOneOfEach(world, culprit);
    }),
  );
});
