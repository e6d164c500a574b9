/** `node bench/incidents/try.ts [NAME…]`: builds incidents as they are written, diagnoses them, and prints a line for each. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diagnoseBundle } from "../../src/replay/diagnose-bundle.ts";
import { readBundle } from "../../src/replay/read-bundle.ts";
import { buildBundle } from "./build/build-bundle.ts";
import { AS_WRITTEN } from "./build/conditions.ts";
import type { System } from "./definition.ts";
import { readDefinitions } from "./read-definitions.ts";

const { incidents, systems } = readDefinitions();
const wanted = process.argv.slice(2);
for (const [name, incident] of incidents) {
  if (wanted.length > 0 && !wanted.some((one) => name.includes(one))) continue;
  const folder = mkdtempSync(join(tmpdir(), `incident-${name}-`));
  const began = performance.now();
  const truth = buildBundle(folder, systems.get(incident.system) as System, incident, AS_WRITTEN, name);
  const built = performance.now();
  const { diagnosis, anomaly } = await diagnoseBundle(await readBundle(folder));
  const right = diagnosis.suspect === truth.culprit;
  // biome-ignore format: a line
  const top = diagnosis.hypotheses
    .slice(0, 3)
    .map(
      (one) =>
        `${one.suspect?.slice(0, 7) ?? one.mechanism.slice(0, 24)}${one.suspect === truth.culprit && one.suspect ? "*" : ""} ${one.probability.toFixed(2)} ${one.commit?.subject.slice(0, 30) ?? ""}`,
    );
  console.log(
    `${right ? "right" : "WRONG"} ${name} [${incident.group}] ${diagnosis.decision} ${diagnosis.confidence.toFixed(2)} | ${anomaly.service} ${anomaly.operation} ${anomaly.symptom} | ${top.join(" / ")} | ${Math.round(built - began)}+${Math.round(performance.now() - built)} ms`,
  );
  if (wanted.length === 0) rmSync(folder, { recursive: true });
  else console.log(folder);
}
