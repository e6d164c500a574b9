import type { Span } from "../../contracts/telemetry.ts";
import { attributeText } from "../attribute-text.ts";
import { spanFacts } from "./span-facts.ts";
import type { Call, Visit } from "./visit.ts";

/** What one trace teaches about the others. */
export interface Sites {
  /** Where calls of that service and name end up, from those that were answered. */
  answers: Map<string, Map<string, { target: string; operation: string }>>;
  /** Names of spans, by service, within a visit: such a span is no visit of its own where its parent was lost. */
  inner: Map<string, Set<string>>;
}

const MAX_NAMES = 500;

/**
 * Takes a trace apart into visits and calls. A visit begins where the service changes, at a span of kind server or
 * consumer, or at a span whose parent is not there. Spans without a kind are calls where just one other service
 * answers them. Learns into `sites`; times are not looked at yet, see `settleVisits`.
 */
export function dissect(spans: readonly Span[], sites: Sites): Visit[] {
  const byId = new Map<string, Span>();
  for (const span of spans) byId.set(span.spanId, span);
  const children = new Map<Span, Span[]>();
  const open: { span: Span; visit: Visit | null; via: Span | null }[] = [];
  for (const span of spans) {
    const parent = span.parentSpanId === undefined ? undefined : byId.get(span.parentSpanId);
    if (!parent || parent === span) open.push({ span, visit: null, via: null });
    else {
      const siblings = children.get(parent);
      if (siblings) siblings.push(span);
      else children.set(parent, [span]);
    }
  }
  const visits: Visit[] = [];
  for (let next = open.pop(); next; next = open.pop()) {
    const { span, via } = next;
    let { visit } = next;
    const below = children.get(span);
    const isEntry =
      !visit || visit.service !== span.resource.service || span.kind === "server" || span.kind === "consumer";
    let call: Call | null = null;
    if (isEntry) {
      const caller = visit;
      visit = visitOf(span, caller);
      visits.push(visit);
      if (caller) answered(caller, via, visit, sites);
    } else if (visit) {
      learnInner(span, sites);
      if (!visit.threw) visit.threw = span.events.length > 0 && threw(span);
      if (isCall(span, below)) {
        call = callOf(span);
        visit.calls.push(call);
      }
    }
    for (const child of below ?? []) open.push({ span: child, visit, via: call ? span : null });
  }
  return visits;
}

function visitOf(entry: Span, caller: Visit | null): Visit {
  const { operation, failed } = spanFacts(entry);
  return {
    service: entry.resource.service,
    operation,
    entry,
    durationMs: Math.max(0, entry.endMs - entry.startMs),
    ownMs: 0,
    failed,
    threw: entry.events.length > 0 && threw(entry),
    calls: [],
    caller,
  };
}

function learnInner(span: Span, { inner }: Sites): void {
  let names = inner.get(span.resource.service);
  if (!names) {
    names = new Set();
    inner.set(span.resource.service, names);
  }
  if (names.size < MAX_NAMES) names.add(span.name);
}

function answered(caller: Visit, via: Span | null, visit: Visit, sites: Sites): void {
  let call = via ? caller.calls.findLast((one) => one.span === via) : undefined;
  if (!call || call.answer) {
    call = {
      ...callOf(visit.entry),
      name: visit.operation,
      span: null,
      peer: undefined,
      failed: visit.failed,
    };
    caller.calls.push(call);
  } else {
    learnAnswer(caller.service, call, visit, sites);
  }
  call.answer = visit;
  call.target = visit.service;
  call.operation = visit.operation;
  call.detached = visit.entry.kind === "consumer" || call.span?.kind === "producer";
}

function learnAnswer(service: string, call: Call, visit: Visit, { answers }: Sites): void {
  let known = answers.get(service);
  if (!known) {
    known = new Map();
    answers.set(service, known);
  }
  const site = siteOf(call);
  const answer = known.get(site);
  if (answer?.target === visit.service && answer.operation === visit.operation) return;
  known.set(site, { target: visit.service, operation: visit.operation });
}

function callOf(span: Span): Call {
  const { operation, peer, failed, refused, brokeDown } = spanFacts(span);
  return {
    name: span.name,
    span,
    peer,
    answer: null,
    detached: span.kind === "producer",
    target: "",
    operation,
    outside: false,
    startMs: span.startMs,
    endMs: span.endMs,
    failed,
    refused,
    brokeDown,
  };
}

/** Of spans without a kind, those that end in another service or could have. */
function isCall(span: Span, below: readonly Span[] | undefined): boolean {
  if (span.kind === "client" || span.kind === "producer") return true;
  const [only, ...more] = below ?? [];
  const reaches = only !== undefined && more.length === 0 && only.resource.service !== span.resource.service;
  // The SDK's default kind, of a span that nobody gave one and that is named for what it calls.
  if (span.kind === "internal") return reaches && only.name === span.name;
  return span.kind === "unspecified" && (only === undefined || reaches);
}

function threw(span: Span): boolean {
  return span.events.some(
    (event) => event.name === "exception" && attributeText(event.attributes, "exception.escaped") !== "false",
  );
}

/** What calls of one sort have in common. */
export const siteOf = ({ name, peer }: Call) => (peer === undefined ? name : `${name}\0${peer}`);
