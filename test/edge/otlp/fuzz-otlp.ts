import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import type { Telemetry } from "../../../src/contracts/telemetry.ts";
import type { Decoded } from "../../../src/edge/otlp/decoded.ts";
import { gunzipBody } from "../../../src/edge/otlp/gunzip-body.ts";
import { decodeLogsJson } from "../../../src/edge/otlp/json/logs.ts";
import { decodeMetricsJson } from "../../../src/edge/otlp/json/metrics.ts";
import { decodeTracesJson } from "../../../src/edge/otlp/json/traces.ts";
import { MalformedOtlp } from "../../../src/edge/otlp/malformed-otlp.ts";
import { OversizedOtlp } from "../../../src/edge/otlp/oversized-otlp.ts";
import { decodeLogs } from "../../../src/edge/otlp/protobuf/logs.ts";
import { decodeMetrics } from "../../../src/edge/otlp/protobuf/metrics.ts";
import { decodeTraces } from "../../../src/edge/otlp/protobuf/traces.ts";
import { Room } from "../../../src/edge/otlp/room.ts";
import { LIMITS } from "../../../src/safety/limits.ts";
import { seeded } from "../../observe/shop-world.ts";
import { logsRequest, metricsRequest, traceRequest } from "./arbitrary-requests.ts";
import { asOtlpJson } from "./as-otlp-json.ts";
import { mutateBytes, mutateText } from "./mutate.ts";
import { oracle } from "./oracle.ts";

export interface FuzzFigures {
  seed: number;
  inputs: number;
  decoded: number;
  malformed: number;
  oversized: number;
  corruptGzip: number;
  /** Processor time of the slowest input, and what it was. */
  slowestMs: number;
  slowest: string;
  /** What the heap, and the buffers beside it, grew by between the first fifth and the end, after collecting garbage. */
  grownMb: number;
  /** Anything thrown that is no refusal, with the input that did it in base64; at most ten. */
  crashes: { error: string; target: string; input: string }[];
}

const RECEIVED_MS = 1_700_000_000_000;
/** Bodies that fast-check makes for each target, before they are mutated. */
const ARBITRARY = 150;

interface Target {
  name: string;
  decode(bytes: Buffer): Decoded;
  mutate(body: Buffer, other: Buffer, random: () => number): Buffer;
  bodies: Buffer[];
}

function targets(seed: number): Target[] {
  const recorded = (file: string) => readFileSync(`${import.meta.dirname}/recorded/${file}`);
  const sample = <T>(arbitrary: fc.Arbitrary<T>) => fc.sample(arbitrary, { numRuns: ARBITRARY, seed });
  const made = { traces: sample(traceRequest), metrics: sample(metricsRequest), logs: sample(logsRequest) };
  const protobuf = { traces: decodeTraces, metrics: decodeMetrics, logs: decodeLogs };
  const json = { traces: decodeTracesJson, metrics: decodeMetricsJson, logs: decodeLogsJson };
  return (["traces", "metrics", "logs"] as const).flatMap((signal) => [
    {
      name: `${signal}, protobuf`,
      decode: (bytes: Buffer) => protobuf[signal](bytes, RECEIVED_MS),
      mutate: mutateBytes,
      bodies: [
        recorded(`${signal}.bin`),
        ...made[signal].map((message) => Buffer.from(oracle[signal].encode(message).finish())),
      ],
    },
    {
      name: `${signal}, JSON`,
      decode: (bytes: Buffer) => json[signal](bytes, RECEIVED_MS),
      mutate: (body: Buffer, other: Buffer, random: () => number) => mutateText(body, other, random),
      bodies: [
        recorded(`${signal}.json`),
        ...made[signal].map((message) => Buffer.from(asOtlpJson(message, { upperCase: false }))),
      ],
    },
  ]);
}

/**
 * Feeds the decoders with mutated real and generated bodies, one in fifty of them through gzip, itself
 * mutated. The same seed gives the same inputs.
 * @param inputs how many
 * @param take given what was decoded; what it throws is a crash like any other
 * @param progress told now and then how many are done
 */
export async function fuzzOtlp(
  seed: number,
  inputs: number,
  take: (telemetry: Telemetry) => void = () => {},
  progress: (done: number) => void = () => {},
): Promise<FuzzFigures> {
  const random = seeded(seed);
  const all = targets(seed);
  const room = new Room(LIMITS.otlpInFlight);
  const figures: FuzzFigures = {
    seed,
    inputs,
    decoded: 0,
    malformed: 0,
    oversized: 0,
    corruptGzip: 0,
    slowestMs: 0,
    slowest: "",
    grownMb: 0,
    crashes: [],
  };
  let settledMb = 0;
  for (let done = 0; done < inputs; done++) {
    if (done === Math.floor(inputs / 5)) settledMb = heapMb();
    if (done % 1000 === 0) progress(done);
    const target = pick(all, random);
    const body = target.mutate(pick(target.bodies, random), pick(target.bodies, random), random);
    const input = random() < 0.02 ? await throughGzip(body, random, room) : body;
    if (typeof input === "string") {
      figures.corruptGzip++;
      continue;
    }
    const before = threadMs();
    try {
      const { telemetry } = target.decode(input);
      figures.decoded++;
      take(telemetry);
    } catch (error) {
      if (error instanceof MalformedOtlp) figures.malformed++;
      else if (error instanceof OversizedOtlp) figures.oversized++;
      else if (figures.crashes.length < 10) {
        const text = error instanceof Error ? `${error.stack}` : String(error);
        figures.crashes.push({ error: text, target: target.name, input: input.toString("base64") });
      }
    }
    const took = threadMs() - before;
    if (took > figures.slowestMs) {
      figures.slowestMs = took;
      figures.slowest = `${target.name}, ${input.length} bytes`;
    }
  }
  figures.grownMb = heapMb() - settledMb;
  return figures;
}

/** What comes out of a gzip body that was mutated itself; the way that it was refused where nothing does. */
async function throughGzip(body: Buffer, random: () => number, room: Room): Promise<Buffer | string> {
  const whole = gzipSync(body);
  const share = room.share("fuzz");
  const sent = random() < 0.5 ? whole : mutateBytes(whole, whole, random);
  const out = await gunzipBody(sent, LIMITS.otlpBody, share);
  share.giveBack();
  if (sent === whole && (typeof out === "string" || !out.equals(gunzipSync(whole))))
    throw new Error(`A sound gzip body of ${body.length} bytes came out as ${typeof out}.`);
  return out;
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

function heapMb(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}
