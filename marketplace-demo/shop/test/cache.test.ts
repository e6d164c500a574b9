import assert from "node:assert/strict";
import { test } from "node:test";
import { createCache } from "../packages/cache/create-cache.ts";

function counted() {
  let loads = 0;
  return { load: async () => ++loads, loads: () => loads };
}

test("a value is loaded once, also by two who ask at once", async () => {
  const cache = createCache<number>({ name: "test", max: 10, ttlMs: 60_000 });
  const { load, loads } = counted();
  assert.deepEqual(await Promise.all([cache.get("a", load), cache.get("a", load)]), [1, 1]);
  assert.equal(await cache.get("a", load), 1);
  assert.equal(loads(), 1);
});

test("what is too old is loaded again", async () => {
  const cache = createCache<number>({ name: "test", max: 10, ttlMs: 0 });
  const { load } = counted();
  await cache.get("a", load);
  assert.equal(await cache.get("a", load), 2);
});

test("the one asked for longest ago makes room", async () => {
  const cache = createCache<number>({ name: "test", max: 2, ttlMs: 60_000 });
  const { load } = counted();
  for (const key of ["a", "b", "a", "c"]) await cache.get(key, load);
  assert.equal(await cache.get("a", load), 1);
  assert.equal(await cache.get("b", load), 4);
});

test("a load that failed is tried again", async () => {
  const cache = createCache<number>({ name: "test", max: 2, ttlMs: 60_000 });
  await assert.rejects(cache.get("a", () => Promise.reject(new Error("away"))));
  assert.equal(await cache.get("a", async () => 7), 7);
});
