import { expect, it } from "vitest";
import type { HandedBatch } from "../src/contracts/handed-batch.ts";
import { openBatch, sealBatch } from "../src/sealed-batch.ts";

const batch: HandedBatch = {
  path: "/v1/traces",
  format: "json",
  repositories: ["acme/shop"],
  receivedMs: 1_700_000_000_000,
  gzip: "AAAA",
};

it("opens what a worker with the same secret sealed, and nothing else", () => {
  const sealed = sealBatch(batch, "secret");
  expect(openBatch(sealed, "secret")).toEqual(batch);
  expect(() => openBatch(sealed, "another")).toThrow("SRE_INGEST_SECRET");
  expect(() => openBatch(sealed.replace("acme/shop", "acme/till"), "secret")).toThrow("SRE_INGEST_SECRET");
  expect(() => openBatch(JSON.stringify(batch), "secret")).toThrow("SRE_INGEST_SECRET");
  expect(() => openBatch("", "secret")).toThrow("SRE_INGEST_SECRET");
});
