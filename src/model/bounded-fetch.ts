/** The longest answer of any endpoint, in bytes: a thousand times what is asked for. */
const LONGEST_BODY = 4 * 1024 * 1024;

/**
 * `fetch` that reads the whole answer within a bound, so that an endpoint that babbles fills no memory, and that follows
 * no redirection: telemetry and key go where the operator said.
 */
export async function boundedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, redirect: "error" });
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > LONGEST_BODY) throw new BodyTooLong();
    parts.push(part);
  }
  // These three answers have no body, and `Response` refuses one.
  const empty = [204, 205, 304].includes(response.status);
  const { status, statusText, headers } = response;
  return new Response(empty ? null : Buffer.concat(parts), { status, statusText, headers });
}

export class BodyTooLong extends Error {
  constructor() {
    super(`The endpoint's answer is longer than ${LONGEST_BODY} bytes.`);
    this.name = "BodyTooLong";
  }
}
