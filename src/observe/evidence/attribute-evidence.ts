import { redact } from "../../safety/redact.ts";
import { sanitise } from "../../safety/sanitise.ts";
import type { RequestSample } from "../requests/request-samples.ts";
import { type Difference, tellApart } from "../requests/tell-apart.ts";
import { isOfTheCode, mayBePersonal } from "../requests/told-attributes.ts";
import type { EvidenceContext, Unnumbered } from "./evidence-context.ts";

const MAX_ITEMS = 8;
const MAX_OPEN = 300;
/** Good requests of the same minutes below which those of before the onset are taken instead. */
const ENOUGH = 20;
const LOOK_BACK_MS = 15 * 60_000;

/**
 * What requests that went bad have in common and those that went well have not. Good ones of the same minutes are the
 * best to compare with, since nothing but the attribute differs; where nearly all fail there are none, and those of
 * before the onset must do.
 */
export function attributeEvidence(context: EvidenceContext): Unnumbered[] {
  const { anomaly, record, slowMs, before, after } = context;
  if (anomaly.symptom === "memory") return [];
  const isBad = (one: RequestSample) => (slowMs === null ? one.failed : one.durationMs > slowMs);
  const all = samples(context);
  const bad = all.filter((one) => one.atMs >= before && isBad(one));
  const good = all.filter((one) => !isBad(one) && !one.failed);
  const since = good.filter((one) => one.atMs >= Math.min(before, after));
  const concurrent = since.length >= ENOUGH;
  const compared = concurrent ? since : good.filter((one) => one.atMs >= before - LOOK_BACK_MS);
  return tellApart(bad, compared)
    .filter((one) => concurrent || !changesWithTime(one.key))
    .slice(0, MAX_ITEMS)
    .map((one) => {
      const key = sanitise(one.key, 200);
      const value = said(one).replace(/^= /, "");
      const same = one.same.slice(0, 6).map((other) => sanitise(`${other.key} ${said(other)}`, 300));
      const share = (having: number, of: number) =>
        `${having} of ${of} (${Math.round((100 * having) / of)}%)`;
      const beside = concurrent ? "good ones of the same minutes" : "good ones of before the onset";
      const round = (p: number) => Number(p.toPrecision(3));
      return {
        kind: "attribute",
        service: record.service,
        operation: anomaly.operation,
        key,
        value,
        plain: isOfTheCode(one.key),
        same,
        bad: { requests: bad.length, having: one.bad },
        good: { requests: compared.length, having: one.good },
        concurrent,
        p: round(one.p),
        q: round(one.q),
        ...referenceOf(bad, one),
        text: sanitise(
          `${key} ${said(one)}: in ${share(one.bad, bad.length)} of the bad requests that were looked at, in ${share(one.good, compared.length)} of the ${beside}${riskRatio(one, bad.length, compared.length)}${same.length > 0 ? `; the same requests have ${same.join(", ")}` : ""}.`,
          1000,
        ),
      } satisfies Unnumbered;
    });
}

/** What was set aside of settled traces, and what the open ones still hold. */
function samples({ anomaly, record, memory, before }: EvidenceContext): RequestSample[] {
  const { requests } = memory.witnesses;
  const found = new Map<string, RequestSample>();
  for (const one of requests.of(record, anomaly.operation)) found.set(`${one.traceId}${one.spanId}`, one);
  const of = { service: record.service, operation: anomaly.operation, scopes: record.scopes };
  for (const { record: trace, entry } of memory.traces.requests(
    of,
    (span) => span.endMs >= before,
    MAX_OPEN,
  )) {
    const key = `${entry.traceId}${entry.spanId}`;
    if (!found.has(key)) found.set(key, requests.sampleOf(trace, entry));
  }
  // One request of a trace speaks for it: what a client asks again in it is no further evidence.
  const byTrace = new Map<string, RequestSample>();
  for (const one of [...found.values()].sort((a, b) => a.atMs - b.atMs || (a.spanId < b.spanId ? -1 : 1))) {
    if (!byTrace.has(one.traceId)) byTrace.set(one.traceId, one);
  }
  return [...byTrace.values()];
}

/** Against requests of another time, what is another at another time tells nothing by itself; revisions have evidence of their own. */
const changesWithTime = (key: string) =>
  /(?:^|[/.])(?:revision|version|instance\.id|pod\.(?:name|uid|ip)|container\.id|host\.name)$/.test(key);

function said({
  key,
  value,
  range,
  values,
  place,
}: Pick<Difference, "key" | "value" | "range" | "values" | "place">): string {
  if (range) return `≥ ${value}`;
  return mayBePersonal(key, value)
    ? `= ‹value ${place} of ${values}›`
    : `= ${redact(sanitise(String(value), 150), [])}`;
}

function riskRatio(one: Difference, bad: number, good: number): string {
  if (one.good === 0) return "";
  const ratio = one.bad / bad / (one.good / good);
  return `, ${ratio >= 10 ? Math.round(ratio) : ratio.toFixed(1)} times as often`;
}

/** The latest bad request that has it. */
function referenceOf(bad: readonly RequestSample[], { key, value, range }: Difference) {
  const has = ({ facts }: RequestSample) => {
    const own = facts.get(key);
    return own !== undefined && (range ? Number(own) >= Number(value) : own === value);
  };
  const last = bad.findLast(has);
  if (!last) return {};
  return {
    reference: {
      traceId: sanitise(last.traceId, 64),
      spanId: sanitise(last.spanId, 32),
      at: new Date(last.atMs).toISOString(),
    },
  };
}
