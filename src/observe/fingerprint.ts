import { createHash } from "node:crypto";
import type { Anomaly } from "../contracts/anomaly.ts";

/** 12 hexadecimal digits of SHA-256 over what makes two anomalies the same one. */
export function fingerprint(
  of: Pick<Anomaly, "repository" | "environment" | "service" | "operation" | "symptom">,
): string {
  const parts = [of.repository.toLowerCase(), of.environment, of.service, of.operation, of.symptom];
  return createHash("sha256").update(parts.join("\0")).digest("hex").slice(0, 12);
}
