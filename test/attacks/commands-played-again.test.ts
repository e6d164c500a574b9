import { afterEach, expect, it } from "vitest";
import { type AttackedWorld, REPOSITORY, startAttackedWorld } from "./attacked-world.ts";
import { until } from "./until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

const repository = { full_name: REPOSITORY, default_branch: "main" };
const sender = { login: "ada", type: "User" };
/** Somebody has a body that GitHub once signed, and may give it whatever delivery they like: that is not signed. */
async function again(event: string, delivered: string): Promise<void> {
  const sent = world.github.webhooks().findLast((one) => one.event === event && one.body.includes(delivered));
  if (!sent) throw new Error(`GitHub has sent no ${event} with ${delivered}`);
  for (let times = 0; times < 3; times++)
    expect((await world.hook(event, null, { body: sent.body })).status).toBe(202);
  await world.quiet();
}
async function stays(): Promise<void> {
  await world.quiet();
  expect(world.merges()).toEqual([]);
  expect(world.merged()).toBe(false);
}

it("an approval from before a hold lifts no hold, under whatever delivery it comes", async () => {
  world = await startAttackedWorld({ ci: false });
  await world.awaiting();
  expect(await world.reacted(await world.say(world.people.ada, "/sre approve"))).toBe("+1");
  await until(async () => (await world.incident()).waiting?.for === "checks");
  expect(await world.reacted(await world.say(world.people.bob, "/sre hold"))).toBe("+1");
  await until(async () => (await world.incident()).held !== null);
  await again("issue_comment", "/sre approve");
  await world.passChecks(world.pull().pull.headSha);
  await stays();
  expect(await world.incident()).toMatchObject({ held: { by: "bob" }, approvals: [] });
}, 180_000);

it("the button of before a hold lifts no hold either, and the one that stands there now does", async () => {
  world = await startAttackedWorld({ ci: false });
  await world.awaiting();
  const runs = () => [...(world.github.state.repositories.get(REPOSITORY)?.checkRuns.values() ?? [])];
  const ours = () => runs().find(({ name }) => name === "SRE-Space / guardrail");
  await until(() => ours() !== undefined);
  const run = ours();
  if (!run) throw new Error("there is no check run of ours");
  world.github.clickCheckRunAction(REPOSITORY, run.id, "approve", "ada");
  await until(async () => (await world.incident()).approvals.length === 1);
  await world.say(world.people.bob, "/sre hold");
  await until(() => ours()?.externalId?.includes(" ") === true);
  await again("check_run", "requested_action");
  await world.passChecks(world.pull().pull.headSha);
  await stays();
  expect(await world.incident()).toMatchObject({ held: { by: "bob" }, approvals: [] });
  world.github.clickCheckRunAction(REPOSITORY, run.id, "approve", "ada");
  await until(() => world.merged());
}, 180_000);

it("a resume from before a pause lets nothing go on", async () => {
  world = await startAttackedWorld();
  await world.awaiting();
  for (const command of ["/sre pause", "/sre resume", "/sre pause"])
    expect(await world.reacted(await world.say(world.people.ada, command))).toBe("+1");
  await again("issue_comment", "/sre resume");
  await world.say(world.people.ada, "/sre approve");
  await stays();
  const { verdict } = await world.incident();
  expect(verdict?.rules.find(({ rule }) => rule === "paused")?.answer).toBe("fail");
}, 180_000);

it("what once told of the App's removal, or of its installation elsewhere, changes nothing", async () => {
  world = await startAttackedWorld();
  await world.awaiting();
  await world.hook("installation", { action: "deleted", repositories: [repository], sender });
  await world.hook("installation_repositories", {
    action: "added",
    repositories_added: [{ full_name: "mallory/shop" }],
    repositories_removed: [repository],
  });
  await world.quiet();
  const { repositories } = (await (await fetch(`${world.url()}/readyz`)).json()) as {
    repositories: string[];
  };
  expect(repositories).toEqual([REPOSITORY]);
  expect(await world.reacted(await world.say(world.people.ada, "/sre approve"))).toBe("+1");
}, 180_000);
