import { rmSync } from "node:fs";
import { join } from "node:path";
import { parentPort } from "node:worker_threads";
import { buildBundle } from "../incidents/build/build-bundle.ts";
import type { Incident, System } from "../incidents/definition.ts";
import { type Definitions, readDefinitions } from "../incidents/read-definitions.ts";
import type { Case } from "./case.ts";
import { keepObservation } from "./keep-observation.ts";

let definitions: Definitions | undefined;

async function keep({ one, folder }: { one: Case; folder: string }): Promise<void> {
  if ("bundle" in one.from) return keepObservation(one.from.bundle, folder, one.from.truth);
  definitions ??= readDefinitions();
  const incident = definitions.incidents.get(one.from.incident) as Incident;
  const system = definitions.systems.get(incident.system) as System;
  const whole = join(folder, "whole");
  const truth = buildBundle(whole, system, incident, one.from.conditions, one.name);
  await keepObservation(whole, folder, truth);
  rmSync(whole, { recursive: true });
}

parentPort?.on("message", async (job: { one: Case; folder: string }) => {
  try {
    await keep(job);
  } catch (error) {
    throw new Error(`${job.one.name}: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
  }
  parentPort?.postMessage(job.one.name);
});
