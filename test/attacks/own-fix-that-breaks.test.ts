import { afterEach, expect, it } from "vitest";
import { baseline } from "../service/baseline.ts";
import { type ClosedLoop, REPOSITORY, startClosedLoop } from "../service/closed-loop.ts";

const PATIENT = { timeout: 240_000, interval: 200 };
const POLICY = `version: 1
mode: merge
services:
  quotes: {paths: [services/quotes/**], slo: {availability: 99.5%}}
guardrails: {required_checks: [ci]}
verify: {window: 10m}
`;

let world: ClosedLoop;
afterEach(() => world.stop());

it("a fix of its own that breaks production is taken back at once, once, and a person is asked", async () => {
  world = await startClosedLoop({}, POLICY);
  await world.start();
  await baseline(world);
  // Whatever has come to rest on the culprit breaks where it is undone: every request, in place of every third.
  let landed = false;
  world.fails = ({ defective }) => {
    landed ||= defective;
    return defective ? 1 / 3 : landed ? 1 : 0;
  };
  const culprit = await world.breakIt();
  const incident = async () => (await world.incidents())[0];
  await expect.poll(async () => (await incident())?.needsHuman?.reason ?? "", PATIENT).not.toBe("");
  const ended = await incident();
  const log = ended?.thoughts.map(({ agent, text }) => `${agent}: ${text}`).join("\n");
  const [attempt] = ended?.attempts ?? [];
  const fix = attempt?.outcome.pullRequest?.number;
  const back = attempt?.rollback?.pullRequest?.number;
  expect(attempt, log).toMatchObject({ ended: "worse", suspect: culprit, rollback: { merge: {} } });
  expect(ended?.needsHuman?.reason).toMatch(
    new RegExp(`^#${fix} made it worse and was taken back by #${back}\\.`),
  );
  // The window of ten minutes was not waited for.
  expect(Date.parse(attempt?.at ?? "") - Date.parse(attempt?.outcome.deployment?.at ?? "")).toBeLessThan(
    300_000,
  );
  expect(await world.file("services/quotes/price.ts")).not.toContain("?? tables.standard");
  // Two merges, and no third: neither the fix once more, nor what took it back taken back.
  const merged = [...(world.github.state.repositories.get(REPOSITORY)?.issues.values() ?? [])].filter(
    ({ pull }) => pull?.merged,
  );
  expect(merged.map(({ number }) => number)).toEqual([fix, back]);
}, 400_000);
