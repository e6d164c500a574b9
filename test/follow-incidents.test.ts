import fc from "fast-check";
import { expect, it } from "vitest";
import type { Incident } from "../src/contracts/incident.ts";
import { followIncidents } from "../src/follow-incidents.ts";
import { anIncident } from "./loop/an-incident.ts";

const incident = (id: string, version: number): Incident => ({ ...anIncident({ id }), version });

/** What somebody else writes, and what was told of it. */
function following(stored: Map<string, Incident>) {
  const told: string[] = [];
  const followed = followIncidents(
    async () => [...stored.values()].toReversed().map(({ id, version }) => ({ id, version })),
    async (id) => stored.get(id) ?? null,
    ({ id, version }) => told.push(`${id} ${version}`),
  );
  return { told, followed };
}

it("what was there at first is no news; what moves afterwards is told once, the oldest first", async () => {
  const stored = new Map([["a", incident("a", 3)]]);
  const { told, followed } = following(stored);
  await followed.look();
  expect(told).toEqual([]);
  stored.set("a", incident("a", 4)).set("b", incident("b", 0));
  await followed.look();
  await followed.look();
  expect(told).toEqual(["a 4", "b 0"]);
  followed.heard(incident("b", 1));
  stored.set("b", incident("b", 1));
  await followed.look();
  expect(told).toEqual(["a 4", "b 0"]);
});

it("what could not be read is told at the next look, and what may not be shown is asked for once", async () => {
  let answer: () => Promise<Incident | null> = async () => Promise.reject(new Error("away"));
  const told: number[] = [];
  let asked = 0;
  let version = 0;
  const followed = followIncidents(
    async () => [{ id: "a", version }],
    async () => {
      asked++;
      return answer();
    },
    (one) => told.push(one.version),
  );
  await followed.look();
  version = 1;
  await expect(followed.look()).rejects.toThrow("away");
  answer = async () => incident("a", 1);
  await followed.look();
  expect(told).toEqual([1]);
  version = 2;
  answer = async () => null;
  await followed.look();
  await followed.look();
  expect([told, asked]).toEqual([[1], 3]);
});

it("however writes and looks follow each other, the last that is told of each is what is stored", async () => {
  const step = fc.oneof(fc.constant("look"), fc.constantFrom("a", "b", "c"));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const stored = new Map<string, Incident>();
      const { told, followed } = following(stored);
      await followed.look();
      for (const one of steps)
        if (one === "look") await followed.look();
        else stored.set(one, incident(one, (stored.get(one)?.version ?? -1) + 1));
      await followed.look();
      expect(new Set(told).size).toBe(told.length);
      for (const { id, version } of stored.values())
        expect(told.filter((text) => text.startsWith(`${id} `)).at(-1)).toBe(`${id} ${version}`);
    }),
    { numRuns: 40 },
  );
});
