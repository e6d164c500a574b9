import { amountIn } from "../contracts/amount-in.ts";
import type { EvidenceItem } from "../contracts/evidence.ts";
import type { Incident } from "../contracts/incident.ts";
import { amount } from "./amount.ts";
import { clockTime } from "./clock-time.ts";
import type { Quote } from "./quoting.ts";
import { subjectOf } from "./subject-of.ts";

const MOST_SUFFERING = 6;
/** Below it the likeliest cause is one among several, and not what did it. */
const SINGLED_OUT = 0.5;
const SYMPTOM = {
  errors: "fails",
  latency: "is slow",
  memory: "leaks memory",
  traffic: "gets no requests",
  saturation: "has run out of room",
} as const;

/**
 * From the cause to who suffers as a mermaid flowchart, top down, so that it fits a phone. Null where no cause is known.
 * Nothing of telemetry but names, types and templates is in it, so that it fits a public page.
 * https://mermaid.js.org/syntax/flowchart.html
 */
export function causalPath(incident: Incident, quote: Quote): string | null {
  const { diagnosis, evidence, anomaly, related } = incident;
  const [first] = diagnosis?.hypotheses ?? [];
  if (!diagnosis || !first || diagnosis.decision === "unknown") return null;
  const cause = first.suspect
    ? [first.suspect.slice(0, 7), first.commit?.subject ?? ""]
    : ["no commit", first.probability < SINGLED_OUT ? "" : first.mechanism].filter((one) => one !== "");
  const deployed = first.commit?.deployedAt ? `deployed ${clockTime(first.commit.deployedAt)}` : null;
  const { service, operation } = subjectOf(anomaly);
  const broken = [operation ? `${service} ${operation}` : service, broke(incident)];
  const how = howItBreaks(first.because, evidence?.items ?? []);
  const suffering = [...new Set([...related.map((one) => one.service), ...anomaly.blastRadius])]
    .filter((one) => one !== service)
    .slice(0, MOST_SUFFERING);
  const steps: [string, string[]][] = [
    ["cause", cause],
    ...(how ? [["how", how] as [string, string[]]] : []),
    ["broken", broken],
  ];
  const lines = ["flowchart TD", ...steps.map(([id, text]) => `  ${id}${box(text, quote)}`)];
  for (const [index, [id]] of steps.slice(1).entries()) {
    const edge = index === 0 && deployed ? `-->|"${quote.string(deployed, 40)}"|` : "-->";
    lines.push(`  ${steps[index]![0]} ${edge} ${id}`);
  }
  for (const [index, name] of suffering.entries()) {
    lines.push(`  s${index}${box([name], quote)}`, `  broken --> s${index}`);
  }
  lines.push("  classDef bad stroke:#cf222e,stroke-width:3px", "  class broken bad");
  return `\`\`\`mermaid\n${lines.join("\n")}\n\`\`\``;
}

function broke({ anomaly }: Incident): string {
  const value =
    anomaly.symptom === "traffic" ? "" : ` ${amount(anomaly.observed.value, anomaly.observed.unit)}`;
  return anomaly.symptom === "errors"
    ? `fails${value}`
    : `${SYMPTOM[anomaly.symptom]}${value && `,${value}`}`;
}

/** What stands between the cause and the symptom: of the evidence for the cause, what says most of how. */
function howItBreaks(because: readonly string[], items: readonly EvidenceItem[]): string[] | null {
  const cited = because.flatMap((id) => items.find((item) => item.id === id) ?? []);
  const told = [...cited, ...items.filter((item) => item.kind === "exception" && item.countBefore === 0)];
  for (const kind of ["exception", "span-shift", "memory", "metric", "change", "log"] as const) {
    const found = told.find((item) => item.kind === kind);
    const words = found && wordsOf(found);
    if (words) return words;
  }
  return null;
}

function wordsOf(item: EvidenceItem): string[] | null {
  switch (item.kind) {
    case "exception": {
      const frame = item.frames.find(({ inApp }) => inApp);
      const file = frame?.path.slice(frame.path.lastIndexOf("/") + 1);
      const line = frame?.line === undefined ? "" : ` line ${frame.line}`;
      return [item.type, ...(file ? [`in ${file}${line}`] : [])];
    }
    case "span-shift": {
      const oftener = item.perRequest.after > 1.5 * item.perRequest.before;
      return [
        item.span,
        oftener
          ? `${round(item.perRequest.before)} to ${round(item.perRequest.after)} times a request`
          : `${amount(item.ownMs.before, "ms")} to ${amount(item.ownMs.after, "ms")}`,
      ];
    }
    case "memory":
      return [`memory of ${item.service}`, `grows by ${amount(item.bytesPerSecond, "bytes/s")}`];
    case "metric":
      return item.saturation
        ? [item.metric, item.saturation]
        : [item.metric, amountIn(item.after, item.unit)];
    case "change":
      return item.what === "revision"
        ? null
        : [`${item.what} of ${item.service ?? "the environment"} changed`];
    case "log":
      return item.fresh ? ["new in the logs", item.template] : null;
    default:
      return null;
  }
}

const round = (value: number) => Number(value.toFixed(1));

/** A zero-width space in front keeps mermaid from reading a number with a dot as a list; an empty label is none. */
function box(text: readonly string[], quote: Quote): string {
  const shown = text.filter((one) => one.trim() !== "");
  const lines = (shown.length > 0 ? shown : [""]).map((one) => `\u200b${quote.string(one, 60)}`);
  return `["${lines.join("<br/>")}"]`;
}
