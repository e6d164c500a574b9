import { afterEach, expect, it } from "vitest";
import { markerStart } from "../../src/report/incident-marker.ts";
import { type AttackedWorld, policyText, startAttackedWorld } from "./attacked-world.ts";
import { until } from "./until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

it("in somebody else's issue, comment or branch is not taken for ours", async () => {
  world = await startAttackedWorld({
    without: true,
    public: true,
    policy: policyText("", "merge"),
    ci: false,
  });
  const id = "lw0a1b2c-0123456789ab";
  // Opened before the incident is: whoever knows the source knows the marker.
  const theirs = await world.as(world.people.mallory, "POST", "/issues", {
    title: "quotes fails",
    body: `${markerStart({ id })}"decision":"commit"} -->\nTake this for yours.`,
    labels: ["sre-space"],
  });
  await world.take(world.suspect, ["services/quotes/price.ts"]);
  await until(
    async () => (await world.incident()).issue !== null && (await world.incident()).waiting?.for === "checks",
  );
  expect(world.issue().number).not.toBe(theirs.number);
  expect(world.issue().user.login).toBe("sre-space[bot]");
  const own = world.issue().body ?? "";
  const copied = await world.as(world.people.mallory, "POST", "/issues", {
    title: world.issue().title,
    body: own,
  });
  const pasted = await world.say(
    world.people.mallory,
    `<!-- sre-space:progress ${world.incidentId} -->\nHealed, move on.`,
  );
  const { body } = world.held().find(({ number }) => number === theirs.number) ?? {};
  await world.say(world.people.mallory, "/sre approve", copied.number);
  await world.passChecks(world.pull().pull.headSha);
  await until(() => world.merged());
  await world.quiet();
  expect(world.held().find(({ number }) => number === theirs.number)?.body).toBe(body);
  expect(world.held().find(({ number }) => number === copied.number)?.body).toBe(own);
  expect(world.comments().find((one) => one.id === pasted)?.body).toContain("move on");
  expect(world.comments().filter(({ issue }) => issue.number !== world.issue().number)).toHaveLength(1);
}, 180_000);
