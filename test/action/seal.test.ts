import fc from "fast-check";
import { expect, it } from "vitest";
import { BrokenSeal, seal, unseal } from "../../src/action/seal.ts";
import type { SealedState } from "../../src/contracts/sealed-state.ts";
import { anIncident } from "../loop/an-incident.ts";

const SECRET = "a secret of this test, long enough to be one";
const incident = anIncident();
const bound = { repository: incident.repository, issue: 7, author: "github-actions[bot]" };
const state: SealedState = {
  version: 1,
  sealedAt: "2026-11-22T10:00:00.000Z",
  incident,
  scout: { version: 4, services: [] },
  fromBundle: true,
  probe: { failedAt: "2026-11-22T10:00:00.000Z", wellSince: null, well: 0 },
  recollection: null,
  spent: [{ day: "2026-11-22", tokens: 12, microUsd: 34 }],
};

it("opens where it was sealed for, whatever the case of the repository's name", () => {
  const sealed = seal(SECRET, bound, state);
  expect(unseal(SECRET, { ...bound, repository: bound.repository.toUpperCase() }, sealed)).toEqual(state);
  expect(sealed).not.toContain("quotes");
  // A nonce is used once.
  expect(seal(SECRET, bound, state)).not.toBe(sealed);
});

it.each([
  ["another secret", { secret: `${SECRET}!` }],
  ["another repository", { bound: { ...bound, repository: "acme/other" } }],
  ["another issue", { bound: { ...bound, issue: 8 } }],
  ["another author", { bound: { ...bound, author: "mallory" } }],
])("does not open with %s", (_, change: { secret?: string; bound?: typeof bound }) => {
  const sealed = seal(SECRET, bound, state);
  expect(() => unseal(change.secret ?? SECRET, change.bound ?? bound, sealed)).toThrow(BrokenSeal);
});

it("does not open with any bit changed, cut off or put behind it", () => {
  const bytes = Buffer.from(seal(SECRET, bound, state), "base64");
  fc.assert(
    fc.property(
      fc.nat(bytes.length - 1),
      fc.integer({ min: 1, max: 255 }),
      fc.nat(bytes.length),
      (at, flip, cut) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] as number) ^ flip;
        for (const broken of [
          changed,
          bytes.subarray(0, cut === bytes.length ? 0 : cut),
          Buffer.concat([bytes, Buffer.from([flip])]),
        ])
          expect(() => unseal(SECRET, bound, broken.toString("base64"))).toThrow(BrokenSeal);
      },
    ),
    { numRuns: 200 },
  );
});

it("opens no text that anybody makes up", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => unseal(SECRET, bound, text)).toThrow(BrokenSeal);
    }),
  );
});
