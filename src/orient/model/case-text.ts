import type { EvidenceItem } from "../../contracts/evidence.ts";
import type { CaseFile } from "../case-file.ts";
import type { Quotation } from "./quotation.ts";
import type { Subject } from "./subjects.ts";
import type { Send } from "./tools-for.ts";
import { whyUnread } from "./why-unread.ts";

const LONGEST_ITEM = 400;
const LONGEST_CASE = 40_000;
const MOST_FILES = 8;
const MOST_FRAMES = 6;
const MOST_REASONS = 5;

/**
 * The incident as the model is told it: what is broken, the numbered evidence, the candidates, and what the reasoning
 * without a model made of them. Authors are never among it; what commits are called is, once diffs may leave.
 */
export function caseText(file: CaseFile, subjects: readonly Subject[], send: Send, quote: Quotation): string {
  const { anomaly, evidence } = file;
  const parts = [
    "# Incident",
    `${quote.line(anomaly.service, 200)}, ${quote.line(anomaly.operation, 300)}, ${quote.line(anomaly.environment, 100)}: ${anomaly.symptom}, noticed by ${anomaly.source}`,
    `Began at ${anomaly.onset.at}, between ${anomaly.onset.earliest} and ${anomaly.onset.latest}; now ${anomaly.observed.value} ${anomaly.observed.unit}, before ${anomaly.baseline ? `${anomaly.baseline.value} ${anomaly.baseline.unit}` : "unknown"}, allowed ${anomaly.objective}`,
    `Suffer with it: ${
      anomaly.blastRadius
        .slice(0, 20)
        .map((name) => quote.line(name, 100))
        .join(", ") || "nobody that is known"
    }`,
    "",
    "# Evidence",
    ...evidence.items.map((item) => evidenceText(item, quote)),
    "",
    "# Candidates, the likeliest first by the reasoning without you",
    ...subjects.map((subject) => subjectText(subject, file, send, quote)),
  ];
  if (file.truncated) parts.push("", "There were more changes than could be read.");
  return quote.lines(parts.join("\n"), LONGEST_CASE);
}

function evidenceText(item: EvidenceItem, quote: Quotation): string {
  const lines = [`${item.id} (${item.kind}) ${quote.line(item.text, LONGEST_ITEM)}`];
  const frames =
    item.kind === "exception"
      ? item.frames.filter(({ inApp }) => inApp)
      : item.kind === "span-shift" && item.code
        ? [item.code]
        : [];
  for (const frame of frames.slice(0, MOST_FRAMES))
    lines.push(
      `  at ${quote.line(frame.function ?? "?", 100)} (${quote.line(frame.path, 200)}${frame.line === undefined ? "" : `:${frame.line}`})`,
    );
  return lines.join("\n");
}

function subjectText(subject: Subject, file: CaseFile, send: Send, quote: Quotation): string {
  const { id, suspect, mechanism, hypothesis } = subject;
  const candidate = file.candidates.find(({ sha }) => sha === suspect);
  const lines = [
    suspect
      ? `${id} commit ${suspect.slice(0, 10)}, ${quote.line(mechanism, 100)}, committed ${hypothesis.commit?.committedAt ?? "?"}, ${hypothesis.commit?.deployedAt ? `deployed ${hypothesis.commit.deployedAt}` : "never seen deployed"}`
      : `${id} no commit: ${quote.line(mechanism, 100)}`,
  ];
  const { deny_paths } = file.policy.guardrails;
  const hidden = (candidate?.files ?? [])
    .flatMap(({ path, previousPath }) => [path, previousPath ?? path])
    .filter((path) => whyUnread(path, deny_paths))
    .map((path) => quote.line(path, 200))
    .toSorted((a, b) => b.length - a.length);
  // A name can tell, too: what is never shown is not named, nor in what our own reasoning says.
  const named = (text: string) =>
    hidden.reduce((all, path) => all.replaceAll(path, "[a file that is not shown]"), text);
  if (candidate) {
    if (send !== "evidence") lines.push(`  called: ${quote.line(candidate.people.subject, 200)}`);
    const files = candidate.files
      .slice(0, MOST_FILES)
      .map(
        ({ path, additions, deletions }) => `${named(quote.line(path, 200))} (+${additions} -${deletions})`,
      );
    const left = candidate.files.length - files.length;
    lines.push(`  files: ${files.join(", ") || "none"}${left > 0 ? ` and ${left} more` : ""}`);
  }
  lines.push(`  weighed at ${(hypothesis.probability * 100).toFixed(1)}%`);
  for (const reason of hypothesis.reasons.slice(0, MOST_REASONS))
    lines.push(
      `  ${reason.favours ? "for" : "against"}: ${named(quote.line(reason.text, 250))} (${reason.evidence.join(", ")})`,
    );
  return lines.join("\n");
}
