import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildBundle } from "../incidents/build/build-bundle.ts";
import type { Incident, System } from "../incidents/definition.ts";
import type { Definitions } from "../incidents/read-definitions.ts";
import type { Case } from "./case.ts";

/**
 * Writes the bundles of cases into a folder for people to look at, each in one of its own, and `truth.json` beside them.
 * @returns how many
 */
export function writeBundles(
  folder: string,
  cases: readonly Case[],
  { incidents, systems }: Definitions,
  progress: (text: string, done: number) => void,
): number {
  const truths: Record<string, unknown> = {};
  mkdirSync(folder, { recursive: true });
  for (const [i, { name, part, from }] of cases.entries()) {
    if ("bundle" in from) continue;
    const incident = incidents.get(from.incident) as Incident;
    const place = join(part.replaceAll(" ", "-"), name);
    const system = systems.get(incident.system) as System;
    truths[place] = buildBundle(join(folder, place), system, incident, from.conditions, name);
    progress(place, (i + 1) / cases.length);
  }
  writeFileSync(join(folder, "truth.json"), `${JSON.stringify(truths, null, 1)}\n`);
  return Object.keys(truths).length;
}
