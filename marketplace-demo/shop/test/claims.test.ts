import assert from "node:assert/strict";
import { test } from "node:test";
import { checkClaim } from "../services/claims/check-claim.ts";
import { decide, type Facts } from "../services/claims/decide.ts";

const cover = {
  product: "motor" as const,
  coverStart: "2026-01-01",
  coverEnd: "2027-01-01",
  excess: 250,
};
const claim = { policy: "POL-20000042", kind: "windscreen", lostOn: "2026-05-01" };
const today = "2026-05-10";

test("a loss of the right kind on a day of cover can be claimed", () => {
  checkClaim(claim, cover, today, 180);
  checkClaim({ ...claim, lostOn: cover.coverStart }, cover, today, 180);
});

test("the kind must be covered, the day within cover, not to come and not too long ago", () => {
  const refused = (change: object, why: RegExp) =>
    assert.throws(() => checkClaim({ ...claim, ...change }, cover, today, 180), why);
  refused({ kind: "water" }, /does not cover/);
  refused({ lostOn: "2025-12-31" }, /not in force/);
  refused({ lostOn: "2026-05-11" }, /not come yet/);
  assert.throws(() => checkClaim(claim, cover, "2026-12-31", 180), /within 180 days/);
});

const facts: Facts = { amountPence: 60_000, excess: 250, limitPence: 80_000, otherClaims: 0 };

test("a small claim is settled, less the excess", () => {
  const { status, paidPence, reason } = decide(facts, 3);
  assert.deepEqual([status, paidPence], ["settled", 35_000]);
  assert.match(reason, /£250\.00/);
});

test("what the excess swallows is declined", () => {
  assert.equal(decide({ ...facts, amountPence: 25_000 }, 3).status, "declined");
});

test("a large one, one of many, and one that the carrier wants to see are for the desk", () => {
  for (const change of [{ amountPence: 80_001 }, { otherClaims: 3 }, { limitPence: undefined }]) {
    const { status, paidPence } = decide({ ...facts, ...change }, 3);
    assert.deepEqual([status, paidPence], ["referred", 0]);
  }
});
