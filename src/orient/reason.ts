import type { Diagnosis, Hypothesis } from "../contracts/diagnosis.ts";
import type { CaseFile } from "./case-file.ts";
import { howSure } from "./confidence/how-sure.ts";
import { contendersOf } from "./contenders.ts";
import type { Exposure } from "./exposure.ts";
import type { Finding } from "./finding.ts";
import { GUILTLESS } from "./guiltless.ts";
import { isCleared } from "./is-cleared.ts";
import type { Contender, Judged } from "./judgement.ts";
import type { Opinions } from "./opinions.ts";
import { byNumber, isMixed, timelineOf, turningPoint } from "./timeline.ts";
import { WEIGHTS } from "./weights.ts";
import { whatWouldSettle } from "./would-settle.ts";

/**
 * The diagnosis from a complete case file. Pure: the same file and the same opinions, the same answer.
 * @param opinions what memory and a model have to say beside it
 */
export function reason(file: CaseFile, opinions: Opinions = {}): Diagnosis {
  const { anomaly } = file;
  const { all, exposures, named } = contendersOf(file, opinions);
  const { judged, grounds } = howSure(all, exposures, file);
  const hypotheses = judged.map((one) => toHypothesis(one, file, exposures, named));
  const withoutCommit = judged
    .filter((one) => one.suspect === null)
    .reduce((sum, one) => sum + one.probability, 0);
  const leading = judged.find((one) => one.suspect !== null);
  const guilty = leading !== undefined && leading.probability > withoutCommit;
  const suspect = guilty ? leading.suspect : null;
  // The same known revision before and after, and nothing deployed: then no commit is cleared for want of looking.
  const seen = timelineOf(anomaly.service, file).served.some(({ sha, broken }) => sha !== null && broken);
  const commits = all.filter((one) => one.suspect !== null);
  const unproven =
    !guilty &&
    !judged.some((one) => one.suspect === null && speaksForItself(one)) &&
    !(commits.length === 0 ? seen : commits.every((one) => isCleared(one, exposures)));
  const timeline = timelineOf(anomaly.service, file);
  const confidence = Math.min(
    unproven || isMixed(timeline) ? WEIGHTS.unproven : WEIGHTS.certainty,
    guilty ? leading.probability : withoutCommit,
  );
  const reached = confidence >= file.policy.guardrails.min_confidence;
  // To say that none did it, one must have seen what was deployed.
  const sawChanges = file.deployments.length > 0 || Object.keys(file.shaOf).length > 0;
  const cleared = anomaly.source !== "alert" || !all.some((one) => mayHaveDoneIt(one, exposures, file));
  const decision = !reached
    ? "unknown"
    : guilty
      ? "commit"
      : sawChanges && !file.truncated && cleared
        ? "none"
        : "unknown";
  const { healthy, failing } = turningPoint(timeline);
  return {
    at: new Date(file.nowMs).toISOString(),
    decision,
    suspect,
    confidence,
    service: anomaly.service,
    operation: anomaly.operation,
    onset: anomaly.onset.at,
    blastRadius: anomaly.blastRadius,
    remedy:
      decision === "commit" && suspect
        ? {
            kind: "revert",
            summary: `Revert ${suspect.slice(0, 7)} and keep everything that landed after it.`,
          }
        : { kind: "none", summary: remedyless(decision) },
    grounds,
    hypotheses,
    wouldSettle: decision === "unknown" ? whatWouldSettle(judged, file) : [],
    revisions: {
      healthy: healthy?.sha ?? healthy?.revision ?? null,
      failing: failing?.sha ?? failing?.revision ?? file.failing,
    },
    tokens: 0,
  };
}

/** Whether the evidence speaks for a cause without a commit by itself, and not only against the commits. */
function speaksForItself({ findings }: Judged): boolean {
  return findings.reduce((sum, { family, weight }) => (family === "prior" ? sum : sum + weight), 0) >= SPEAKS;
}

/** A query or a call that takes longer is what a starved pool looks like too: less than this is a symptom, and no cause. */
const SPEAKS = 2.4;
/** A change that went live so shortly before an alert cannot be cleared by an alert. */
const SHORTLY_MS = 30 * 60_000;

/**
 * Whether a change of something that runs went live before the alert, and shortly. An alert alone shows
 * neither revisions nor traces, so nothing can prove such a change innocent: "no commit did it" is then
 * more than is known.
 */
function mayHaveDoneIt(one: Contender, exposures: ReadonlyMap<string, Exposure>, file: CaseFile): boolean {
  const exposure = exposures.get(one.suspect ?? "");
  if (!exposure || exposure.known === "never") return false;
  const { earliest, latest } = file.anomaly.onset;
  const inTime = exposure.fromMs <= Date.parse(latest) && exposure.toMs >= Date.parse(earliest) - SHORTLY_MS;
  const unlikely = one.findings.some(
    ({ family, weight }) => (family === "prior" || family === "ownership") && weight <= WEIGHTS.prior.asset,
  );
  return inTime && !unlikely;
}

function remedyless(decision: "commit" | "none" | "unknown"): string {
  return decision === "none"
    ? "No commit did this, so there is none to revert."
    : "Nothing is changed while it is not known what did this.";
}

function toHypothesis(
  judged: Judged,
  file: CaseFile,
  exposures: ReadonlyMap<string, Exposure>,
  named: readonly { mechanism: string; summary: string }[],
): Hypothesis {
  const told = judged.findings
    .filter((finding) => finding.text !== "")
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const because = idsOf(told.filter((finding) => finding.weight > 0));
  const hypothesis: Hypothesis = {
    suspect: judged.suspect,
    mechanism: judged.mechanism,
    probability: judged.probability,
    because,
    against: idsOf(told.filter((finding) => finding.weight < 0)).filter((id) => !because.includes(id)),
    reasons: told.map((finding) => ({
      text: finding.text,
      favours: finding.weight >= 0,
      evidence: [...finding.evidence],
    })),
    summary: summaryOf(judged, told, named),
  };
  const candidate = file.candidates.find((one) => one.sha === judged.suspect);
  if (!candidate) return hypothesis;
  const exposure = exposures.get(candidate.sha);
  const line = judged.findings
    .filter((finding) => finding.line && finding.weight > 0)
    .toSorted((a, b) => b.weight - a.weight)[0]?.line;
  hypothesis.commit = {
    subject: candidate.people.subject,
    author: candidate.people.author,
    committedAt: new Date(candidate.committedMs).toISOString(),
    url: candidate.people.url,
    files: candidate.files.map((changed) => changed.path),
    ...(exposure && exposure.known !== "never" && exposure.known !== "commit"
      ? { deployedAt: new Date(exposure.toMs).toISOString() }
      : {}),
    ...(line ? { line } : {}),
  };
  return hypothesis;
}

function idsOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.flatMap((finding) => finding.evidence))].toSorted(byNumber);
}

function summaryOf(
  judged: Judged,
  told: readonly Finding[],
  named: readonly { mechanism: string; summary: string }[],
): string {
  if (judged.suspect === null) {
    const cause = [...GUILTLESS, ...named].find((one) => one.mechanism === judged.mechanism);
    return [cause?.summary, ...told.map((finding) => finding.text)].filter(Boolean).join(" ");
  }
  const strongest = told.filter((finding) => finding.weight > 0).slice(0, 2);
  const against = told.find((finding) => finding.weight <= -2);
  const text = [...strongest, ...(against ? [against] : [])].map((finding) => finding.text).join(" ");
  return text || "Nothing speaks for it or against it.";
}
