import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Random, randomOf } from "../../telemetry/random.ts";
import type { CommitPlan, Incident, System } from "../definition.ts";
import { ActiveEffects } from "./active-effects.ts";
import { alertOf } from "./alert-of.ts";
import { arrive } from "./arrive.ts";
import { commitJson } from "./commit-json.ts";
import type { Conditions } from "./conditions.ts";
import { deploymentsJson } from "./deployments-json.ts";
import { getsAlong } from "./gets-along.ts";
import { historyOf } from "./history.ts";
import { measure } from "./measure.ts";
import { noiseCommits } from "./noise-commits.ts";
import { policyOf } from "./policy-of.ts";
import { processesOf } from "./processes.ts";
import { type Process, Recorder } from "./recorder.ts";
import { renamed } from "./renamed.ts";
import { World } from "./world.ts";

/** What is true of a case; in no file of the bundle. */
export interface Truth {
  culprit: string | null;
  /** The group of mechanisms. */
  group: string;
  service: string;
  /** Every commit that is not the culprit. */
  decoys: string[];
  /** Epoch milliseconds of the first request that may go wrong. */
  onsetMs: number;
}

const DAYS_MS = 86_400_000;
/** A Tuesday, eleven in the morning. */
const BEGIN = Date.parse("2026-09-15T11:00:00.000Z");

/**
 * Writes an incident into a folder, the same bytes for the same incident and conditions.
 * @throws Error where the definition does not hold together
 */
export function buildBundle(
  folder: string,
  knownSystem: System,
  knownIncident: Incident,
  conditions: Conditions,
  name: string,
): Truth {
  const random = randomOf(hashOf(name) + conditions.seed);
  const system = renamed(knownSystem, conditions.renamed);
  const told = renamed(knownIncident, conditions.renamed);
  const incident = conditions.healthy ? { ...told, effects: [] } : told;
  const [before, after] = [conditions.minutesBefore ?? incident.minutes[0], incident.minutes[1]].map(
    (m) => m * 60_000,
  ) as [number, number];
  const zeroMs =
    BEGIN + Math.floor(random.uniform() * 60) * DAYS_MS + Math.floor(random.uniform() * 8 * 3600) * 1000;
  const extra = renamed(conditions.extra, conditions.renamed);
  const moved = moving(incident, { ...conditions, extra }, system, random);
  const commits = historyOf(system, moved, random, `${name} ${conditions.seed}`);
  const processes = processesOf(system, commits, after, random, conditions.revision ?? system.revision);
  const effects = new ActiveEffects(system, moved, commits, conditions.strength);
  const recorder = new Recorder();
  const all = [...processes.values()].flat(2);
  const begins = moved.effects.flatMap((effect) =>
    all
      .filter(({ service }) => effect.on.split(" ")[0] === service)
      .flatMap((process) => effects.beginsMs(effect, process) ?? []),
  );
  const onset = Math.min(...begins.filter((ms) => ms < after), after);

  const served: { process: Process; operation: string; at: number; ms: number; status: number }[] = [];
  const world = new World({
    system,
    commits,
    processes,
    effects,
    recorder,
    conditions,
    random,
    zeroMs,
    served: (process, operation, at, ms, status) => served.push({ process, operation, at, ms, status }),
  });
  for (const [service, { operations }] of Object.entries(system.services))
    for (const [operation, { rate }] of Object.entries(operations))
      if (rate > 0)
        arrive(world, effects, {
          service,
          operation,
          rate: rate * incident.rate * conditions.rate,
          from: -before,
          to: after,
          random,
        });
  measure({ system, all, served, from: -before, to: after, zeroMs, effects, recorder, random });

  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const iso = (ms: number) => new Date(Math.round(zeroMs + ms)).toISOString();
  const culprit = conditions.healthy ? null : (commits.find(({ id }) => id === incident.culprit) ?? null);
  if (incident.culprit !== null && !culprit && !conditions.healthy)
    throw new Error(`${name}: there is no commit ${incident.culprit}`);
  const hidden = conditions.hideCulprit ? culprit : null;
  const shown = commits.filter((commit) => commit !== hidden);
  const late = (service: string) => conditions.lateMs[service] ?? 0;
  const about = Math.round((random.uniform() * 50_000 - 15_000) / 1000) * 1000;
  const window = conditions.window ?? incident.window;
  const alert = alertOf({
    incident,
    system,
    conditions,
    at: iso(onset + 75_000 + 60_000 * random.uniform()),
    random,
  });
  const text = (lines: string[]) => (lines.length > 0 ? `${lines.join("\n")}\n` : null);
  const files: Record<string, unknown> = {
    "bundle.json": {
      repository: system.repository,
      environment: "production",
      alert_source: alert?.source ?? "generic",
      ...(window ? { window: { from: iso(Math.max(onset + about, -before + 60_000)), to: iso(after) } } : {}),
    },
    "alert.json": alert?.body ?? null,
    "traces.jsonl": text(recorder.lines("traces", late)),
    "logs.jsonl": conditions.logs ? text(recorder.lines("logs", late)) : null,
    "metrics.jsonl": conditions.metrics ? text(recorder.lines("metrics", late)) : null,
    "deployments.json": conditions.deployments
      ? deploymentsJson(shown, system, iso, conditions.permuted, random)
      : null,
    "commits.json": shown.map((commit, i) =>
      commitJson(commit, shown[i - 1]?.sha, system.repository, iso, conditions.blank),
    ),
    "events.json":
      conditions.events && incident.events.length > 0
        ? incident.events.map(({ at, kind, service, text }) => ({
            time: iso(at),
            kind,
            ...(service ? { service } : {}),
            text,
          }))
        : null,
    "policy.yml": (conditions.policy ?? incident.policy) ? policyOf(system) : null,
  };
  for (const [file, content] of Object.entries(files))
    if (content !== null)
      writeFileSync(
        join(folder, file),
        typeof content === "string" ? content : `${JSON.stringify(content, null, 1)}\n`,
      );
  return {
    culprit: hidden ? null : (culprit?.sha ?? null),
    group: conditions.healthy ? "healthy" : incident.group,
    service: incident.service,
    decoys: shown.filter((commit) => commit !== culprit).map(({ sha }) => sha),
    onsetMs: zeroMs + onset,
  };
}

/** Other innocent commits, and each of them at another time. */
function moving(
  incident: Incident,
  { extra, shiftMs, healthy, noise }: Conditions,
  system: System,
  random: Random,
): Incident {
  const commits = incident.commits.map((commit, i) => {
    const isCulprit = "id" in commit && commit.id !== undefined && commit.id === incident.culprit;
    const at = commit.at + (shiftMs.length > 0 ? (shiftMs[i % shiftMs.length] as number) : 0);
    return isCulprit ||
      incident.effects.some(({ by }) => by !== undefined && "id" in commit && by === commit.id)
      ? commit
      : { ...commit, at: Math.min(at, 60_000 * incident.minutes[1]) };
  });
  const used = new Set(incident.commits.flatMap((commit) => ("use" in commit ? [commit.use] : [])));
  const own = incident.commits.flatMap((commit) => ("use" in commit || "reverts" in commit ? [] : [commit]));
  const fits = (use: string) =>
    own.every((one) => getsAlong(system.innocent[use] ?? { edit: {}, add: {}, remove: [] }, one));
  const more: CommitPlan[] = [];
  for (const { use, at } of extra) {
    if (used.has(use) || !fits(use)) continue;
    // Texts that overlap are found out by trying.
    if (applies(system, { ...incident, commits: [...commits, ...more, { use, at }] })) more.push({ use, at });
  }
  const quiet = noiseCommits(noise, Object.values(system.services), random);
  return { ...incident, effects: healthy ? [] : incident.effects, commits: [...commits, ...more, ...quiet] };
}

function applies(system: System, incident: Incident): boolean {
  try {
    historyOf(system, incident, randomOf(1), "");
    return true;
  } catch {
    return false;
  }
}

function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (const char of text) hash = Math.imul(hash ^ char.charCodeAt(0), 16_777_619);
  return hash >>> 8;
}
