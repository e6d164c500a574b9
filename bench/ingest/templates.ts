import { oracle } from "../../test/edge/otlp/oracle.ts";
import { seeded } from "../../test/observe/shop-world.ts";
import { type Market, marketBatch } from "./market-traces.ts";
import { type Template, templateOf } from "./template.ts";

/** Batches of a small market repeat after this many; a large one has more, so that every operation is served. */
const FEWEST = 60;
const PER_TEN = 3;

/** The same for the same market, whichever process asks. */
export function templates(market: Market): Template[] {
  const random = seeded(market.services);
  const count = Math.max(FEWEST, (market.services / 10) * PER_TEN);
  return Array.from({ length: count }, (_, at) =>
    templateOf(oracle.traces.encode(marketBatch(market, at, random)).finish()),
  );
}
