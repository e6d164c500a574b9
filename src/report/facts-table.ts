import type { Incident, LookBeside } from "../contracts/incident.ts";
import { dateAndTime } from "./date-and-time.ts";
import { duration } from "./duration.ts";
import type { ReportContext } from "./report-context.ts";
import { symptomWords } from "./symptom-words.ts";

const MOST_NAMES = 12;

/** When, where, who suffers with it. */
export function factsTable(incident: Incident, { quote }: ReportContext): string {
  const { anomaly, related, beside } = incident;
  const { onset } = anomaly;
  const range = duration(Date.parse(onset.latest) - Date.parse(onset.earliest));
  const rows: [string, string][] = [
    ["Since", `${dateAndTime(onset.at)} (known to within ${range})`],
    [
      "Noticed",
      `${dateAndTime(anomaly.detectedAt)}, from ${anomaly.source === "alert" ? "an alert" : "telemetry"}`,
    ],
    ["Environment", quote.inline(anomaly.environment, 100)],
    ["Blast radius", names(anomaly.blastRadius.map((service) => quote.code(service, 80)))],
    ...related
      .slice(0, MOST_NAMES)
      .map((other): [string, string] => [
        "Part of the same",
        `${quote.code(other.service, 80)} ${symptomWords(other)}${lookedAt(beside.find((one) => one.fingerprint === other.fingerprint))}`,
      ]),
  ];
  if (anomaly.observed.samples > 0) {
    const points =
      anomaly.symptom === "memory" || anomaly.symptom === "saturation" ? "measurements" : "requests";
    rows.push(["Seen", `${anomaly.observed.samples} ${points}`]);
  }
  return ["| | |", "| :-- | :-- |", ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join("\n");
}

/** Nothing that joined is taken for explained by that alone. */
function lookedAt(look: LookBeside | undefined): string {
  if (!look) return "";
  const found = {
    commit: "the same commit did it",
    none: "no commit did it",
    unknown: "what did it cannot be told",
  }[look.decision];
  return `; looked at by itself: ${found}`;
}

function names(list: readonly string[]): string {
  if (list.length === 0) return "nobody else, as far as can be seen";
  const rest = list.length - MOST_NAMES;
  return list.slice(0, MOST_NAMES).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
