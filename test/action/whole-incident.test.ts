import { afterAll, beforeAll, expect, it } from "vitest";
import { type ActionWorld, startActionWorld } from "./action-world.ts";

const POLICY = (probe: string) => `version: 1
mode: merge
services:
  quotes: {paths: [services/quotes/**], slo: {availability: 99%}}
guardrails:
  required_checks: [ci, staging]
verify: {window: 2m, probe: {url: "${probe}"}}
`;

let at: ActionWorld;
beforeAll(async () => {
  at = await startActionWorld(POLICY);
}, 300_000);
afterAll(() => at?.stop());

it("walks a whole incident over several runs, with nothing between them but GitHub", async () => {
  const { world, run, bundle, culprit } = at;

  const first = await run("workflow_dispatch", {}, { bundle });
  expect(first.code, first.log).toBe(0);
  const [issue] = world.issues();
  const [pull] = world.pulls();
  expect(first.outputs, first.log).toMatchObject({
    incident: String(issue?.number),
    suspect: culprit,
    "pull-request": String(pull?.number),
    healed: "",
  });
  expect(Number(first.outputs.confidence)).toBeGreaterThanOrEqual(0.95);
  expect(issue?.user.login).toBe("github-actions[bot]");
  expect(first.summary).toContain("```mermaid");
  expect(first.log).toContain(
    "::warning title=Suspected of breaking quotes,file=services/quotes/price.ts,line=2",
  );

  const { head } = (await world.call("GET", `/pulls/${pull?.number}`)) as { head: { sha: string } };
  await world.call("POST", `/statuses/${head.sha}`, { state: "success", context: "staging" });
  const second = await run("status", { sha: head.sha, state: "success" });
  expect(second.code, second.log).toBe(0);
  expect(second.outputs, second.log).toMatchObject({ incident: String(issue?.number), verdict: "merge" });
  expect(await world.file("services/quotes/price.ts")).toContain("tables.standard");
  expect(second.outputs.healed).toBe("");

  const third = await run("schedule", {}, { wait: "2m" });
  expect(third.code, third.log).toBe(0);
  expect(third.outputs, third.log).toMatchObject({ incident: String(issue?.number), healed: "true" });
  expect(world.issues()[0]).toMatchObject({ state: "closed" });

  const again = await run("schedule", {});
  expect(again.code, again.log).toBe(0);
  expect(world.issues()).toHaveLength(1);
  expect(world.pulls()).toHaveLength(1);
}, 300_000);
