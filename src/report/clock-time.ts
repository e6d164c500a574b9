import type { Instant } from "../contracts/instant.ts";

/** `14:02:10`: for a list of moments of one incident. */
export function clockTime(at: Instant): string {
  return new Date(at).toISOString().slice(11, 19);
}
