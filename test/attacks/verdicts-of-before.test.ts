import { afterEach, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { type AttackedWorld, policyText, startAttackedWorld } from "./attacked-world.ts";
import { until } from "./until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

it("are given anew after a start: what was allowed then may not be now", async () => {
  world = await startAttackedWorld({ policy: policyText("", "merge") });
  let before: Incident | undefined;
  world.github.failNext({ method: "PUT", path: /\/merge$/, status: 502, times: 1000 });
  world.github.onRequest(async ({ phase, method, path }) => {
    if (phase === "before" && method === "PUT" && /\/merge$/.test(path)) before ??= await world.incident();
  });
  await until(() => before !== undefined);
  const left = before as Incident | undefined;
  if (left?.verdict?.decision !== "merge") throw new Error("nothing was about to be merged");
  await world.whileDown(async () => {
    await world.git("fetch", "-q", "origin");
    await world.git("checkout", "-q", "-B", "main", "origin/main");
    world.write({ ".sre-space.yml": policyText("", "report") });
    await world.commit("chore: report only", "ada@acme.test");
    await world.git("push", "-q", "origin", "HEAD:main");
    await world.github.webhooksIdle();
  });
  const asked = world.merges().length;
  await world.takeAll([{ ...left, version: 0 }]);
  await until(async () => (await world.incident()).verdict?.decision === "report");
  await world.quiet();
  expect(world.merges()).toHaveLength(asked);
  expect(world.merged()).toBe(false);
}, 180_000);
