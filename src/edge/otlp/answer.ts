/** What a request says it is made of, and what it is answered in. */
export type OtlpFormat = "protobuf" | "json";

export const OTLP_MEDIA_TYPES = { protobuf: "application/x-protobuf", json: "application/json" } as const;

/** https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto, by HTTP status. */
const RPC_CODES: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  404: 5,
  405: 12,
  413: 8,
  415: 3,
  503: 14,
};

/** An error as OTLP/HTTP wants it: a `google.rpc.Status` in the request's own format. */
export function otlpError(
  format: OtlpFormat,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): Response {
  const code = RPC_CODES[status] ?? 2;
  const body = format === "json" ? JSON.stringify({ code, message }) : numberAndText(code, message);
  return new Response(body, { status, headers: { ...headers, "content-type": OTLP_MEDIA_TYPES[format] } });
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
): Response {
  const headers = { "content-type": OTLP_MEDIA_TYPES[format] };
  const message = `${rejected} left out; the first because ${reason}`;
  if (format === "json") {
    const partialSuccess = { [counter]: String(rejected), errorMessage: message };
    return new Response(JSON.stringify(rejected === 0 ? {} : { partialSuccess }), { headers });
  }
  if (rejected === 0) return new Response(new Uint8Array(0), { headers });
  const partial = numberAndText(rejected, message);
  return new Response(new Uint8Array([10, ...varint(partial.length), ...partial]), { headers });
}

/** Field 1 a number, field 2 a text: so are both `Status` and `Export…PartialSuccess`. */
function numberAndText(number: number, text: string): Uint8Array<ArrayBuffer> {
  const utf8 = Buffer.from(text, "utf8");
  return new Uint8Array([8, ...varint(number), 18, ...varint(utf8.length), ...utf8]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return bytes;
}
