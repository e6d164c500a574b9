import assert from "node:assert/strict";
import { test } from "node:test";
import { instalments } from "../packages/money/instalments.ts";
import { pounds } from "../packages/money/pounds.ts";

test("pence read as pounds", () => {
  assert.equal(pounds(123_456), "£1,234.56");
  assert.equal(pounds(5), "£0.05");
});

test("twelve instalments add up to the premium", () => {
  for (const annual of [1, 12, 40_925, 61_534, 100_001]) {
    const { first, others } = instalments(annual);
    assert.equal(first + others * 11, annual);
    assert.ok(first >= others);
  }
});
