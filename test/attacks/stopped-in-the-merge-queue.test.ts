import { rmSync, writeFileSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { type AttackedWorld, policyText, REPOSITORY, startAttackedWorld } from "./attacked-world.ts";
import { until } from "./until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

/** A change that is in the branch's merge queue, which will merge it whenever it likes. */
async function queued(): Promise<void> {
  world = await startAttackedWorld({ ci: false, policy: policyText("", "merge") });
  await until(async () => (await world.incident()).waiting?.for === "checks");
  world.github.protectBranch(REPOSITORY, "main", { mergeQueue: true });
  await world.passChecks(world.pull().pull.headSha);
  await until(
    () => world.pull().pull.queued === true,
    async () => JSON.stringify((await world.incident()).verdict),
  );
}
const out = () =>
  until(
    () => world.pull().pull.queued !== true,
    () => world.log().slice(-3000),
  );

it("/sre pause takes out what is in the queue, and /sre resume puts it there again", async () => {
  await queued();
  await world.say(world.people.bob, "/sre pause");
  await out();
  expect(world.merged()).toBe(false);
  expect(await world.reacted(await world.say(world.people.ada, "/sre resume"))).toBe("+1");
  await until(() => world.pull().pull.queued === true);
}, 180_000);

it("so does the operator's file, and the label", async () => {
  await queued();
  writeFileSync(world.settings.stop.file, "");
  await out();
  rmSync(world.settings.stop.file);
  await world.say(world.people.ada, "/sre retry");
  await until(() => world.pull().pull.queued === true);
  await world.as(world.people.trent, "POST", `/issues/${world.issue().number}/labels`, {
    labels: ["sre-space:stop"],
  });
  await out();
}, 180_000);

it("so does whoever closes the incident, or holds it", async () => {
  await queued();
  await world.say(world.people.bob, "/sre hold");
  await out();
  await world.say(world.people.ada, "/sre approve");
  await until(() => world.pull().pull.queued === true);
  await world.as(world.people.ada, "PATCH", `/issues/${world.issue().number}`, { state: "closed" });
  await out();
}, 180_000);
