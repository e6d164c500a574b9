import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Evidence, EvidenceItem } from "../../contracts/evidence.ts";
import type { Deployment } from "../../contracts/ports/repo-reader.ts";
import { redact } from "../../safety/redact.ts";
import type { AlertBook } from "../alerts/alert-book.ts";
import { measureOf } from "../detection/measure-of.ts";
import type { Memory } from "../ingest-telemetry.ts";
import { locateAnomaly } from "../localise/locate-anomaly.ts";
import { alertEvidence } from "./alert-evidence.ts";
import { alertExceptionEvidence } from "./alert-exception-evidence.ts";
import { attributeEvidence } from "./attribute-evidence.ts";
import { changeEvidence } from "./change-evidence.ts";
import { deploymentEvidence } from "./deployment-evidence.ts";
import type { EvidenceContext, Unnumbered } from "./evidence-context.ts";
import { failureEvidence } from "./failure-evidence.ts";
import { fairShare } from "./fair-share.ts";
import { logEvidence } from "./log-evidence.ts";
import { memoryEvidence } from "./memory-evidence.ts";
import { metricEvidence } from "./metric-evidence.ts";
import { revisionEvidence } from "./revision-evidence.ts";
import { shiftEvidence } from "./shift-evidence.ts";
import { spanEvidence } from "./span-evidence.ts";
import { traceEvidence } from "./trace-evidence.ts";

const MAX_ITEMS = 60;

/**
 * The numbered facts of an anomaly as they stand now, the strongest kinds first: what each revision does, what was
 * thrown, what failing requests have in common, how far the measure moved, which spans, logs and metrics moved with it,
 * then what helps a person to look: memory curves, exemplars, other changes, alerts, deployments. Where only
 * alerts speak, these last three are all there is. The same input gives the same evidence.
 */
export function collectEvidence(
  anomaly: Anomaly,
  deployments: readonly Deployment[],
  memory: Memory,
  alerts: AlertBook,
  now: number,
): Evidence {
  const record = memory.services.get(anomaly.repository, anomaly.environment, anomaly.service);
  const { slowMs, onset } = measureOf(anomaly, record);
  const context: EvidenceContext | null = record && {
    anomaly,
    record,
    memory,
    slowMs,
    before: onset.earliest,
    after: onset.at,
    now,
  };
  const kinds: Unnumbered[][] = context
    ? [
        revisionEvidence(context),
        failureEvidence(context),
        attributeEvidence(context),
        shiftEvidence(context),
        spanEvidence(context),
        logEvidence(context),
        metricEvidence(context),
        memoryEvidence(context),
        traceEvidence(context),
      ]
    : [];
  kinds.push(changeEvidence({ anomaly, record, memory, before: onset.earliest, after: onset.at, now }));
  if (!kinds.flat().some((item) => item.kind === "exception")) {
    kinds.unshift(alertExceptionEvidence(anomaly, alerts));
  }
  kinds.push(alertEvidence(anomaly, alerts));
  kinds.push(deploymentEvidence({ anomaly, before: onset.earliest, after: onset.latest }, deployments));
  return {
    collectedAt: new Date(now).toISOString(),
    items: fairShare(kinds, MAX_ITEMS).map(
      (item, i) => ({ ...item, text: redact(item.text, []).slice(0, 1000), id: `E${i + 1}` }) as EvidenceItem,
    ),
    localisation: locateAnomaly(anomaly, record, memory, onset, now),
  };
}
