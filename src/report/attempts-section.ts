import type { Incident } from "../contracts/incident.ts";
import { attemptWords } from "./attempts-words.ts";
import { ownWords } from "./own-words.ts";
import type { ReportContext } from "./report-context.ts";

const MOST = 5;

/** What was merged before the change under way, and why it was no good; "" where nothing was. */
export function attemptsSection(incident: Incident, { quote }: ReportContext): string {
  const { attempts, rollback } = incident;
  if (attempts.length === 0) return "";
  const lines = attempts.slice(-MOST).map((attempt, index, shown) => {
    const isGoing = rollback !== null && index === shown.length - 1;
    const now = isGoing ? " It is being taken back." : "";
    const reason = attempt.reason === "" ? "" : ` ${ownWords(incident, attempt.reason, quote, 400)}`;
    return `- ${quote.inline(attempt.title, 120)}: ${attemptWords(attempt)}${reason}${now}`;
  });
  return ["### Tried before", ...lines]
    .join("\n\n")
    .replace(/\n\n- /g, "\n- ")
    .replace("\n- ", "\n\n- ");
}
