import { z } from "zod";
import { Anomaly } from "../contracts/anomaly.ts";
import type { BundleProblem } from "../contracts/bundle.ts";
import { Evidence } from "../contracts/evidence.ts";
import { checkObject, readJsonFile } from "./read-json-file.ts";

export const EVIDENCE_FILE = "evidence.json";

/**
 * `evidence.json`: what Scout said when the incident was looked at. Most of what it had to go by, such as hours of
 * requests and a week of baselines, is in no bundle of a bearable size: the numbered facts are what is kept exactly,
 * and Brain, Guardrail and people go on from them.
 */
export const RecordedEvidence = z.object({
  version: z.literal(1),
  anomaly: Anomaly,
  evidence: Evidence,
  /** Services that the policy of that time named. */
  services: z.array(z.string()),
});
export type RecordedEvidence = z.infer<typeof RecordedEvidence>;

/** The incident as it was told at the time, with when its evidence was taken, in epoch milliseconds. */
export function recall({ anomaly, evidence, services }: RecordedEvidence) {
  return { anomaly, evidence, services, now: Date.parse(evidence.collectedAt) };
}

/** Null where the bundle was not written by the service, or by a version with other words. */
export async function readRecordedEvidence(
  folder: string,
  problems: BundleProblem[],
): Promise<RecordedEvidence | null> {
  const read = await readJsonFile(folder, EVIDENCE_FILE, problems);
  return (read && (await checkObject(RecordedEvidence, read, EVIDENCE_FILE, problems))) ?? null;
}
