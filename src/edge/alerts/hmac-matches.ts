import { createHmac, timingSafeEqual } from "node:crypto";

/** Whether that is the HMAC-SHA256 of the bytes under that secret, in hex; takes the same time whatever is wrong in it. */
export function hmacMatches(secret: string, body: Buffer, hex: string): boolean {
  if (secret === "" || !/^[0-9a-f]{64}$/i.test(hex)) return false;
  return timingSafeEqual(createHmac("sha256", secret).update(body).digest(), Buffer.from(hex, "hex"));
}
