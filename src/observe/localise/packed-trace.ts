import type { Resource } from "../../contracts/telemetry.ts";
import type { ReadSpan } from "./span-facts.ts";

/** What spans of one process say again and again. */
type Said = Pick<ReadSpan, "name" | "kind" | "status" | "attributes" | "events" | "resource" | "facts">;

/**
 * The spans of one trace in few objects: each of its own would hold nine, and many thousands are kept, of which hardly any is ever
 * read.
 */
export interface PackedTrace {
  traceId: string;
  said: Said[];
  /** Start and end of each span; then, as 32-bit words, its id and its parent's, two zeros for none. */
  numbers: Float64Array;
}

const SPAN_ID = /^[0-9a-f]{16}$/;
const WORDS = 4;
const MAX_NAMES = 500;
const MAX_ALIKE = 8;
const known = new WeakMap<Resource, Map<string, Said[]>>();

/** Null where its ids are none by the specification. */
export function packTrace(spans: readonly ReadSpan[]): PackedTrace | null {
  const traceId = spans[0]?.traceId;
  const isPlain = (span: ReadSpan) =>
    span.traceId === traceId &&
    SPAN_ID.test(span.spanId) &&
    (span.parentSpanId === undefined || SPAN_ID.test(span.parentSpanId));
  if (traceId === undefined || !spans.every(isPlain)) return null;
  const numbers = new Float64Array(4 * spans.length);
  const words = wordsOf(numbers);
  const said = new Array<Said>(spans.length);
  for (let i = 0; i < spans.length; i++) {
    const span = spans[i] as ReadSpan;
    numbers[2 * i] = span.startMs;
    numbers[2 * i + 1] = span.endMs;
    putId(words, WORDS * i, span.spanId);
    if (span.parentSpanId !== undefined) putId(words, WORDS * i + 2, span.parentSpanId);
    said[i] = sharedOf(span);
  }
  return { traceId, said, numbers };
}

export function unpackTrace({ traceId, said, numbers }: PackedTrace): ReadSpan[] {
  const words = wordsOf(numbers);
  return said.map(({ name, kind, status, attributes, events, resource, facts }, i) => ({
    traceId,
    spanId: idAt(words, WORDS * i),
    parentSpanId:
      words[WORDS * i + 2] === 0 && words[WORDS * i + 3] === 0 ? undefined : idAt(words, WORDS * i + 2),
    name,
    kind,
    startMs: numbers[2 * i] as number,
    endMs: numbers[2 * i + 1] as number,
    status,
    attributes,
    events,
    resource,
    facts,
  }));
}

/** The half of the numbers that holds ids. */
const wordsOf = (numbers: Float64Array): Uint32Array =>
  new Uint32Array(numbers.buffer, numbers.byteLength / 2);

function putId(words: Uint32Array, at: number, id: string): void {
  words[at] = Number.parseInt(id.slice(0, 8), 16);
  words[at + 1] = Number.parseInt(id.slice(8), 16);
}

const idAt = (words: Uint32Array, at: number): string =>
  (words[at] as number).toString(16).padStart(8, "0") +
  (words[at + 1] as number).toString(16).padStart(8, "0");

function sharedOf({ name, kind, status, attributes, events, resource, facts }: ReadSpan): Said {
  let names = known.get(resource);
  if (!names) {
    names = new Map();
    known.set(resource, names);
  }
  let alike = names.get(name);
  if (!alike) {
    alike = [];
    if (names.size < MAX_NAMES) names.set(name, alike);
  }
  const same = alike.find(
    (one) =>
      one.kind === kind &&
      one.status === status &&
      one.events === events &&
      one.attributes === attributes &&
      one.facts.operation === facts.operation &&
      one.facts.peer === facts.peer &&
      one.facts.failed === facts.failed &&
      one.facts.refused === facts.refused &&
      one.facts.brokeDown === facts.brokeDown,
  );
  if (same) return same;
  const said = { name, kind, status, attributes, events, resource, facts };
  if (alike.length < MAX_ALIKE) alike.push(said);
  return said;
}
