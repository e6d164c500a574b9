import { afterEach, expect, it } from "vitest";
import { type AttackedWorld, policyText, REPOSITORY, startAttackedWorld } from "./attacked-world.ts";
import { until } from "./until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

async function nothingMerged(): Promise<void> {
  await world.quiet();
  await world.awaiting();
  expect((await world.incident()).approvals).toEqual([]);
  expect(world.merges()).toEqual([]);
}
const commentOf = (id: number) => {
  const found = world.github.state.repositories.get(REPOSITORY)?.comments.get(id);
  if (!found) throw new Error("there is no such comment");
  return found;
};

it("an approval that was written while nobody listened is heard after the start, once", async () => {
  world = await startAttackedWorld();
  await world.awaiting();
  let approved = 0;
  await world.whileDown(async () => {
    approved = await world.say(world.people.ada, "/sre approve");
    await world.github.webhooksIdle();
  });
  expect(await world.reacted(approved)).toBe("+1");
  await until(() => world.merged());
  expect((await world.incident()).approvals).toHaveLength(1);
}, 180_000);

it("and so is a pause", async () => {
  world = await startAttackedWorld({ ci: false, policy: policyText("", "merge") });
  await until(async () => (await world.incident()).waiting?.for === "checks");
  let paused = 0;
  await world.whileDown(async () => {
    paused = await world.say(world.people.bob, "/sre pause");
    await world.github.webhooksIdle();
  });
  expect(await world.reacted(paused)).toBe("+1");
  await world.passChecks(world.pull().pull.headSha);
  await world.quiet();
  expect(world.merges()).toEqual([]);
}, 180_000);

it("an approval by whoever may not, edited in, quoted, by a bot, or of another day is none", async () => {
  world = await startAttackedWorld();
  await world.awaiting();
  const { number } = world.issue();
  let reader = 0;
  await world.whileDown(async () => {
    reader = await world.say(world.people.rita, "/sre approve");
    await world.say(world.people.ada, "> /sre approve");
    const edited = await world.say(world.people.ada, "/sre explain why this is so");
    await world.call(world.people.bob, "PATCH", `/repos/${REPOSITORY}/issues/comments/${edited}`, {
      body: "/sre approve",
    });
    const at = new Date(Date.parse(commentOf(edited).createdAt) + 60_000).toISOString();
    commentOf(edited).updatedAt = at;
    const bot = world.github.registerApp({
      slug: "other-bot",
      permissions: { issues: "write", metadata: "read" },
      events: [],
    });
    const { installationId } = world.github.installApp({
      app: bot.slug,
      account: "acme",
      repositories: [REPOSITORY],
    });
    const token = world.github.createInstallationToken(installationId);
    await world.as(token, "POST", `/issues/${number}/comments`, { body: "/sre approve" });
    const old = await world.say(world.people.ada, "/sre approve");
    const yesterday = new Date(Date.now() - 30 * 3_600_000).toISOString();
    Object.assign(commentOf(old), { createdAt: yesterday, updatedAt: yesterday });
    await world.github.webhooksIdle();
  });
  expect(await world.reacted(reader)).toBe("-1");
  await nothingMerged();
}, 180_000);
