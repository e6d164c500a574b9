import { fileURLToPath } from "node:url";
import type { Benchmark } from "./benchmark.ts";
import type { LoadAnswer, LoadQuestion } from "./ingest/load.ts";
import { type Market, serviceNames } from "./ingest/market-traces.ts";
import { type Part, startPart } from "./ingest/part.ts";
import type { DecodeAnswer, DecodeQuestion } from "./ingest/reference.ts";
import { type MeasuredService, startService } from "./ingest/service.ts";

const SMALL: Market = { services: 10 };
const LARGE: Market = { services: 1000 };
/** Pairs of a round end to end and one of the reference decoder. */
const ROUNDS = 5;
/** Batches of a round: about ten seconds at the aim. */
const ROUND_BATCHES = 5000;
const STEADY_SPANS_PER_SECOND = 20_000;
const STEADY_SECONDS = 300;
const MINUTE = 60;
/** Of what stands for a minute's memory: collections of garbage make single readings jump. */
const READINGS = 10;

const part = (name: string) => startPart(fileURLToPath(new URL(`ingest/${name}.ts`, import.meta.url)));

/**
 * Spans a second through the whole service on loopback (HTTP, gzip, decoding, Scout, its ticks and
 * snapshots) beside OpenTelemetry's generated decoder alone, in turns, so that whatever else the machine does
 * meets both; memory under a steady load; and what ten against a thousand services cost.
 *
 * `BENCH_PROFILE=DIRECTORY` keeps a CPU profile of each service process there.
 */
export const ingest: Benchmark = async ({ progress, seconds }) => {
  const load = part("load");
  const reference = part("reference");
  try {
    // A round of a development run takes about as long as it says; the steady load as well.
    const batches = seconds === undefined ? ROUND_BATCHES : Math.ceil(seconds * 400);
    const rounds = seconds === undefined ? ROUNDS : 3;
    const speed = await measureSpeed(load, reference, rounds, batches, progress);
    const cardinality = await measureCardinality(load, rounds, batches, progress);
    const memory = await measureMemory(load, seconds ?? STEADY_SECONDS, progress);
    const refused = speed.refused + cardinality.refused + memory.refused;
    return {
      section: {
        spans_per_second: Math.round(speed.endToEnd),
        decode_only_spans_per_second: Math.round(speed.decodeOnly),
        ratio: round(speed.ratio, 3),
        ratios: speed.ratios.map((ratio) => round(ratio, 3)),
        // Processor time, which other work on the machine hardly touches: that of the service's main thread, which
        // is what limits it, and that of the decoder.
        us_per_span: round(speed.costUs, 2),
        decode_only_us_per_span: round(speed.decodeUs, 2),
        // Of all threads: what the machine spends on a span. The senders share its processors with the service, and the
        // reference decoder has them for itself.
        process_us_per_span: round(speed.processUs, 2),
        decode_only_process_us_per_span: round(speed.decodeProcessUs, 2),
        senders_us_per_span: round(speed.sendersUs, 2),
        rss_mb: memory.rssMb,
        steady_spans_per_second: Math.round(memory.spansPerSecond),
        cardinality_cost_ratio: round(cardinality.ratio, 3),
        refused_batches: refused,
        incidents: speed.incidents + cardinality.incidents + memory.incidents,
      },
      rows: [
        { what: "spans a second, end to end", measured: count(speed.endToEnd) },
        { what: "spans a second, reference decoder alone", measured: count(speed.decodeOnly) },
        {
          what: "ratio (median of pairs)",
          measured: speed.ratio.toFixed(2),
          wanted: "≥ 0.7, aim 1",
          met: speed.ratio >= 0.7,
        },
        {
          what: "processor time a span: main thread, reference decoder",
          measured: `${speed.costUs.toFixed(2)} µs, ${speed.decodeUs.toFixed(2)} µs`,
        },
        {
          what: "all threads: service, reference decoder, senders",
          measured: [speed.processUs, speed.decodeProcessUs, speed.sendersUs]
            .map((us) => `${us.toFixed(2)} µs`)
            .join(", "),
        },
        {
          what: "cost a span, 1,000 services × 20 against 10",
          measured: `× ${cardinality.ratio.toFixed(2)}`,
          wanted: "≤ 1.3",
          met: cardinality.ratio <= 1.3,
        },
        { what: "memory before load", measured: `${memory.rssMb.start} MB` },
        { what: "memory after a minute at 20,000 spans a second", measured: `${memory.rssMb.minute_1} MB` },
        {
          what: "memory after five minutes",
          measured: `${memory.rssMb.minute_5} MB`,
          wanted: "≤ 110% of minute one",
          met: memory.rssMb.minute_5 <= memory.rssMb.minute_1 * 1.1,
        },
        {
          what: "memory at most",
          measured: `${memory.rssMb.peak} MB`,
          wanted: "< 512 MB",
          met: memory.rssMb.peak < 512,
        },
        { what: "refused batches", measured: String(refused), wanted: "0", met: refused === 0 },
        {
          what: "incidents of healthy load",
          measured: String(speed.incidents + cardinality.incidents + memory.incidents),
        },
      ],
    };
  } finally {
    load.stop();
    reference.stop();
  }
};

type Progress = Parameters<Benchmark>[0]["progress"];

async function measureSpeed(
  load: Part,
  reference: Part,
  rounds: number,
  batches: number,
  progress: Progress,
) {
  const service = await startService(serviceNames(SMALL), process.env.BENCH_PROFILE);
  try {
    progress("warming up");
    await decode(reference, batches / 10);
    let refused = (await blast(load, service, SMALL, Math.ceil(batches / 4))).refused;
    const sides: { sent: Sending; alone: DecodeAnswer }[] = [];
    for (let at = 0; at < rounds; at++) {
      progress(`end to end beside the reference decoder, round ${at + 1} of ${rounds}`, (at / rounds) * 0.3);
      // Who goes first changes, so that neither always meets a warmer or a busier machine.
      const before = at % 2 === 0 ? await decode(reference, batches / 2) : undefined;
      const sent = await blast(load, service, SMALL, batches);
      refused += sent.refused;
      const alone = before ?? (await decode(reference, batches / 2));
      sides.push({ sent, alone });
    }
    const ratios = sides.map(({ sent, alone }) => sent.spansPerSecond / alone.spansPerSecond);
    return {
      endToEnd: median(sides.map(({ sent }) => sent.spansPerSecond)),
      decodeOnly: median(sides.map(({ alone }) => alone.spansPerSecond)),
      costUs: median(sides.map(({ sent }) => sent.costUs)),
      decodeUs: median(sides.map(({ alone }) => alone.costUs)),
      processUs: median(sides.map(({ sent }) => sent.processUs)),
      decodeProcessUs: median(sides.map(({ alone }) => alone.processUs)),
      sendersUs: median(sides.map(({ sent }) => sent.sendersUs)),
      ratio: median(ratios),
      ratios,
      refused,
      incidents: await service.incidents(),
    };
  } finally {
    await service.stop();
  }
}

/** Processor time of the service a span, in turns: of a service that knows ten services and one that knows a thousand. */
async function measureCardinality(load: Part, rounds: number, batches: number, progress: Progress) {
  const small = await startService(serviceNames(SMALL), process.env.BENCH_PROFILE);
  const large = await startService(serviceNames(LARGE), process.env.BENCH_PROFILE);
  try {
    let refused = 0;
    const ratios: number[] = [];
    // The first round makes every series there is, and counts for nothing.
    for (let at = 0; at <= rounds; at++) {
      progress(`ten services beside a thousand, round ${at + 1} of ${rounds + 1}`, 0.3 + (at / rounds) * 0.3);
      const few = await blast(load, small, SMALL, batches / 2);
      const many = await blast(load, large, LARGE, batches / 2);
      refused += few.refused + many.refused;
      if (at > 0) ratios.push(many.costUs / few.costUs);
    }
    const incidents = (await small.incidents()) + (await large.incidents());
    return { ratio: median(ratios), refused, incidents };
  } finally {
    await small.stop();
    await large.stop();
  }
}

async function measureMemory(load: Part, seconds: number, progress: Progress) {
  const service = await startService(serviceNames(SMALL), process.env.BENCH_PROFILE);
  try {
    const start = Math.round(service.usage().rssMb);
    const readings: number[] = [];
    const began = performance.now();
    const watch = setInterval(() => {
      const passed = (performance.now() - began) / 1000;
      readings.push(service.usage().rssMb);
      progress(
        `${STEADY_SPANS_PER_SECOND.toLocaleString("en")} spans a second, ${readings.at(-1)?.toFixed(0)} MB`,
        0.6 + Math.min(1, passed / seconds) * 0.4,
      );
    }, 1000);
    const answer = await load.ask<LoadAnswer>({
      do: "steady",
      url: service.url,
      token: service.token,
      market: SMALL,
      spansPerSecond: STEADY_SPANS_PER_SECOND,
      seconds,
    } satisfies LoadQuestion);
    clearInterval(watch);
    const firstMinute = Math.min(MINUTE, Math.ceil(seconds / 2));
    return {
      rssMb: {
        start,
        minute_1: Math.round(median(readings.slice(Math.max(0, firstMinute - READINGS), firstMinute))),
        minute_5: Math.round(median(readings.slice(-READINGS))),
        peak: Math.round(Math.max(...readings)),
      },
      spansPerSecond: answer.spans / answer.seconds,
      refused: refusedOf(answer),
      incidents: await service.incidents(),
    };
  } finally {
    await service.stop();
  }
}

type Sending = Awaited<ReturnType<typeof blast>>;

async function blast(load: Part, service: MeasuredService, market: Market, batches: number) {
  await load.ask<LoadAnswer>({ do: "prepare", market, batches } satisfies LoadQuestion);
  const before = service.usage();
  const { url, token } = service;
  const answer = await load.ask<LoadAnswer>({ do: "blast", url, token } satisfies LoadQuestion);
  const after = service.usage();
  const each = (seconds: number) => (seconds * 1e6) / answer.spans;
  return {
    spansPerSecond: answer.spans / answer.seconds,
    costUs: each(after.mainThreadSeconds - before.mainThreadSeconds),
    processUs: each(after.processSeconds - before.processSeconds),
    sendersUs: each(answer.processSeconds),
    refused: refusedOf(answer),
  };
}

function decode(reference: Part, batches: number): Promise<DecodeAnswer> {
  return reference.ask<DecodeAnswer>({ market: SMALL, batches } satisfies DecodeQuestion);
}

/** Batches that were answered with anything but 200. */
function refusedOf({ statuses }: LoadAnswer): number {
  return Object.entries(statuses).reduce((sum, [status, times]) => sum + (status === "200" ? 0 : times), 0);
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en");
}
