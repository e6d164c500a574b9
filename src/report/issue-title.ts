import type { Incident } from "../contracts/incident.ts";
import type { Quote } from "./quoting.ts";
import { subjectOf } from "./subject-of.ts";

const SYMPTOM = {
  errors: "is failing",
  latency: "is slow",
  memory: "is leaking memory",
  traffic: "gets no requests any more",
  saturation: "has run out of room",
} as const;

/** `quotes: POST /quotes is failing`. Stays the same over the incident's life. */
export function issueTitle(incident: Pick<Incident, "anomaly">, quote: Quote): string {
  const { service, operation } = subjectOf(incident.anomaly);
  const what = operation ? `${quote.plain(operation, 120)} ` : "";
  return `${quote.plain(service, 80)}: ${what}${SYMPTOM[incident.anomaly.symptom]}`;
}
