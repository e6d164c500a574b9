import { afterEach, expect, it } from "vitest";
import { type AttackedWorld, DEFECTIVE, PRICE, policyText, startAttackedWorld } from "./attacked-world.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

const start = () =>
  startAttackedWorld({
    without: true,
    policy: policyText("  approvers: {self_approval: false}\n"),
    change: {},
  });

async function refused(who: "ada" | "bob", why: string): Promise<void> {
  await world.awaiting();
  expect(await world.reacted(await world.say(world.people[who], "/sre approve"))).toBe("-1");
  await world.quiet();
  expect((await world.incident()).approvals).toEqual([]);
  expect(world.merges().filter(({ path }) => path.endsWith(`/pulls/${world.pull().number}/merge`))).toEqual(
    [],
  );
  expect(world.said()).toContain(why);
}

it("who writes under a colleague's address cannot approve what they opened and merged themselves", async () => {
  world = await start();
  await world.git("checkout", "-qb", "tidy");
  world.write({ [PRICE]: DEFECTIVE });
  const suspect = await world.commit("refactor: simplify table lookup", "ada@acme.test");
  await world.git("push", "-q", "origin", "tidy");
  const { number } = await world.as(world.people.bob, "POST", "/pulls", {
    title: "Tidy",
    head: "tidy",
    base: "main",
  });
  await world.as(world.people.bob, "PUT", `/pulls/${number}/merge`, { merge_method: "merge" });
  await world.take(suspect, [PRICE]);
  await refused("bob", "somebody else than the author of the commit under suspicion");
}, 240_000);

it("where GitHub knows no account for the address, nobody can be said not to have written it", async () => {
  world = await start();
  world.write({ [PRICE]: DEFECTIVE });
  const suspect = await world.commit("refactor: simplify table lookup", "nobody@elsewhere.test");
  await world.git("push", "-q", "origin", "HEAD:main");
  await world.take(suspect, [PRICE]);
  await refused("bob", "GitHub does not know whose account wrote it");
}, 240_000);
