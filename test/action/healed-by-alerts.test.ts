import { afterAll, beforeAll, expect, it } from "vitest";
import { type ActionWorld, startActionWorld } from "./action-world.ts";

const POLICY = () => `version: 1
mode: merge
services:
  quotes: {paths: [services/quotes/**], slo: {availability: 99%}}
guardrails:
  required_checks: [ci, staging]
verify: {window: 2m}
`;

let at: ActionWorld;
beforeAll(async () => {
  at = await startActionWorld(POLICY);
}, 300_000);
afterAll(() => at?.stop());

it("learns from the alert alone that it healed, where the alert came with a bundle and no probe is named", async () => {
  const { world, run, bundle } = at;
  const alert = { id: "quotes-errors", service: "quotes", summary: "31% of quotes fail", symptom: "errors" };
  const says = (status: string) => ({ action: "sre-alert", client_payload: { ...alert, status } });

  const fires = await run("repository_dispatch", says("firing"), { bundle, wait: "20s" });
  expect(fires.code, fires.log).toBe(0);
  expect(world.issues(), fires.log).toHaveLength(1);

  const [pull] = world.pulls();
  expect(pull?.pull?.merged, fires.log).toBe(false);
  const head = pull?.pull?.headSha;
  await world.call("POST", `/statuses/${head}`, { state: "success", context: "staging" });
  const merges = await run("check_suite", { action: "completed", check_suite: { id: 1, head_sha: head } });
  expect(merges.code, merges.log).toBe(0);
  expect(pull?.pull?.merged, merges.log).toBe(true);

  const [deployed] = (await world.call("GET", "/deployments")) as unknown as {
    id: number;
    sha: string;
    environment: string;
  }[];
  const out = await run("deployment_status", {
    deployment_status: { state: "success", environment: "production", created_at: new Date().toISOString() },
    deployment: deployed,
  });
  expect(out.code, out.log).toBe(0);
  expect(out.outputs, out.log).toMatchObject({ healed: "" });

  const resolves = await run("repository_dispatch", says("resolved"), { wait: "90s" });
  expect(resolves.code, resolves.log).toBe(0);
  expect(resolves.outputs, resolves.log).toMatchObject({ healed: "true" });
  expect(world.issues().map(({ state }) => state)).toEqual(["closed"]);
}, 600_000);
