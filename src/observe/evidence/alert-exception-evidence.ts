import type { Anomaly } from "../../contracts/anomaly.ts";
import { redact } from "../../safety/redact.ts";
import { sanitise } from "../../safety/sanitise.ts";
import type { AlertBook } from "../alerts/alert-book.ts";
import { templateOf } from "../failures/template-of.ts";
import type { Unnumbered } from "./evidence-context.ts";

const MAX_ITEMS = 4;

/**
 * What was thrown as the alerts behind an anomaly tell it (Sentry's carry stack traces), each signature once. How often
 * it came before is not said by them; spans and logs, where there are any, say it better.
 */
export function alertExceptionEvidence(anomaly: Anomaly, alerts: AlertBook): Unnumbered[] {
  const found = new Map<string, Extract<Unnumbered, { kind: "exception" }>>();
  for (const key of anomaly.alerts) {
    const known = alerts.get(anomaly.repository, key);
    for (const { type, message, frames } of known?.alert.exceptions ?? []) {
      const template = redact(templateOf(message, 500), []).slice(0, 500);
      const place = frames.find((frame) => frame.inApp);
      const identity = `${type}\0${template}\0${place?.path}:${place?.line}`;
      const same = found.get(identity);
      if (same) same.count++;
      else {
        const at = place ? ` at ${place.path}${place.line === undefined ? "" : `:${place.line}`}` : "";
        found.set(identity, {
          kind: "exception",
          service: anomaly.service,
          operation: anomaly.operation,
          type: sanitise(type, 200) || "Error",
          message: template,
          frames,
          count: 1,
          countBefore: 0,
          revisions: known?.alert.revision ? [known.alert.revision] : [],
          text: sanitise(
            `${type} “${template}”${at}, as ${known?.source} tells it in the alert “${known?.alert.name}”.`,
            1000,
          ),
        });
      }
    }
  }
  return [...found.values()].slice(0, MAX_ITEMS);
}
