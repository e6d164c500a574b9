import assert from "node:assert/strict";
import { test } from "node:test";
import { type History, noClaimsDiscount, noClaimsYears, recentClaims } from "../packages/rating/no-claims.ts";

const claim = (lodgedOn: string, status: "settled" | "declined" = "settled"): History["claims"][number] => ({
  policyNumber: "POL-10000001",
  lodgedOn,
  status,
});

const history = (claims: History["claims"]): History => ({
  policies: [
    { number: "POL-20000001", coverStart: "2025-05-01" },
    { number: "POL-10000001", coverStart: "2019-05-01" },
  ],
  claims,
  latePayments: 0,
});

test("years without a claim are counted from the latest claim", () => {
  assert.equal(noClaimsYears(history([claim("2020-02-10"), claim("2023-03-01")]), "2026-05-01"), 3);
  assert.equal(noClaimsYears(history([claim("2023-03-01"), claim("2020-02-10")]), "2026-05-01"), 3);
});

test("declined claims do not count", () => {
  const claims = [claim("2022-04-30"), claim("2026-01-15", "declined")];
  assert.equal(noClaimsYears(history(claims), "2026-05-01"), 4);
  assert.equal(recentClaims(history(claims), "2026-05-01"), 1);
});

test("a claim of more than five years ago is forgotten", () => {
  assert.equal(recentClaims(history([claim("2020-04-01"), claim("2024-04-01")]), "2026-05-01"), 1);
});

test("a claim on the day itself leaves no year without one", () => {
  assert.equal(noClaimsYears(history([claim("2026-05-01")]), "2026-05-01"), 0);
});

test("the discount grows with the years and stays at its highest", () => {
  const shares = [0, 1, 2, 3, 4, 5].map(noClaimsDiscount);
  assert.deepEqual(
    shares,
    [...shares].sort((a, b) => a - b),
  );
  assert.equal(noClaimsDiscount(0), 0);
  assert.equal(noClaimsDiscount(40), noClaimsDiscount(60));
});
