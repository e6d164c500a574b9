/**
 * `node bench/incidents/try.ts [NAME…]`: builds incidents, diagnoses them, and prints a line for each. A part of a name means
 * all that hold it, as they are written; `NAME~2` is that variant. What was named stays where the line says.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diagnoseBundle } from "../../src/replay/diagnose-bundle.ts";
import { readBundle } from "../../src/replay/read-bundle.ts";
import { seenCases } from "../diagnosis/seen-cases.ts";
import { VARIANTS } from "../diagnosis/variants.ts";
import { buildBundle } from "./build/build-bundle.ts";
import type { Incident, System } from "./definition.ts";
import { readDefinitions } from "./read-definitions.ts";

const definitions = readDefinitions();
const wanted = process.argv.slice(2);
for (const { name, part, from } of seenCases(definitions, VARIANTS.each, VARIANTS.seed)) {
  if ("bundle" in from || (part !== "seen" && part !== "variant")) continue;
  const isWanted = (one: string) => (part === "variant" ? name === one : name.includes(one));
  if (wanted.length > 0 ? !wanted.some(isWanted) : part === "variant") continue;
  const incident = definitions.incidents.get(from.incident) as Incident;
  const system = definitions.systems.get(incident.system) as System;
  const folder = mkdtempSync(join(tmpdir(), `incident-${name}-`));
  const truth = buildBundle(folder, system, incident, from.conditions, name);
  const began = process.cpuUsage();
  const { diagnosis, anomaly } = await diagnoseBundle(await readBundle(folder));
  const { user, system: kernel } = process.cpuUsage(began);
  const right = diagnosis.suspect === truth.culprit ? "right" : "WRONG";
  const top = diagnosis.hypotheses.slice(0, 3).map(({ suspect, mechanism, probability, commit }) => {
    const who = suspect === null ? mechanism : `${suspect.slice(0, 7)} ${commit?.subject.slice(0, 40)}`;
    return `${probability.toFixed(2)} ${who}${suspect !== null && suspect === truth.culprit ? " (did it)" : ""}`;
  });
  const seen = `${anomaly.service} ${anomaly.operation} ${anomaly.symptom}`;
  const cost = `${((user + kernel) / 1e6).toFixed(1)} s`;
  const place = wanted.length > 0 ? ` ${folder}` : "";
  console.log(
    `${right} ${name} [${incident.group}] ${diagnosis.decision} ${diagnosis.confidence.toFixed(2)} | ${seen} | ${top.join(" / ")} | ${cost}${place}`,
  );
  if (wanted.length === 0) rmSync(folder, { recursive: true });
}
