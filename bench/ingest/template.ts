/**
 * An encoded batch that can be sent again as news. Scout counts a span that comes twice once, so each
 * sending needs ids and times of its own; encoding every batch anew would cost the load more than the
 * service spends on reading it.
 */
export interface Template {
  bytes: Buffer;
  /** Where the ids stand: trace ids by their last eight bytes, span ids and parents by all of theirs. */
  ids: readonly number[];
  /** Where the times stand, in nanoseconds relative to the time of sending. */
  times: readonly number[];
}

/** Field numbers of `ExportTraceServiceRequest` down to the span, and within span and event. */
const RESOURCE_SPANS = 1;
const SCOPE_SPANS = 2;
const SPANS = 2;
const SPAN = { traceId: 1, spanId: 2, parentSpanId: 4, start: 7, end: 8, event: 11 };
const EVENT_TIME = 1;

/** @param bytes an encoded `ExportTraceServiceRequest` whose times are relative to its sending */
export function templateOf(bytes: Uint8Array): Template {
  const whole = Buffer.from(bytes);
  const ids: number[] = [];
  const times: number[] = [];
  for (const group of fields(whole, 0, whole.length, RESOURCE_SPANS))
    for (const scope of fields(whole, group.from, group.to, SCOPE_SPANS))
      for (const span of fields(whole, scope.from, scope.to, SPANS))
        for (const { number, from, to } of fields(whole, span.from, span.to)) {
          if (number === SPAN.traceId || number === SPAN.spanId || number === SPAN.parentSpanId)
            ids.push(to - 8);
          else if (number === SPAN.start || number === SPAN.end) times.push(from);
          else if (number === SPAN.event)
            for (const time of fields(whole, from, to, EVENT_TIME)) times.push(time.from);
        }
  return { bytes: whole, ids, times };
}

/**
 * The batch with other ids, the same within it, and with its times counted from `sentMs`.
 * @param salt unlike that of every other sending of this template
 */
export function freshen({ bytes, ids, times }: Template, salt: bigint, sentMs: number): Buffer {
  const fresh = Buffer.from(bytes);
  const sent = BigInt(Math.round(sentMs)) * 1_000_000n;
  for (const at of ids) fresh.writeBigUInt64LE(fresh.readBigUInt64LE(at) ^ salt, at);
  for (const at of times) fresh.writeBigInt64LE(fresh.readBigInt64LE(at) + sent, at);
  return fresh;
}

interface Field {
  number: number;
  from: number;
  to: number;
}

function* fields(bytes: Buffer, from: number, to: number, only?: number): Generator<Field> {
  let at = from;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = bytes[at++] as number;
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < to) {
    const tag = varint();
    const type = tag & 7;
    let start = at;
    if (type === 0) varint();
    else if (type === 1) at += 8;
    else if (type === 5) at += 4;
    else {
      const length = varint();
      start = at;
      at += length;
    }
    const number = tag >>> 3;
    if (only === undefined || number === only) yield { number, from: start, to: at };
  }
}
