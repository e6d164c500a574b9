import { expect, it } from "vitest";
import { answeredBefore } from "../../src/loop/answered-before.ts";
import { anAnomaly, anIncident, at } from "./an-incident.ts";

const ended = anIncident({ closed: { at: at(60_000), as: "healed" } });
const onset = (ms: number) => ({ at: at(ms - 5_000), earliest: at(ms - 60_000), latest: at(ms) });
const alert = (ms: number, change: object = {}) =>
  anAnomaly({
    source: "alert",
    fingerprint: "ffffffffffff",
    onset: onset(ms),
    detectedAt: at(90_000),
    ...change,
  });

it.each([
  ["a late alert of the service", alert(50_000), true],
  ["a late alert of a service that suffered", alert(50_000, { service: "storefront" }), true],
  ["what was told already and is told again", anAnomaly(), true],
  ["an alert that began after the end", alert(61_000), false],
  ["an alert of another service", alert(50_000, { service: "billing" }), false],
  ["an alert of another symptom", alert(50_000, { symptom: "memory" }), false],
  ["an alert of another environment", alert(50_000, { environment: "staging" }), false],
  ["an alert that had begun long before", alert(-3_600_000), false],
  ["what the traffic shows anew", anAnomaly({ detectedAt: at(61_000) }), false],
])("%s", (_what, anomaly, answered) => {
  expect(answeredBefore(anomaly, [ended])).toBe(answered);
  expect(answeredBefore(anomaly, [anIncident()])).toBe(false);
});
