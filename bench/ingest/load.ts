/** The senders: a process of its own on loopback, which does what it is asked for and no more. */
import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type Market, SPANS_PER_BATCH } from "./market-traces.ts";
import { answering } from "./part.ts";
import { freshen, type Template } from "./template.ts";
import { templates } from "./templates.ts";

export type LoadQuestion =
  /** Compresses so many batches and keeps them. */
  | { do: "prepare"; market: Market; batches: number }
  /** Sends what was prepared as fast as it is taken. */
  | { do: "blast"; url: string; token: string }
  /** Sends at a steady rate, each batch made just before. */
  | { do: "steady"; url: string; token: string; market: Market; spansPerSecond: number; seconds: number };
export interface LoadAnswer {
  spans: number;
  seconds: number;
  /** How often each HTTP status came. */
  statuses: Record<number, number>;
  /** The longest time without an acknowledged export, and the slowest of them: of a steady load. */
  longestGapMs?: number;
  slowestMs?: number;
  /** Processor seconds that sending took. */
  processSeconds: number;
}

type Sent = Omit<LoadAnswer, "processSeconds">;

/** Exporters that send at the same time. */
const SENDERS = 4;
/** Fast, as the Collector's exporter compresses by default. */
const GZIP = { level: 1 };
const compress = promisify(gzip) as (bytes: Buffer, options: typeof GZIP) => Promise<Buffer>;
const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });

let made: { services: number; list: Template[] } | undefined;
let prepared: Buffer[] = [];
let sent = 0;

answering<LoadQuestion>(async (question): Promise<LoadAnswer> => {
  if (question.do === "prepare") {
    const began = performance.now();
    await prepare(question.market, question.batches);
    return { spans: 0, seconds: (performance.now() - began) / 1000, statuses: {}, processSeconds: 0 };
  }
  const before = process.cpuUsage();
  const sent = await (question.do === "blast" ? blast(question) : steady(question));
  const { user, system } = process.cpuUsage(before);
  return { ...sent, processSeconds: (user + system) / 1e6 };
});

function nextBatch(market: Market, sentMs: number): Promise<Buffer> {
  if (made?.services !== market.services) made = { services: market.services, list: templates(market) };
  const template = made.list[sent++ % made.list.length] as Template;
  return compress(freshen(template, randomBytes(8).readBigUInt64LE(), sentMs), GZIP);
}

async function prepare(market: Market, batches: number): Promise<void> {
  prepared = [];
  await nextBatch(market, 0);
  const began = performance.now();
  while (prepared.length < batches) {
    // Stamped for the time at which it is likely to be sent: as far behind the last as this is before it.
    const each = prepared.length > 20 ? (performance.now() - began) / prepared.length : 5;
    const sentMs = Date.now() + each * (batches - prepared.length) + prepared.length;
    prepared.push(...(await Promise.all([nextBatch(market, sentMs), nextBatch(market, sentMs)])));
  }
}

async function blast({ url, token }: { url: string; token: string }): Promise<Sent> {
  const statuses: Record<number, number> = {};
  let next = 0;
  let taken = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      for (let body = prepared[next++]; body !== undefined; body = prepared[next++]) {
        const status = await send(url, token, body);
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (status === 200) taken++;
      }
    }),
  );
  prepared = [];
  return { spans: taken * SPANS_PER_BATCH, seconds: (performance.now() - began) / 1000, statuses };
}

async function steady(of: {
  url: string;
  token: string;
  market: Market;
  spansPerSecond: number;
  seconds: number;
}): Promise<Sent> {
  const { url, token, market, spansPerSecond, seconds } = of;
  const statuses: Record<number, number> = {};
  const batches = Math.round((spansPerSecond * seconds) / SPANS_PER_BATCH);
  const everyMs = (seconds * 1000) / batches;
  const open = new Set<Promise<void>>();
  let taken = 0;
  const began = performance.now();
  let last = began;
  let longestGapMs = 0;
  let slowestMs = 0;
  for (let at = 0; at < batches; at++) {
    // A service that cannot keep up is not waited for: the spans that it took say so.
    if (performance.now() - began > seconds * 1000) break;
    const wait = began + at * everyMs - performance.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    const body = await nextBatch(market, Date.now());
    const sentAt = performance.now();
    const sending = send(url, token, body).then((status) => {
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status === 200) {
        const now = performance.now();
        taken++;
        longestGapMs = Math.max(longestGapMs, now - last);
        slowestMs = Math.max(slowestMs, now - sentAt);
        last = now;
      }
      open.delete(sending);
    });
    open.add(sending);
    if (open.size >= SENDERS) await Promise.race(open);
  }
  await Promise.all(open);
  const took = performance.now() - began;
  longestGapMs = Math.max(longestGapMs, began + took - last);
  return { spans: taken * SPANS_PER_BATCH, seconds: took / 1000, statuses, longestGapMs, slowestMs };
}

function send(url: string, token: string, body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}/v1/traces`, {
      method: "POST",
      agent,
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "application/x-protobuf",
        "content-encoding": "gzip",
        "content-length": body.length,
      },
    });
    outgoing.on("response", (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
