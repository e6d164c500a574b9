/** What a request says it is made of, and what it is answered in. */
export type OtlpFormat = "protobuf" | "json";

export const OTLP_MEDIA_TYPES = { protobuf: "application/x-protobuf", json: "application/json" } as const;

/** An answer before it is written: plain data, so that whoever has the connection decides how it is sent. */
export interface OtlpAnswer {
  status: number;
  headers: Readonly<Record<string, string | number>>;
  body: Buffer;
}

/** https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto, by HTTP status. */
const RPC_CODES: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  404: 5,
  405: 12,
  413: 8,
  415: 3,
  500: 13,
  503: 14,
};

const EMPTY = Buffer.alloc(0);
const EMPTY_OBJECT = Buffer.from("{}");

/** An error as OTLP/HTTP wants it: a `google.rpc.Status` in the request's own format. */
export function otlpError(
  format: OtlpFormat,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): OtlpAnswer {
  const code = RPC_CODES[status] ?? 2;
  const body =
    format === "json" ? Buffer.from(JSON.stringify({ code, message })) : numberAndText(code, message);
  return answer(format, status, body, headers);
}

/**
 * An `Export…ServiceResponse`: empty, or with `partial_success` where records were left out.
 * @param counter the JSON name of the signal's `rejected_…` field
 */
export function otlpSuccess(
  format: OtlpFormat,
  counter: string,
  rejected: number,
  reason: string | undefined,
): OtlpAnswer {
  if (rejected === 0) return answer(format, 200, format === "json" ? EMPTY_OBJECT : EMPTY);
  const message = `${rejected} left out; the first because ${reason}`;
  if (format === "json") {
    const partialSuccess = { [counter]: String(rejected), errorMessage: message };
    return answer(format, 200, Buffer.from(JSON.stringify({ partialSuccess })));
  }
  const partial = numberAndText(rejected, message);
  return answer(format, 200, Buffer.from([10, ...varint(partial.length), ...partial]));
}

function answer(
  format: OtlpFormat,
  status: number,
  body: Buffer,
  more: Record<string, string> = {},
): OtlpAnswer {
  const headers = { ...more, "content-type": OTLP_MEDIA_TYPES[format], "content-length": body.length };
  return { status, headers, body };
}

/** Field 1 a number, field 2 a text: so are both `Status` and `Export…PartialSuccess`. */
function numberAndText(number: number, text: string): Buffer {
  const utf8 = Buffer.from(text, "utf8");
  return Buffer.from([8, ...varint(number), 18, ...varint(utf8.length), ...utf8]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return bytes;
}
