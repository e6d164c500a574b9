import type { Incident } from "../contracts/incident.ts";
import { attemptsSection } from "./attempts-section.ts";
import { causalPath } from "./causal-path.ts";
import { evidenceSection } from "./evidence-section.ts";
import { factsTable } from "./facts-table.ts";
import { guardrailsSection } from "./guardrails-section.ts";
import { headline } from "./headline.ts";
import { incidentMarker } from "./incident-marker.ts";
import { remedySection } from "./remedy-section.ts";
import type { ReportContext } from "./report-context.ts";
import { secondOpinionSection } from "./second-opinion-section.ts";
import { seenBefore } from "./seen-before.ts";
import { suspectsSection } from "./suspects-section.ts";
import { withinBody } from "./within-body.ts";

const COMMANDS =
  "<sub>Commands, at the start of a comment: `/sre approve`, `hold`, `retry`, `explain`, `rollback`, `resolve`, `pause`, `resume`.</sub>";

/**
 * The issue of an incident, from the incident alone: the same incident makes the same body. Begins with
 * the hidden marker; then what is broken and what is done about it, before any detail.
 */
export function issueBody(incident: Incident, context: ReportContext): string {
  const { diagnosis, verdict, evidence, anomaly } = incident;
  // Until the repository was looked at, it is taken for public.
  const isPublic = incident.facts?.public ?? true;
  const mention = context.mention.filter((name) => /^@?[\w-]+(\/[\w-]+)?$/.test(name));
  const sections = [
    headline(incident, context),
    ...(diagnosis ? [seenBefore(diagnosis)] : []),
    ...(mention.length > 0 ? [`cc ${mention.map((name) => `@${name.replace(/^@/, "")}`).join(" ")}`] : []),
    causalPath(incident, context.quote) ?? "",
    ...(diagnosis ? [suspectsSection(diagnosis, context)] : []),
    remedySection(incident, context),
    attemptsSection(incident, context),
    ...(verdict ? [guardrailsSection(verdict, context.quote)] : []),
    `### When and where\n\n${factsTable(incident, context)}`,
    ...(diagnosis ? [secondOpinionSection(diagnosis, isPublic, context)] : []),
    ...(evidence && diagnosis ? [evidenceSection(evidence, anomaly.onset, isPublic, context)] : []),
    COMMANDS,
  ];
  const marker = incidentMarker(incident, context.quote.plain(anomaly.service));
  return withinBody(marker, sections);
}
