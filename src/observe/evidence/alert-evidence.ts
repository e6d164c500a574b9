import type { Anomaly } from "../../contracts/anomaly.ts";
import { sanitise } from "../../safety/sanitise.ts";
import type { AlertBook } from "../alerts/alert-book.ts";
import type { Unnumbered } from "./evidence-context.ts";

const MAX_ITEMS = 8;

/** The alerts that stand behind an anomaly. */
export function alertEvidence(anomaly: Anomaly, alerts: AlertBook): Unnumbered[] {
  return anomaly.alerts
    .map((key) => alerts.get(anomaly.repository, key))
    .filter((known) => known !== null)
    .slice(0, MAX_ITEMS)
    .map(({ alert, source }) => {
      const name = sanitise(alert.name, 200);
      const value =
        alert.value === undefined
          ? ""
          : ` at ${alert.value}${alert.threshold === undefined ? "" : ` against ${alert.threshold}`}`;
      return {
        kind: "alert",
        source,
        name,
        startsAt: alert.startsAt,
        ...(alert.value === undefined ? {} : { value: alert.value }),
        ...(alert.threshold === undefined ? {} : { threshold: alert.threshold }),
        ...(alert.url === undefined ? {} : { url: alert.url }),
        reference: { at: alert.startsAt, ...(alert.url === undefined ? {} : { url: alert.url }) },
        text: sanitise(`Alert ${name} (${source})${value}: ${alert.summary}`, 1000),
      };
    });
}
