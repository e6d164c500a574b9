import { expect, it } from "vitest";
import { CountedWorld } from "./counted-world.ts";

it("says that telemetry stopped where nothing comes with a credential, and calls no service broken for it", () => {
  const world = new CountedWorld({ slo: { availability: 0.99 }, seed: 1 });
  world.serve("quotes", { rate: 2 });
  world.serve("policies", { rate: 1 });
  world.run(900);
  expect(world.scout.load().limits).toEqual([]);
  world.cut.add("quotes");
  world.run(300);
  expect(world.scout.load().limits).toEqual([]);
  world.cut.add("policies");
  world.run(90);
  expect(world.scout.load().limits).toEqual([]);
  world.run(60);
  expect(world.scout.load().limits).toEqual([
    expect.stringMatching(/No telemetry has come for 2 min .*fernhill\/shop, of any of its 2 services/),
  ]);
  expect(world.anomalies).toEqual([]);
  world.cut.clear();
  world.run(30);
  expect(world.scout.load().limits).toEqual([]);
});

it("takes the silence of what is seldom called for none", () => {
  const world = new CountedWorld({ slo: { availability: 0.99 }, seed: 2 });
  world.serve("nightly", { rate: 1 / 60 });
  world.run(1_800);
  world.serve("nightly", null);
  world.run(1_200);
  expect(world.scout.load().limits).toEqual([]);
});
