import type { Attributes } from "../contracts/telemetry.ts";
import { attributeNumber } from "./attribute-number.ts";

/** That a request which was refused counts as a failure all the same: in a bundle whose incident is that refusals surged. */
export const REJECTED = "error.rejected";

/** The HTTP status of a request that was refused (4xx) and by all conventions is the caller's mistake; else undefined. */
export function rejectionOf(attributes: Attributes): number | undefined {
  const code = attributeNumber(attributes, "http.response.status_code", "http.status_code");
  return code !== undefined && code >= 400 && code < 500 ? code : undefined;
}
