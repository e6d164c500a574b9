import { randomInt } from "node:crypto";
import { createScout } from "../src/observe/scout.ts";
import { fuzzOtlp } from "../test/edge/otlp/fuzz-otlp.ts";
import type { Benchmark } from "./benchmark.ts";

const INPUTS = 250_000;
const INPUTS_PER_SECOND = 3_000;
const LONGEST_MS = 100;
const GROWTH_MB = 16;
/** Scout looks four times a second; here, after so many inputs. */
const INPUTS_PER_TICK = 500;

/**
 * The long run of the fuzzing that CI does a little of: mutated real and generated OTLP bodies through gunzip
 * and the decoders, and what is decoded into Scout. `FUZZ_SEED` repeats a run.
 */
export const fuzz: Benchmark = async ({ progress, seconds }) => {
  const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
  const inputs = seconds === undefined ? INPUTS : Math.ceil(seconds * INPUTS_PER_SECOND);
  let now = Date.now();
  let taken = 0;
  const scout = createScout({
    now: () => now,
    claim: () => ({ repository: "acme/market", environmentFilter: "production", slo: {} }),
  });
  const repositories = ["acme/market"];
  const figures = await fuzzOtlp(
    seed,
    inputs,
    (telemetry) => {
      scout.ingest({ kind: "telemetry", repositories, receivedAt: new Date(now).toISOString(), telemetry });
      if (++taken % INPUTS_PER_TICK === 0) {
        now += 250;
        scout.tick();
      }
    },
    (done) => progress(`seed ${seed}`, done / inputs),
  );
  for (const { error, target, input } of figures.crashes)
    console.error(`\n${target}: ${error}\nThe input, in base64: ${input.slice(0, 10_000)}`);
  const { crashes, slowest, slowestMs, grownMb, ...counts } = figures;
  return {
    section: {
      ...counts,
      crashes: crashes.length,
      slowest_ms: Number(slowestMs.toFixed(1)),
      grown_mb: Number(grownMb.toFixed(1)),
    },
    rows: [
      { what: "inputs", measured: inputs.toLocaleString("en") },
      { what: "seed", measured: String(seed) },
      { what: "decoded", measured: figures.decoded.toLocaleString("en") },
      { what: "refused as malformed", measured: figures.malformed.toLocaleString("en") },
      { what: "refused as corrupt gzip", measured: figures.corruptGzip.toLocaleString("en") },
      { what: "crashes", measured: String(crashes.length), wanted: "0", met: crashes.length === 0 },
      {
        what: `slowest input (${slowest})`,
        measured: `${slowestMs.toFixed(1)} ms`,
        wanted: `≤ ${LONGEST_MS} ms`,
        met: slowestMs <= LONGEST_MS,
      },
      {
        what: "heap growth from the first fifth to the end",
        measured: `${grownMb.toFixed(1)} MB`,
        wanted: `≤ ${GROWTH_MB} MB`,
        met: grownMb <= GROWTH_MB,
      },
    ],
  };
};
