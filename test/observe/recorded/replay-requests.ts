import { readFileSync } from "node:fs";
import type { Anomaly } from "../../../src/contracts/anomaly.ts";
import type { Slo } from "../../../src/contracts/policy.ts";
import type { Resource, Span } from "../../../src/contracts/telemetry.ts";
import { createScout } from "../../../src/observe/scout.ts";
import { REPOSITORY, START } from "../shop-world.ts";

interface Request {
  endMs: number;
  process: string;
  operation: string;
  status: number;
  tookMs: number;
  trace: string;
  spanId: string;
}

/** The objectives of the shop that was recorded. */
const SLO: Record<string, Slo> = {
  storefront: { availability: 0.995, latency: { p95: 800 } },
  quotes: { availability: 0.995, latency: { p95: 250 } },
  policies: { availability: 0.995, latency: { p95: 400 } },
};
const EXPORT_MS = 500;
const TICK_MS = 250;

/**
 * Shows requests as they were once served to Scout: those of `NAME.tsv` beside this file, that the processes of a shop
 * logged while a revision broke it, deployments and cold starts before and after it included. Spans leave each process
 * half a second after the first that waits, as the SDK's exporter sends them there; Scout looks four times a second.
 *
 * @param broken the first process that runs the fault; its first answer is second 0.
 * @returns what was told, and how many seconds after that answer.
 */
export function replayRequests(name: string, broken: string): { anomaly: Anomaly; seconds: number }[] {
  const requests = read(name);
  const from = requests.find((one) => one.process === broken)?.endMs ?? 0;
  const spans = requests.flatMap((one) => spansOf(one, requests)).sort((a, b) => a.endMs - b.endMs);
  let now = START;
  const scout = createScout({
    now: () => now,
    claim: (service) => ({
      repository: REPOSITORY,
      environmentFilter: "production",
      slo: SLO[service] ?? {},
    }),
  });
  const waiting = new Map<string, { leaveMs: number; spans: Span[] }>();
  const told: { anomaly: Anomaly; seconds: number }[] = [];
  const last = requests.at(-1)?.endMs ?? 0;
  for (let next = 0, ms = 0; ms <= last; ms += TICK_MS) {
    now = START + ms;
    for (let span = spans[next]; span && span.endMs <= now; span = spans[++next]) {
      const { instance = "" } = span.resource;
      const batch = waiting.get(instance) ?? { leaveMs: span.endMs + EXPORT_MS, spans: [] };
      waiting.set(instance, batch);
      batch.spans.push(span);
    }
    for (const [instance, batch] of [...waiting]) {
      if (batch.leaveMs > now) continue;
      waiting.delete(instance);
      scout.ingest({
        kind: "telemetry",
        repositories: [REPOSITORY],
        receivedAt: new Date(now).toISOString(),
        telemetry: { spans: batch.spans, points: [], logs: [] },
      });
    }
    for (const anomaly of scout.tick()) told.push({ anomaly, seconds: (ms - from) / 1000 });
  }
  return told;
}

function read(name: string): Request[] {
  const text = readFileSync(new URL(`${name}.tsv`, import.meta.url), "utf8");
  return text
    .trim()
    .split("\n")
    .slice(1)
    .map((line, index) => {
      const [endMs, process = "", operation = "", status, tookMs, trace] = line.split("\t");
      return {
        endMs: Number(endMs),
        process,
        operation,
        status: Number(status),
        tookMs: Number(tookMs),
        ...idsOf(process, trace ? Number(trace) + 1 : 1e6 + index, index),
      };
    });
}

/** The entry of a request, and, where the storefront made it, the call that it answered. */
function spansOf(request: Request, all: readonly Request[]): Span[] {
  const { trace, spanId, process, operation, status, tookMs } = request;
  const endMs = START + request.endMs;
  const [method = "", route = ""] = operation.split(" ");
  const common = {
    traceId: trace,
    status: status >= 500 ? ("error" as const) : ("unset" as const),
    events: [],
  };
  const attributes = { "http.request.method": method, "http.response.status_code": status };
  const isRoot = process.startsWith("storefront");
  const caller = isRoot ? undefined : callers(all).get(trace);
  const entry: Span = {
    ...common,
    spanId,
    ...(caller ? { parentSpanId: `c${spanId.slice(1)}` } : {}),
    name: operation,
    kind: "server",
    startMs: endMs - tookMs,
    endMs,
    attributes: { ...attributes, "http.route": route },
    resource: resourceOf(process),
  };
  if (!caller) return [entry];
  const call: Span = {
    ...common,
    spanId: `c${spanId.slice(1)}`,
    parentSpanId: rootIdOf(trace),
    name: method,
    kind: "client",
    startMs: endMs - tookMs - 1,
    endMs: endMs + 1,
    attributes,
    resource: resourceOf(caller),
  };
  return [call, entry];
}

const known = new WeakMap<readonly Request[], Map<string, string>>();

/** Which process of the storefront each trace began in. */
function callers(all: readonly Request[]): Map<string, string> {
  let found = known.get(all);
  if (!found) {
    found = new Map(
      all.filter((one) => one.process.startsWith("storefront")).map((one) => [one.trace, one.process]),
    );
    known.set(all, found);
  }
  return found;
}

const rootIdOf = (trace: string) => `a${trace.slice(-15)}`;

function idsOf(process: string, number: number, index: number): { trace: string; spanId: string } {
  const trace = hex(number, 32);
  return { trace, spanId: process.startsWith("storefront") ? rootIdOf(trace) : `b${hex(index, 15)}` };
}

function resourceOf(process: string): Resource {
  const [service = "", number = ""] = process.split("-");
  return {
    service,
    environment: "production",
    revision: number.padStart(40, "a"),
    instance: process,
    attributes: {},
  };
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");
