import { afterEach, expect, it } from "vitest";
import { type AttackedWorld, policyText, startAttackedWorld } from "./attacked-world.ts";
import { until } from "./until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

it("a pull request of ours that somebody gave another base is merged nowhere", async () => {
  world = await startAttackedWorld({ ci: false, policy: policyText("", "merge") });
  await until(async () => (await world.incident()).waiting?.for === "checks");
  await world.git("push", "-q", "origin", `${world.suspect}:refs/heads/release`);
  await world.as(world.people.eve, "PATCH", `/pulls/${world.pull().number}`, { base: "release" });
  await world.passChecks(world.pull().pull.headSha);
  await until(async () => (await world.incident()).needsHuman !== null);
  await world.quiet();
  expect((await world.incident()).needsHuman?.reason).toContain("another branch");
  expect(world.merges()).toEqual([]);
  await world.git("fetch", "-q", "origin");
  expect(await world.git("rev-parse", "origin/release")).toBe(world.suspect);
}, 180_000);
