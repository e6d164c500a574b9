import { expect, it } from "vitest";
import { fuzzOtlp } from "./fuzz-otlp.ts";

/** A fixed few thousand here; `npm run bench -- fuzz` for the long run, with a seed of its own each time. */
it("mutated bodies are decoded or refused: no crash, nothing slow, nothing kept", async () => {
  const figures = await fuzzOtlp(20261122, 4_000);
  expect(figures.crashes).toEqual([]);
  expect(figures.decoded).toBeGreaterThan(200);
  expect(figures.malformed).toBeGreaterThan(1_000);
  expect(figures.corruptGzip).toBeGreaterThan(5);
  expect(figures.grownMb).toBeLessThan(16);
});
