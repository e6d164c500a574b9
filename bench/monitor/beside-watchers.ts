import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Benchmark } from "../benchmark.ts";
import type { LoadAnswer, LoadQuestion } from "../ingest/load.ts";
import { type Part, startPart } from "../ingest/part.ts";
import { medianOf } from "./median-of.ts";
import type { WorkerAnswer, WorkerQuestion } from "./worker.ts";

const WATCHERS = 100;
const PER_SECOND = 50;
const SPANS_PER_SECOND = 20_000;
const MARKET = { services: 10 };
const at = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/**
 * A worker that takes in telemetry at a steady rate, in turns with nobody watching and with a hundred watchers who are told
 * fifty events a second, each of the three in a process of its own: whatever else the machine does meets both turns.
 */
export async function besideWatchers(
  pairs: number,
  seconds: number,
  progress: Parameters<Benchmark>[0]["progress"],
) {
  const worker = startPart(at("worker.ts"));
  const load = startPart(at("../ingest/load.ts"));
  try {
    const { url } = await worker.ask<WorkerAnswer>({ do: "listen" } satisfies WorkerQuestion);
    await turn(worker, load, url, 0, Math.min(seconds, 3));
    const alone: Turn[] = [];
    const watched: Turn[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      progress("intake beside a hundred watchers", pair / pairs);
      alone.push(await turn(worker, load, url, 0, seconds));
      watched.push(await turn(worker, load, url, WATCHERS, seconds));
    }
    const each = (pick: (one: Turn) => number) => watched.map(pick);
    return {
      watchers: WATCHERS,
      eventsPerSecond: PER_SECOND,
      deliveredRatio: Math.min(...each(({ delivered }) => delivered)),
      spansPerSecond: medianOf(each(({ spansPerSecond }) => spansPerSecond)),
      intakeRatio: medianOf(
        watched.map(({ spansPerSecond }, pair) => spansPerSecond / (alone[pair] as Turn).spansPerSecond),
      ),
      refused: [...alone, ...watched].reduce((sum, { refused }) => sum + refused, 0),
      waitMs: {
        alone: medianOf(alone.map(({ waitP99Ms }) => waitP99Ms)),
        watched: medianOf(each(({ waitP99Ms }) => waitP99Ms)),
      },
      loopDelayP99Ms: {
        alone: medianOf(alone.map(({ loopDelayP99Ms }) => loopDelayP99Ms)),
        watched: medianOf(each(({ loopDelayP99Ms }) => loopDelayP99Ms)),
      },
      processorShare: medianOf(
        watched.map(({ processorShare }, pair) => processorShare - (alone[pair] as Turn).processorShare),
      ),
      heapGrowthMb: (watched.at(-1) as Turn).heapMb - (watched[0] as Turn).heapMb,
    };
  } finally {
    worker.stop();
    load.stop();
  }
}

type Turn = Awaited<ReturnType<typeof turn>>;

async function turn(worker: Part, load: Part, url: string, watchers: number, seconds: number) {
  const child = watchers > 0 ? fork(at("watchers.ts"), [url, String(watchers)]) : null;
  if (child) await once(child, "message");
  const waits: number[] = [];
  const probe = setInterval(async () => {
    const began = performance.now();
    await (await fetch(`${url}/v1/traces`, EMPTY)).arrayBuffer();
    waits.push(performance.now() - began);
  }, 50);
  const [sent, told] = await Promise.all([
    load.ask<LoadAnswer>({
      do: "steady",
      url,
      token: "any",
      market: MARKET,
      spansPerSecond: SPANS_PER_SECOND,
      seconds,
    } satisfies LoadQuestion),
    worker.ask<WorkerAnswer>({
      do: "tell",
      perSecond: watchers > 0 ? PER_SECOND : 0,
      seconds,
    } satisfies WorkerQuestion),
  ]);
  clearInterval(probe);
  let delivered = 1;
  if (child) {
    child.send({ expected: told.told });
    const [answer] = (await once(child, "message")) as [{ told: number }];
    delivered = answer.told / (told.told * watchers);
    child.disconnect();
  }
  return {
    ...told,
    delivered,
    spansPerSecond: sent.spans / sent.seconds,
    refused: Object.entries(sent.statuses).reduce(
      (sum, [status, times]) => sum + (status === "200" ? 0 : times),
      0,
    ),
    waitP99Ms: waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.99)] ?? Number.NaN,
  };
}

/** What a sender waits for an answer, where there is nothing to take in. */
const EMPTY = {
  method: "POST",
  headers: { authorization: "Bearer any", "content-type": "application/json" },
  body: '{"resourceSpans":[]}',
};
