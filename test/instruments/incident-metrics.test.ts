import { describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { incidentMetrics } from "../../src/instruments/incident-metrics.ts";
import { startTelemetry } from "../../src/instruments/start-telemetry.ts";
import { aDiagnosis, anIncident, at, MERGED } from "../loop/an-incident.ts";

async function measured(startedMs = Date.parse(at(0))) {
  const telemetry = await startTelemetry({}, 0, () => {});
  const tell = incidentMetrics(telemetry.meter, startedMs);
  return {
    tell,
    /** The value of one line; undefined where it is not there. */
    async read(name: string, labels = ""): Promise<number | undefined> {
      const text = await telemetry.prometheus();
      const line = text
        .split("\n")
        .find((one) => one.startsWith(`sre_space_${name}{`) && one.includes(labels));
      return line === undefined ? undefined : Number(line.split(" ").at(-1));
    },
  };
}

const merged = { merge: { sha: MERGED, at: at(9000) } } as unknown as Incident["outcome"];
/** The life of an incident, state after state. */
const life: Incident[] = [
  anIncident(),
  anIncident({ diagnosis: aDiagnosis({ decision: "unknown" }), updatedAt: at(4000), writes: 1 }),
  anIncident({ diagnosis: aDiagnosis({ tokens: 700 }), updatedAt: at(5000), writes: 2 }),
  anIncident({ diagnosis: aDiagnosis({ tokens: 700 }), outcome: merged, updatedAt: at(9000), writes: 5 }),
  anIncident({
    diagnosis: aDiagnosis({ tokens: 700 }),
    outcome: merged,
    closed: { at: at(20_000), as: "healed" },
    updatedAt: at(20_000),
    writes: 6,
  }),
  anIncident({
    diagnosis: aDiagnosis({ tokens: 700 }),
    outcome: merged,
    closed: { at: at(20_000), as: "healed" },
    remembered: { at: at(20_100), patch: null },
    updatedAt: at(20_100),
    writes: 7,
  }),
];

describe("what is counted of incidents", () => {
  it("is each thing once, and the seconds that it took", async () => {
    const { tell, read } = await measured();
    for (const state of life) {
      tell(state);
      tell(state);
    }
    expect(await read("incidents_opened_total", 'symptom="errors"')).toBe(1);
    expect(await read("incidents_diagnosed_total", 'decision="commit"')).toBe(1);
    expect(await read("changes_merged_total")).toBe(1);
    expect(await read("incidents_closed_total", 'as="healed"')).toBe(1);
    expect(await read("model_tokens_total")).toBe(700);
    expect(await read("github_writes_total")).toBe(7);
    expect(await read("incident_detect_duration_sum")).toBe(3);
    expect(await read("incident_diagnose_duration_sum")).toBe(2);
    expect(await read("incident_merge_duration_sum")).toBe(6);
    expect(await read("incident_heal_duration_sum")).toBe(20);
  });

  it("leaves to the process before us what an incident had come to by then", async () => {
    const { tell, read } = await measured(Date.parse(at(8000)));
    for (const state of life.slice(2)) tell(state);
    expect(await read("incidents_opened_total")).toBeUndefined();
    expect(await read("incidents_diagnosed_total")).toBeUndefined();
    expect(await read("changes_merged_total")).toBe(1);
    expect(await read("github_writes_total")).toBe(5);
  });

  it("goes on with one that was closed and is taken up again", async () => {
    const { tell, read } = await measured();
    for (const state of life) tell(state);
    const again = { ...(life[5] as Incident), closed: null, writes: 9 };
    tell(again);
    tell({ ...again, closed: { at: at(60_000), as: "resolved-by-person" }, updatedAt: at(60_000) });
    expect(await read("incidents_opened_total")).toBe(1);
    expect(await read("incidents_closed_total", 'as="resolved-by-person"')).toBe(1);
    expect(await read("github_writes_total")).toBe(9);
  });
});
