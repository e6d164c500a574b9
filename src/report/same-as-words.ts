import type { Incident } from "../contracts/incident.ts";

/** The incident that this one was handed over to, as a person finds it. */
export function sameAsWords({ sameAs }: Incident): string {
  return sameAs?.issue ? `#${sameAs.issue}` : "another incident";
}
