import type { Incident } from "../contracts/incident.ts";
import { commitLink } from "./commit-link.ts";
import { nextWords } from "./next-words.ts";
import { percent } from "./percent.ts";
import type { ReportContext } from "./report-context.ts";
import { subjectOf } from "./subject-of.ts";
import { symptomWords } from "./symptom-words.ts";
import { verdictWords } from "./verdict-words.ts";

const MOST = 4;
const MOST_RULES = 12;

/** The answer to `/sre explain`: what is broken, who is believed to have done it and why, and what stands in the way. */
export function explanation(incident: Incident, context: ReportContext): string {
  const { anomaly, diagnosis } = incident;
  const { quote } = context;
  const { service, operation } = subjectOf(anomaly);
  const subject = operation ? `${quote.code(operation)} of ${quote.code(service)}` : quote.code(service);
  const parts = [`${subject} ${symptomWords(anomaly)}.`];
  if (!diagnosis) parts.push("I am still gathering evidence, and suspect nothing yet.");
  else parts.push(belief(incident, diagnosis, context), ...doubts(diagnosis, context));
  parts.push(...wayForward(incident, context));
  return parts.join("\n\n");
}

type Diagnosed = NonNullable<Incident["diagnosis"]>;

function belief({ anomaly }: Incident, diagnosis: Diagnosed, context: ReportContext): string {
  const { quote } = context;
  const [first] = diagnosis.hypotheses;
  const sure = `${percent(diagnosis.confidence)} sure`;
  const who =
    diagnosis.decision === "unknown"
      ? `I cannot single out one cause; the likeliest (${sure}) is ${diagnosis.suspect ? commitLink(diagnosis.suspect, context) : "that no commit did it"}.`
      : diagnosis.suspect
        ? `I hold ${commitLink(diagnosis.suspect, context)} to be the cause, ${sure}.`
        : `I am ${sure} that no commit did this to ${quote.code(anomaly.service)}.`;
  const summary = first?.summary ? ` ${quote.inline(first.summary, 500)}` : "";
  const reasons = (first?.reasons ?? []).filter(({ text }) => text !== "").slice(0, MOST);
  const lines = reasons.map(({ text, favours, evidence }) => {
    const cited = evidence.length > 0 ? ` _(${evidence.map((id) => quote.inline(id, 8)).join(", ")})_` : "";
    return `- ${favours ? "for it" : "against it"}: ${quote.inline(text, 300)}${cited}`;
  });
  return [`${who}${summary}`, ...lines].join("\n");
}

function doubts({ hypotheses, wouldSettle, decision }: Diagnosed, context: ReportContext): string[] {
  const { quote } = context;
  const others = hypotheses
    .slice(1, MOST)
    .map(
      ({ suspect, mechanism, probability }) =>
        `${suspect ? commitLink(suspect, context) : quote.inline(mechanism, 100)} (${percent(probability)})`,
    );
  const settle = decision === "unknown" ? wouldSettle.slice(0, MOST) : [];
  return [
    ...(others.length > 0 ? [`Weighed besides: ${others.join(", ")}.`] : []),
    ...(settle.length > 0
      ? [`It would be settled by:\n${settle.map((text) => `- ${quote.inline(text, 300)}`).join("\n")}`]
      : []),
  ];
}

function wayForward(incident: Incident, { quote }: ReportContext): string[] {
  const { verdict, plan } = incident;
  if (!verdict) return [];
  const planned =
    plan?.kind === "planned"
      ? `The plan: ${quote.inline(plan.summary, 400)}`
      : `There is no plan. ${quote.inline(plan?.reason ?? "", 400)}`;
  const against = verdict.rules.filter(({ answer }) => answer === "fail");
  const rules = against
    .slice(0, MOST_RULES)
    .map(({ rule, reason }) => `- ${quote.inline(rule, 60)}: ${quote.inline(reason, 400)}`);
  const next = nextWords(incident);
  return [planned, [verdictWords(verdict), ...rules].join("\n"), ...(next === null ? [] : [next])];
}
