import { basename } from "node:path";
import colors from "picocolors";
import type { Decision, RuleAnswer } from "../contracts/verdict.ts";
import { complain, print, printJson } from "../safety/print.ts";
import { redact } from "../safety/redact.ts";
import { compileRedaction } from "../safety/redaction-pattern.ts";
import { sanitise } from "../safety/sanitise.ts";
import { bundlesAt } from "./bundles-at.ts";
import { NoBundle } from "./no-bundle.ts";
import { readBundle } from "./read-bundle.ts";
import type { OtherTerms } from "./replay-judgement.ts";
import { type Simulation, simulateBundle } from "./simulate-bundle.ts";

const WIDTH = 100;
const MARKS: Readonly<Record<RuleAnswer["answer"], string>> = { pass: "✓", fail: "✗", "not applicable": "–" };
const DID: Readonly<Record<Decision, string>> = {
  merge: "merged without a person",
  propose: "proposed, and left to a person",
  hold: "held until a person approves",
  report: "reported, and nothing more",
};

/**
 * `sre-space simulate BUNDLE… [--policy FILE]`: what would have been decided in each incident, with every rule's
 * reason, and of several how many would have been merged without a person.
 * @throws NoBundle
 */
export async function simulateCommand(
  paths: readonly string[],
  options: { json: boolean; terms: OtherTerms | null },
): Promise<void> {
  const simulated: { bundle: string; simulation: Simulation }[] = [];
  for (const path of await bundlesAt(paths)) {
    const bundle = await readBundle(path);
    for (const { file, message, hint } of bundle.problems)
      complain(colors.dim(sanitise(`${path}/${file} ${message}. ${hint}`, 500)));
    const simulation = await simulateBundle(bundle, options.terms);
    if (!simulation)
      throw new NoBundle(
        `${path} holds no policy to go by. Name one: sre-space simulate ${path} --policy FILE`,
      );
    const patterns = (options.terms?.policy ?? bundle.policy)?.redact.map(compileRedaction) ?? [];
    const clean = (text: string) => redact(sanitise(text, 500), patterns);
    simulated.push({ bundle: path, simulation: cleaned(simulation, clean) });
  }
  if (options.json) printJson(asJson(simulated, options.terms));
  else print(asText(simulated));
}

function cleaned(simulation: Simulation, clean: (text: string) => string): Simulation {
  const { verdict, summary, service } = simulation;
  return {
    ...simulation,
    summary: clean(summary),
    service: clean(service),
    verdict: { ...verdict, rules: verdict.rules.map((rule) => ({ ...rule, reason: clean(rule.reason) })) },
  };
}

function asJson(
  all: readonly { bundle: string; simulation: Simulation }[],
  terms: OtherTerms | null,
): unknown {
  return {
    policy: terms?.source?.path ?? null,
    of: all.length,
    merged_without_a_person: merged(all),
    bundles: all.map(({ bundle, simulation: { verdict, was, ...rest } }) => ({
      bundle,
      ...rest,
      decision: verdict.decision,
      was,
      rules: verdict.rules,
    })),
  };
}

function asText(all: readonly { bundle: string; simulation: Simulation }[]): string {
  const texts = all.map(({ bundle, simulation }) => {
    const { verdict, was, summary, suspect, assumed } = simulation;
    const before = was === null || was === verdict.decision ? "" : ` At the time it was: ${was}.`;
    const lines = [
      colors.bold(`${basename(bundle)}: ${verdict.decision}`),
      `It would have been ${DID[verdict.decision]}.${before}`,
      ...wrapped(
        `${summary}${suspect === null ? "" : ` Suspect: ${sanitise(suspect.slice(0, 10), 10)}.`}`,
        "",
      ),
      "",
      ...verdict.rules.flatMap(ruleLines),
      ...assumed.flatMap((text) => ["", ...wrapped(text, "  ").map((line) => colors.dim(line))]),
    ];
    return lines.join("\n");
  });
  const several =
    all.length > 1
      ? [`${merged(all)} of the last ${all.length} would have been merged without a person.`]
      : [];
  return [...texts, ...several].join("\n\n");
}

const merged = (all: readonly { simulation: Simulation }[]) =>
  all.filter(({ simulation }) => simulation.verdict.decision === "merge").length;

function ruleLines({ rule, answer, ceiling, reason }: RuleAnswer): string[] {
  const name = `${MARKS[answer]} ${rule}`.padEnd(26);
  const most = answer === "fail" ? `at most ${ceiling ?? "report"}: ` : "";
  const [first = "", ...rest] = wrapped(`${most}${reason}`, " ".repeat(26));
  const colour = answer === "fail" ? colors.red : answer === "pass" ? colors.green : colors.dim;
  return [colour(name) + first.trimStart(), ...rest];
}

/** Lines that are not longer than the page; words that are longer stay whole. */
function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/)) {
    if (line.length > indent.length && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = indent;
    }
    line += line.length > indent.length ? ` ${word}` : word;
  }
  return [...lines, line];
}
