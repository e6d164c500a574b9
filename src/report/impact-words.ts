import type { Incident } from "../contracts/incident.ts";
import { duration } from "./duration.ts";
import { impact } from "./impact.ts";
import type { Quote } from "./quoting.ts";

const MOST_NAMES = 8;

/** What it has cost, in requests and time, and whom. */
export function impactWords(incident: Incident, quote: Quote): string {
  const { anomaly, related } = incident;
  const { milliseconds, requests, failed } = impact(incident);
  const time = duration(milliseconds);
  const cost =
    requests === null
      ? `It lasted ${time}.`
      : failed === null
        ? `It was slow for ${time}, in which about ${roughly(requests)} requests came.`
        : `About ${roughly(failed)} of ${roughly(requests)} requests failed, in ${time}.`;
  const others = [...new Set([...anomaly.blastRadius, ...related.map((one) => one.service)])].filter(
    (one) => one !== anomaly.service,
  );
  const names = others.slice(0, MOST_NAMES).map((one) => quote.code(one, 80));
  const more = others.length - names.length;
  return others.length === 0
    ? `${cost} Nobody else suffered with it, as far as can be seen.`
    : `${cost} With it suffered ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}

/** Two digits: nobody counted each one. */
function roughly(count: number): string {
  if (count < 100) return String(count);
  const step = 10 ** (String(Math.round(count)).length - 2);
  return (Math.round(count / step) * step).toLocaleString("en");
}
