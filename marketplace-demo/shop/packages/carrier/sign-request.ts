import { createHmac } from "node:crypto";

/**
 * Clearwater's signature: HMAC-SHA256 over the time, the path and the body. They refuse a time that is more than five
 * minutes from theirs.
 */
export function signRequest(key: string, path: string, body: string): Record<string, string> {
  const date = new Date().toISOString();
  const signature = createHmac("sha256", key).update(`${date}\n${path}\n${body}`).digest("hex");
  return { "x-clearwater-date": date, "x-clearwater-signature": signature };
}
