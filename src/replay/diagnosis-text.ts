import colors from "picocolors";
import { redact } from "../safety/redact.ts";
import type { CompiledPattern } from "../safety/redaction-pattern.ts";
import { sanitise } from "../safety/sanitise.ts";
import type { BundleDiagnosis } from "./diagnose-bundle.ts";

const WIDTH = 100;
const MOST_SUSPECTS = 5;
const MOST_REASONS = 4;
const MOST_EVIDENCE = 15;
const MOST_PLACES = 5;
const UNLIKELY = 0.005;

/** The diagnosis of a bundle for a person at a terminal: what broke, since when, where, who did it and why. */
export function diagnosisText(
  { anomaly, diagnosis, evidence }: BundleDiagnosis,
  patterns: readonly CompiledPattern[],
): string {
  const clean = (text: string) => sanitise(redact(text, patterns), 1000);
  const lines: string[] = [];
  const say = (text: string, indent = 0, mark = "") => lines.push(...wrapped(clean(text), indent, mark));
  const section = (title: string) => lines.push("", colors.bold(title));

  lines.push(colors.bold(headline(diagnosis, clean)));
  say(anomaly.summary);
  const where =
    diagnosis.operation === "*" ? diagnosis.service : `${diagnosis.operation} of ${diagnosis.service}`;
  say(`Since ${diagnosis.onset}, in ${where}${also(diagnosis.blastRadius)}.`);
  say(diagnosis.remedy.summary);

  section("Suspects");
  const shown = diagnosis.hypotheses
    .filter((one, index) => index === 0 || one.probability >= UNLIKELY)
    .slice(0, MOST_SUSPECTS);
  for (const one of shown) {
    const name = one.suspect
      ? `${one.suspect.slice(0, 10)} ${one.commit?.subject ?? ""} (${one.mechanism})`
      : `no commit: ${one.mechanism}`;
    say(name, 6, percent(one.probability).padStart(5));
    for (const { text, favours, evidence: ids } of one.reasons
      .filter((r) => r.text !== "")
      .slice(0, MOST_REASONS))
      say(`${text}${ids.length > 0 ? ` (${ids.join(", ")})` : ""}`, 8, favours ? "      +" : "      -");
  }
  const rest = diagnosis.hypotheses.length - shown.length;
  if (rest > 0) lines.push(colors.dim(`      and ${rest} more that are unlikely`));

  const grounds = (diagnosis.grounds ?? []).filter(({ adds }) => Math.abs(adds) >= 0.05);
  if (grounds.length > 0) {
    section("Why it is so sure, by what each ground adds to the odds");
    for (const { name, adds } of grounds) say(name, 6, `×${Math.exp(adds).toFixed(1)}`.padStart(5));
  }

  if (evidence.localisation.length > 0) {
    section("Where it began, by the telemetry alone");
    for (const { service, operation, score } of evidence.localisation.slice(0, MOST_PLACES))
      say(`${service} ${operation === "*" ? "" : operation}`, 6, percent(score).padStart(5));
  }
  if (evidence.items.length > 0) {
    section("Evidence");
    for (const { id, text } of evidence.items.slice(0, MOST_EVIDENCE)) say(text, 6, id.padStart(5));
    const left = evidence.items.length - MOST_EVIDENCE;
    if (left > 0) lines.push(colors.dim(`      and ${left} more; --json has them all`));
  }
  if (diagnosis.wouldSettle.length > 0) {
    section("What would settle it");
    for (const text of diagnosis.wouldSettle) say(text, 2, "-");
  }
  return lines.join("\n");
}

/** A bundle's commits are called what its writer liked: the suspect's name is inert before any colour is put around it. */
function headline(
  { decision, suspect, confidence }: BundleDiagnosis["diagnosis"],
  clean: (text: string) => string,
): string {
  const sure = percent(confidence);
  const name = clean(suspect?.slice(0, 10) ?? "");
  if (decision === "commit") return colors.red(`${name} did it (${sure} sure).`);
  if (decision === "none") return colors.green(`No commit did it (${sure} sure).`);
  const likeliest = suspect ? `${name} did it` : "no commit did it";
  return colors.yellow(`It cannot be told. The most probable is that ${likeliest} (${sure}).`);
}

const percent = (share: number) => `${Math.round(share * 100)}%`;

function also(services: readonly string[]): string {
  if (services.length === 0) return "";
  const more = services.length > 6 ? ` and ${services.length - 6} more` : "";
  return `; ${services.slice(0, 6).join(", ")}${more} ${services.length === 1 ? "suffers" : "suffer"} with it`;
}

/** Lines of at most 100 columns, the mark before the first. Words that are longer are cut. */
function wrapped(text: string, indent: number, mark: string): string[] {
  const room = WIDTH - indent;
  const words = text.split(/\s+/).flatMap((word) => word.match(new RegExp(`.{1,${room}}`, "gu")) ?? []);
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((one, index) => (index === 0 ? mark.padEnd(indent) : " ".repeat(indent)) + one);
}
