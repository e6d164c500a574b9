import type { Incident } from "../contracts/incident.ts";
import type { Quote } from "./quoting.ts";

/**
 * A reason in the loop's own words: inert as anything that quotes, but for the numbers of this incident's own pull
 * requests, which are to be links.
 */
export function ownWords(
  { outcome, attempts }: Pick<Incident, "outcome" | "attempts">,
  text: string,
  quote: Quote,
  maxLength = 500,
): string {
  const ours = new Set(
    [outcome, ...attempts.flatMap((one) => [one.outcome, one.rollback])].flatMap((one) =>
      one?.pullRequest ? [String(one.pullRequest.number)] : [],
    ),
  );
  return quote
    .inline(text, maxLength)
    .replace(/\\#&#8203;(\d+)\b/g, (inert, number: string) => (ours.has(number) ? `#${number}` : inert));
}
