import type { EvidenceItem, EvidenceOf } from "../contracts/evidence.ts";
import type { Incident } from "../contracts/incident.ts";
import { duration } from "./duration.ts";
import type { ReportContext } from "./report-context.ts";
import { subjectOf } from "./subject-of.ts";

/** Who is told of a failure later than this is told late. */
const LATE_MS = 60_000;

/**
 * What would have kept it from users, or would tell of it sooner: a test, an alert, a guard, as a list of tasks. Each is
 * made of the facts of this incident, and is left out where it has none to rest on.
 */
export function prevention(incident: Incident, context: ReportContext): string {
  const tasks = [...test(incident, context), ...alert(incident, context), ...guard(incident, context)];
  return tasks.map((task) => `- [ ] ${task}`).join("\n");
}

function test(incident: Incident, { quote, permalink }: ReportContext): string[] {
  const { diagnosis, anomaly } = incident;
  if (!diagnosis?.suspect || diagnosis.decision !== "commit") return [];
  const { service, operation } = subjectOf(anomaly);
  const where = operation ? quote.code(operation) : quote.code(service);
  const exception = ofService(incident, "exception");
  if (anomaly.symptom === "errors" && exception) {
    const frame = exception.frames.find(({ inApp }) => inApp);
    const link = frame && permalink(frame);
    const line = frame
      ? quote.code(`${frame.path.split("/").at(-1)}${frame.line === undefined ? "" : `:${frame.line}`}`)
      : "";
    const at = frame ? ` It is thrown at ${link ? `[${line}](${link})` : line}.` : "";
    return [
      `**A test** that asks for ${where} what failed and sees no ${quote.code(exception.type, 80)}.${at}`,
    ];
  }
  const span = ofService(incident, "span-shift");
  if (anomaly.symptom === "latency" && span) {
    const { before, after } = span.perRequest;
    return [
      after > 1.5 * before
        ? `**A test** that counts how often ${quote.code(span.span, 120)} is called for one ${where}: it was ${round(before)}, and became ${round(after)}.`
        : `**A test** that runs ${quote.code(span.span, 120)} over as much data as production has.`,
    ];
  }
  if (anomaly.symptom === "memory")
    return [`**A test** that asks for ${where} some thousand times and looks at the heap before and after.`];
  return [`**A test** of ${where} that fails with the change and passes without it.`];
}

function alert({ anomaly }: Incident, { quote }: ReportContext): string[] {
  const late = Date.parse(anomaly.detectedAt) - Date.parse(anomaly.onset.at);
  const service = quote.code(anomaly.service);
  if (anomaly.source === "telemetry" && anomaly.rests !== undefined && anomaly.rests !== "policy")
    return [
      `**An objective** for ${service} in \`.sre-space.yml\` (\`services\`, \`slo\`): it was held against what was normal, which may drift with the fault.`,
    ];
  if (anomaly.source === "alert" && late > LATE_MS)
    return [
      `**Traces or metrics** of ${service} sent here: the alert came ${duration(late)} after it began.`,
    ];
  if (late > LATE_MS)
    return [`**A tighter objective** for ${service}: it was noticed ${duration(late)} after it began.`];
  return [];
}

function guard(incident: Incident, { quote }: ReportContext): string[] {
  const { diagnosis, evidence } = incident;
  if (!diagnosis) return [];
  const items = evidence?.items ?? [];
  if (diagnosis.decision === "commit") {
    const revisions = items.find((item) => item.kind === "revisions");
    const whole = revisions?.kind === "revisions" && !revisions.concurrent;
    return whole
      ? [
          "**A guard**: send a revision to a part of the traffic first. No older one served beside it, so that nothing was spared.",
        ]
      : [];
  }
  const change = items.find((item) => item.kind === "change" && item.what !== "revision");
  if (change?.kind === "change")
    return [`**A guard**: a change like this one (${change.what}) goes through review, as code does.`];
  const full = items.find((item) => item.kind === "metric" && item.saturation);
  if (full?.kind === "metric")
    return [`**An alert** on ${quote.code(full.metric, 120)} before it is at its limit.`];
  return [
    `**A guard**: what ${quote.code(incident.anomaly.service)} does when this happens again (a limit, a retry, a fallback).`,
  ];
}

/** The first of that kind, of the broken service where there is one. */
function ofService<K extends EvidenceItem["kind"]>(
  { evidence, anomaly }: Incident,
  kind: K,
): EvidenceOf<K> | undefined {
  const all = (evidence?.items ?? []).filter((item): item is EvidenceOf<K> => item.kind === kind);
  return all.find((item) => "service" in item && item.service === anomaly.service) ?? all[0];
}

const round = (value: number) => Number(value.toFixed(1));
