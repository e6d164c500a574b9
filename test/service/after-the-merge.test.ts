import { afterEach, beforeEach, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { baseline } from "./baseline.ts";
import { type ClosedLoop, REPOSITORY, startClosedLoop } from "./closed-loop.ts";

const PATIENT = { timeout: 240_000, interval: 200 };
const POLICY = `version: 1
mode: merge
services:
  quotes: {paths: [services/quotes/**], slo: {availability: 99.5%}}
guardrails:
  required_checks: [ci]
  max_merges: {per_hour: 10, per_day: 10}
  cool_down: 1s
deploy: {timeout: 90s}
verify: {window: 8s}
`;

let world: ClosedLoop;
beforeEach(async () => {
  world = await startClosedLoop({}, POLICY);
  await world.start();
  await baseline(world);
}, 240_000);
afterEach(() => world.stop());

const newest = async (): Promise<Incident | undefined> => (await world.incidents())[0];
const told = async () =>
  [(await newest())?.thoughts.map(({ agent, text }) => `${agent}: ${text}`).join("\n")].join("\n");
/** Until the newest incident is the nth, and says so of itself. */
async function until(nth: number, what: (incident: Incident) => boolean): Promise<Incident> {
  await expect
    .poll(async () => {
      const all = await world.incidents();
      return all.length === nth && all[0] !== undefined && what(all[0]);
    }, PATIENT)
    .toBe(true);
  return (await newest()) as Incident;
}

it("a slow rollout is waited for, and what passed by itself is no credit", async () => {
  await slowly();
  await passing();
}, 600_000);

it(
  "made anew on a head that moved, what did not heal is taken back, and the issue says so plainly",
  poisoned,
  600_000,
);

/** Nothing is concluded before the new revision has taken over the traffic. */
async function slowly(): Promise<void> {
  world.beforeDeploy = async () => {
    // The culprit goes out at once, and what undoes it slowly.
    world.rolloutSeconds = (await newest())?.outcome.pullRequest ? 12 : 0;
  };
  const culprit = await world.breakIt();
  const half = await until(1, ({ outcome }) => outcome.deployment !== undefined);
  expect(half.outcome.deployment?.share ?? 0, await told()).toBeLessThan(0.95);
  const incident = await until(1, ({ closed }) => closed !== null);
  expect(incident, await told()).toMatchObject({
    closed: { as: "healed" },
    diagnosis: { suspect: culprit },
    attempts: [],
  });
  expect(incident.outcome.deployment?.share).toBeGreaterThanOrEqual(0.95);
  // Nobody was asked, and no window ran out, while the old revision still served.
  expect(incident.needsHuman).toBeNull();
  world.rolloutSeconds = 0;
}

/** The symptom ends between the merge and its deployment. */
async function passing(): Promise<void> {
  await baseline(world);
  let passed = false;
  world.fails = ({ defective }) => (defective && !passed ? 1 / 3 : 0);
  const calm = Promise.withResolvers<void>();
  world.beforeDeploy = async () => {
    // The culprit's own deployment comes before there is a pull request.
    if ((await world.incidents()).length !== 2 || !(await newest())?.outcome.pullRequest) return;
    passed = true;
    await calm.promise;
  };
  await world.breakIt();
  await until(2, ({ outcome }) => outcome.merge !== undefined);
  // Long enough for anybody who looks to see that it is over.
  await new Promise((later) => setTimeout(later, 6_000));
  calm.resolve();
  const incident = await until(2, ({ closed }) => closed !== null);
  expect(incident.closed?.as, await told()).toBe("recovered-unexplained");
  expect(incident.recovery?.state).toBe("recovered-unexplained");
  const issue = world.github.state.repositories.get(REPOSITORY)?.issues.get(incident.issue?.number ?? 0);
  expect(issue?.body).not.toContain("Healed by");
  world.beforeDeploy = async () => {};
}

/** What the commit did outlasts it, as rows do that it has written: undoing it mends nothing. */
async function poisoned(): Promise<void> {
  let written = false;
  world.fails = ({ defective }) => {
    written ||= defective;
    return written ? 1 / 3 : 0;
  };
  // Main moves while CI looks at the fix, and GitHub merges only what is up to date.
  await world.requireUpToDate();
  const checked: string[] = [];
  world.beforeCheck = async (head) => {
    checked.push(head);
    if (checked.length === 1) await world.pushWords();
  };
  const culprit = await world.breakIt();
  const incident = await until(1, ({ needsHuman }) => needsHuman !== null);
  const [attempt] = incident.attempts;
  expect(attempt?.outcome.remade, await told()).toBe(1);
  expect(attempt?.outcome.pullRequest?.head).toBe(checked[1]);
  expect(checked[1]).not.toBe(checked[0]);
  const [fix, back] = [attempt?.outcome.pullRequest?.number, attempt?.rollback?.pullRequest?.number];
  expect(attempt, await told()).toMatchObject({
    ended: "not-healed",
    suspect: culprit,
    outcome: { merge: {}, deployment: { state: "success" } },
    rollback: { merge: {}, deployment: { state: "success" } },
  });
  expect(incident.needsHuman?.reason).toMatch(
    new RegExp(`^#${fix} did not heal and was taken back by #${back}\\.`),
  );
  // What stood before it stands again, and both merges are in the history.
  expect(await world.file("services/quotes/price.ts")).not.toContain("?? tables.standard");
  const pulls = [...(world.github.state.repositories.get(REPOSITORY)?.issues.values() ?? [])].filter(
    ({ number }) => number === fix || number === back,
  );
  expect(pulls.map(({ pull }) => pull?.merged)).toEqual([true, true]);
  await expect
    .poll(() => {
      const repository = world.github.state.repositories.get(REPOSITORY);
      const issue = repository?.issues.get(incident.issue?.number ?? 0);
      const comments = [...(repository?.comments.values() ?? [])].filter((one) => one.issue === issue);
      return `${issue?.body} ${comments.map(({ body }) => body).join(" ")}`;
    }, PATIENT)
    // Numbers in what is quoted are kept from linking.
    .toMatch(/did not heal and was taken back by/);
  // Of its own accord it does nothing more: neither again, nor back again.
  expect(incident.rollback).toBeNull();
  expect(incident.outcome).toEqual({});
}
