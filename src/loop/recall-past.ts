import type { Anomaly } from "../contracts/anomaly.ts";
import type { Evidence } from "../contracts/evidence.ts";
import type { Policy } from "../contracts/policy.ts";
import { looksOf } from "../orient/memory/looks-of.ts";
import type { LoopPorts } from "./ports.ts";

/** Past incidents that are looked at. */
const RECALLED = 8;

/** What memory holds of incidents that looked like this one. */
export async function recallPast(anomaly: Anomaly, evidence: Evidence, policy: Policy, ports: LoopPorts) {
  return ports.memory.recall(looksOf(anomaly, evidence, policy), RECALLED);
}
