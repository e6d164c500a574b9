import { expect, it } from "vitest";
import { type Behaviour, ShopWorld } from "./shop-world.ts";

const BAD = "b".repeat(40);
const ERROR = { type: "Error", message: "no rate", file: "/srv/shop/price.ts", line: 3 };
const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
const behave = (process: { revision: string }, operation: string): Behaviour =>
  process.revision === BAD && operation === "POST /quotes" ? { error: ERROR } : {};

it("forgets a repository that another watches, and knows it again from the snapshot", () => {
  const world = new ShopWorld({ seed: 43, behave });
  world.run(90);
  world.deploy("quotes", BAD);
  world.run(15);
  const { scout } = world;
  const [anomaly] = world.anomalies;
  const repository = anomaly?.repository ?? "";
  const parts = [...scout.snapshotParts(true)].flat().filter((part) => part.repository === repository);
  expect(parts.length).toBeGreaterThan(0);
  const told = scout.snapshotOf(repository);
  expect(scout.windowsOf(repository).toSorted(byName)).toEqual(parts.toSorted(byName));
  expect(scout.windowsOf("acme/other")).toEqual([]);

  scout.forget(repository);
  expect(scout.services()).toEqual([]);
  expect(scout.load().series).toBe(0);
  expect([...scout.snapshotParts(true)].flat().map(({ name }) => name)).toEqual(["reported"]);
  expect(JSON.parse(scout.snapshotOf(repository))).toMatchObject({ reported: [] });

  // Another takes it up: it is told of nothing twice, and has every second of the baseline.
  const heir = world.newScout();
  for (const { body } of parts) heir.restore(JSON.parse(body ?? "null"));
  heir.restore(JSON.parse(told));
  heir.restore(JSON.parse(told));
  world.run(15, undefined, heir);
  expect(world.anomalies).toHaveLength(1);
  expect(JSON.parse(heir.snapshotOf(repository))).toMatchObject({
    reported: [{ anomaly: { fingerprint: anomaly?.fingerprint } }],
  });
});
