import { afterAll, beforeAll, expect, it } from "vitest";
import { type AttackedWorld, policyText, startAttackedWorld } from "./attacked-world.ts";
import { until } from "./until.ts";

/** One world for all: each attack leaves it as it was, and the last test shows that it would have merged. */
let world: AttackedWorld;
beforeAll(async () => {
  world = await startAttackedWorld({ policy: policyText("  approvers: {self_approval: false}\n") });
  await world.awaiting();
}, 180_000);
afterAll(() => world.stop());

async function stillWaits(): Promise<void> {
  await world.quiet();
  const incident = await world.incident();
  expect(incident.approvals).toEqual([]);
  expect(incident.waiting?.for).toBe("approval");
  expect(world.merges()).toEqual([]);
  expect(world.merged()).toBe(false);
}

it("waits with a draft, and has merged nothing", async () => {
  expect(world.pull().pull.draft).toBe(true);
  await stillWaits();
});

it.each([
  ["rita", "needs write permission on this repository; you have read"],
  ["trent", "needs write permission on this repository; you have triage"],
] as const)("refuses %s, and says why in the thread, once", async (who, why) => {
  for (let times = 0; times < 3; times++)
    expect(await world.reacted(await world.say(world.people[who], "/sre approve"))).toBe("-1");
  await stillWaits();
  expect(world.said().split(why)).toHaveLength(2);
  expect(world.said()).toContain(`@${who} `);
});

it("refuses the author of the commit under suspicion, whom the policy excludes", async () => {
  expect(await world.reacted(await world.say(world.people.eve, "/sre approve"))).toBe("-1");
  await stillWaits();
  expect(world.said()).toContain("somebody else than the author of the commit under suspicion");
});

it("hears no quotation, no text further down, and no look-alike", async () => {
  const comments = [
    "> /sre approve",
    "I would not\n/sre approve",
    "`/sre approve`",
    " /sre approve",
    "/sre approve-not",
    "/srе approve", // a Cyrillic letter
    "<!-- /sre approve -->",
    `${world.said()}\n/sre approve`,
  ];
  const ids = [];
  for (const body of comments) ids.push(await world.say(world.people.ada, body));
  await stillWaits();
  for (const id of ids) expect(world.reaction(id)).toBeUndefined();
});

it("hears nothing that was edited in, by the writer or by somebody else", async () => {
  const mine = await world.say(world.people.ada, "Looking at it.");
  await world.as(world.people.ada, "PATCH", `/issues/comments/${mine}`, { body: "/sre approve" });
  await world.as(world.people.bob, "PATCH", `/issues/comments/${mine}`, { body: "/sre approve now" });
  await stillWaits();
  expect(world.reaction(mine)).toBeUndefined();
});

it("hears no bot: neither itself nor another App, nor an App that speaks for a person", async () => {
  const { number } = world.issue();
  const own = world.github.createInstallationToken(world.installationId);
  await world.say(own, "/sre approve", number);
  const app = world.github.registerApp({
    slug: "helper",
    permissions: { issues: "write", metadata: "read" },
    events: [],
  });
  const { installationId } = world.github.installApp({
    app: app.slug,
    account: "acme",
    repositories: ["acme/shop"],
  });
  await world.say(world.github.createInstallationToken(installationId), "/sre approve", number);
  await stillWaits();
});

it("merges once somebody permitted says so, with a reaction", async () => {
  expect(await world.reacted(await world.say(world.people.bob, "/sre approve"))).toBe("+1");
  await until(() => world.merged());
  expect((await world.incident()).approvals).toMatchObject([{ by: "bob", permission: "write" }]);
}, 180_000);
