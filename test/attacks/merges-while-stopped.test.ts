import { rmSync, writeFileSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { type AttackedWorld, policyText, REPOSITORY, startAttackedWorld } from "./attacked-world.ts";
import { until } from "./until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

const MERGE = /\/pulls\/\d+\/merge$/;
/** What a merge looks at last before it goes out. */
const LOOK = /\/pulls\/\d+$/;

/** A change that waits for nothing but its checks. */
async function aboutToMerge(): Promise<void> {
  world = await startAttackedWorld({ ci: false, policy: policyText("", "merge") });
  await until(async () => (await world.incident()).waiting?.for === "checks");
}
const paused = async () =>
  (await world.incident()).verdict?.rules.find(({ rule, answer }) => rule === "paused" && answer === "fail")
    ?.reason;
async function stays(): Promise<void> {
  await world.quiet();
  expect(world.merges()).toEqual([]);
  expect(world.merged()).toBe(false);
}

/**
 * Presses the button while the service, sure of its merge, looks at the pull request for the last time: the request that
 * would merge is the very next one. Nothing here waits for a clock.
 */
async function pressAtTheLastMoment(press: () => Promise<void>): Promise<void> {
  let pressed: Promise<void> | undefined;
  const forget = world.github.onRequest(async ({ phase, method, path, actor }) => {
    if (phase !== "before" || actor !== "sre-space" || method !== "GET" || !LOOK.test(path)) return;
    const { verdict } = await world.incident();
    if (verdict?.decision !== "merge") return;
    pressed ??= press();
    await pressed;
  });
  await world.passChecks(world.pull().pull.headSha);
  await until(() => pressed !== undefined);
  await pressed;
  await until(async () => (await paused()) !== undefined);
  forget();
}

it("/sre pause holds from the moment that it was heard, and until /sre resume", async () => {
  await aboutToMerge();
  await pressAtTheLastMoment(async () => {
    const delivered = new Promise<void>((done) => {
      world.github.onDelivery(({ event }) => event === "issue_comment" && done());
    });
    await world.say(world.people.bob, "/sre pause");
    await delivered;
  });
  await stays();
  expect(await paused()).toContain("/sre resume lets it go on");
  // A reader lets nothing go on, and a restart forgets nothing.
  expect(await world.reacted(await world.say(world.people.rita, "/sre resume"))).toBe("-1");
  await world.restart();
  await until(async () => (await paused()) !== undefined);
  await stays();
  expect(await world.reacted(await world.say(world.people.ada, "/sre resume"))).toBe("+1");
  await until(() => world.merged());
}, 180_000);

it("an issue with the label stops, whoever opened it, and lets go once it is closed", async () => {
  await aboutToMerge();
  let number = 0;
  await pressAtTheLastMoment(async () => {
    ({ number } = await world.as(world.people.trent, "POST", "/issues", { title: "Please stop" }));
    await world.as(world.people.trent, "POST", `/issues/${number}/labels`, { labels: ["sre-space:stop"] });
  });
  await stays();
  expect(await paused()).toContain(`Issue #${number} carries the label sre-space:stop`);
  // Not even an administrator's approval goes past it.
  await world.say(world.people.ada, "/sre approve");
  await stays();
  await world.as(world.people.trent, "DELETE", `/issues/${number}/labels/sre-space:stop`);
  await until(() => world.merged());
}, 180_000);

it("the label on an issue of ours stays there, whatever we write", async () => {
  await aboutToMerge();
  const { number } = world.issue();
  await world.as(world.people.ada, "POST", `/issues/${number}/labels`, { labels: ["sre-space:stop"] });
  await until(() => world.issue().labels.some(({ name }) => name === "sre-space:awaiting-approval"));
  expect(world.issue().labels.map(({ name }) => name)).toContain("sre-space:stop");
  await world.passChecks(world.pull().pull.headSha);
  await stays();
}, 180_000);

it("the operator's file stops every repository, and its absence is not guessed", async () => {
  await aboutToMerge();
  const { file } = world.settings.stop;
  await pressAtTheLastMoment(async () => writeFileSync(file, ""));
  await stays();
  rmSync(file);
  await world.say(world.people.ada, "/sre retry");
  await until(
    () => world.merged(),
    async () => JSON.stringify(await paused()),
  );
}, 180_000);

it.each([
  ["answers 500", 500],
  ["answers 404", 404],
])(
  "where GitHub %s to the question whether somebody stopped it, nothing is merged",
  async (_, status) => {
    await aboutToMerge();
    const stop = { path: new RegExp(`^/repos/${REPOSITORY}/issues$`), method: "GET", status, times: 1000 };
    await pressAtTheLastMoment(async () => world.github.failNext(stop));
    await stays();
    expect(await paused()).toContain("cannot be read");
  },
  180_000,
);

it("no request that merges went out in any of them", async () => {
  world = await startAttackedWorld({
    policy: policyText("", "merge"),
    settings: { stop: { always: true, file: "/nowhere" } },
  });
  await until(async () => (await paused()) !== undefined);
  await stays();
  expect(world.github.journal().filter(({ path }) => MERGE.test(path))).toEqual([]);
  expect(world.held().filter(({ pull }) => pull)).toEqual([]);
}, 180_000);
