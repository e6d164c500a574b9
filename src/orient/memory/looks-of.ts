import type { Anomaly } from "../../contracts/anomaly.ts";
import type { Evidence } from "../../contracts/evidence.ts";
import type { Policy } from "../../contracts/policy.ts";
import type { Looks } from "../../contracts/ports/memory.ts";
import { inertText } from "./inert-text.ts";

const MOST = 12;

/** What an incident is known by: redacted, so that it may be kept and may leave. */
export function looksOf(anomaly: Anomaly, evidence: Evidence | null, policy: Policy): Looks {
  const inert = inertText(policy.redact);
  const signatures = (evidence?.items ?? []).flatMap((item): string[] => {
    switch (item.kind) {
      case "exception": {
        const own = item.frames.find((frame) => frame.inApp);
        return [[item.type, item.message, own?.function, own?.path].filter(Boolean).join(" ")];
      }
      case "span-shift":
        return [[item.span, item.detail].filter(Boolean).join(" ")];
      case "log":
        return item.fresh ? [item.template] : [];
      case "metric":
        return item.saturation ? [`${item.metric} ${item.saturation}`] : [];
      default:
        return [];
    }
  });
  return {
    repository: anomaly.repository,
    fingerprint: anomaly.fingerprint,
    service: inert(anomaly.service, 200),
    operation: inert(anomaly.operation, 300),
    symptom: anomaly.symptom,
    signatures: [...new Set(signatures.map((text) => inert(text, 300)).filter((text) => text !== ""))].slice(
      0,
      MOST,
    ),
  };
}
