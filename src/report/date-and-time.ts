import type { Instant } from "../contracts/instant.ts";
import { clockTime } from "./clock-time.ts";

/** `2026-11-22 14:02:10 UTC`. */
export function dateAndTime(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 10)} ${clockTime(at)} UTC`;
}
