import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Diagnosis } from "../../src/contracts/diagnosis.ts";
import { diagnoseBundle } from "../../src/replay/diagnose-bundle.ts";
import { type Bundle, readBundle } from "../../src/replay/read-bundle.ts";
import { buildBundle } from "../incidents/build/build-bundle.ts";
import type { Incident, System } from "../incidents/definition.ts";
import { type Definitions, readDefinitions } from "../incidents/read-definitions.ts";
import type { Case, CaseResult } from "./case.ts";

let definitions: Definitions | undefined;

/** Builds the bundle where it is not there yet, asks `diagnose`, and holds the answer against the truth. */
export async function judgeCase(one: Case): Promise<CaseResult> {
  if ("bundle" in one.from) return judge(one, one.from.bundle, one.from.truth);
  definitions ??= readDefinitions();
  const incident = definitions.incidents.get(one.from.incident) as Incident;
  const system = definitions.systems.get(incident.system) as System;
  const folder = mkdtempSync(join(tmpdir(), "sre-space-incident-"));
  try {
    return await judge(one, folder, buildBundle(folder, system, incident, one.from.conditions, one.name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function judge(
  one: Case,
  folder: string,
  truth: { culprit: string | null; service: string; group: string },
): Promise<CaseResult> {
  const began = performance.now();
  const used = process.threadCpuUsage();
  const bundle = await readBundle(folder);
  const { diagnosis } = await diagnoseBundle(bundle);
  const ms = performance.now() - began;
  const cpu = process.threadCpuUsage(used);
  const answers = answersOf(diagnosis);
  const { suspect, decision, confidence } = diagnosis;
  const [first, second] = answers;
  return {
    name: one.name,
    part: one.part,
    group: truth.group,
    guilty: truth.culprit !== null,
    right: suspect === truth.culprit,
    inTop3: answers.slice(0, 3).some((answer) => answer.suspect === truth.culprit),
    decoyBlamed: suspect !== null && suspect !== truth.culprit,
    decision,
    named: suspect !== null,
    confidence,
    brier: brierOf(answers, truth.culprit),
    serviceRight: diagnosis.service === truth.service,
    lastDeployRight: lastDeployed(bundle) === truth.culprit,
    ms,
    cpuMs: (cpu.user + cpu.system) / 1000,
    tokens: diagnosis.tokens,
    told: `${decision} ${suspect?.slice(0, 8) ?? "no commit"} ${confidence.toFixed(2)}; then ${
      (first?.suspect === suspect ? second : first)?.suspect?.slice(0, 8) ?? "no commit"
    }; true: ${truth.culprit?.slice(0, 8) ?? "no commit"}`,
  };
}

/** Each commit by itself and "no commit" as one, most probable first. */
function answersOf(diagnosis: Diagnosis): { suspect: string | null; p: number }[] {
  const sums = new Map<string | null, number>();
  for (const { suspect, probability } of diagnosis.hypotheses)
    sums.set(suspect, (sums.get(suspect) ?? 0) + probability);
  return [...sums].map(([suspect, p]) => ({ suspect, p })).sort((a, b) => b.p - a.p);
}

/** Brier's score over many classes: 0 is perfect, 2 the worst. */
function brierOf(answers: readonly { suspect: string | null; p: number }[], truth: string | null): number {
  const missed = answers.some(({ suspect }) => suspect === truth) ? 0 : 1;
  return answers.reduce((sum, { suspect, p }) => sum + (p - (suspect === truth ? 1 : 0)) ** 2, missed);
}

/** What a person in a hurry would say: whatever was deployed last before it. */
function lastDeployed({ deployments, window, alert }: Bundle): string | null {
  const fired = alert?.alerts[0]?.startsAt;
  const until = window.fromMs ?? (fired ? Date.parse(fired) : Number.POSITIVE_INFINITY);
  const before = deployments.filter(({ created_at }) => Date.parse(created_at) <= until);
  return before.sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at)).at(-1)?.sha ?? null;
}
