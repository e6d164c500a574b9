import { afterAll, beforeAll, expect, it } from "vitest";
import { startGitHubWorld } from "./github-world.ts";

let world: Awaited<ReturnType<typeof startGitHubWorld>>;
beforeAll(async () => {
  world = await startGitHubWorld();
}, 300_000);
afterAll(() => world.stop());

it("checks that failed for no reason are asked once to run again, and then it is merged", async () => {
  const ended = await world.run({ flaky: true });
  expect(ended.incident).toMatchObject({ closed: { as: "healed" }, needsHuman: null });
  expect(ended.incident.outcome.retried?.checks).toEqual(["ci"]);
  expect(ended.writes.filter((one) => one.endsWith("/rerequest"))).toHaveLength(1);
  expect(ended.pulls).toMatchObject([{ merged: true }]);
  expect(ended.checks.filter((one) => one.startsWith("ci"))).toEqual(["ci: failure", "ci: success"]);
}, 300_000);
