import { expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import type { CommandName, CommandSignal } from "../../src/contracts/signal.ts";
import { heed } from "../../src/loop/steps/heed.ts";
import { join } from "../../src/loop/steps/join.ts";
import { aDiagnosis, anAnomaly, anIncident, at, aVerdict, evidence, HEAD, plan } from "./an-incident.ts";
import { portsOf } from "./ports-of.ts";

const command = (name: CommandName): CommandSignal => ({
  kind: "command",
  repository: "acme/marketplace",
  receivedAt: at(4500),
  issue: 7,
  comment: 70,
  actor: "ada",
  command: name,
});

const looked = { evidence, looks: 1, diagnosis: aDiagnosis(), plan, verdict: aVerdict("hold") };
const branch = { name: "sre-space/0123456789ab-7", commit: HEAD };
const stopped = { at: at(4200), reason: "The branch is there already." };

async function after(incident: Incident, name: CommandName): Promise<Incident> {
  const { change } = await heed(incident, command(name), portsOf());
  return { ...incident, ...change };
}

it("counts an approval for the plan that stood when it was given, though the command comes again later", async () => {
  const once = await after(anIncident(looked), "approve");
  expect(once.approvals).toMatchObject([{ by: "ada", base: plan.base }]);
  // The head has moved, and the plan with it, before the command was acted on to its end.
  const base = "f".repeat(40);
  const twice = await after({ ...once, plan: { ...plan, base }, verdict: aVerdict("hold") }, "approve");
  expect(twice.approvals).toEqual(once.approvals);
});

it("looks anew at what was stopped before anything was written", async () => {
  const incident = await after(anIncident({ ...looked, outcome: { stopped } }), "retry");
  expect(incident).toMatchObject({ outcome: {}, evidence: null, diagnosis: null, plan: null, verdict: null });
  expect(incident.outcome.stopped).toBeUndefined();
});

it("never puts another diagnosis behind a change that stands on a branch", async () => {
  const pullRequest = {
    number: 8,
    url: "http://127.0.0.1/acme/marketplace/pull/8",
    head: HEAD,
    draft: false,
  };
  const outcome = { branch, pullRequest, stopped };
  const incident = await after(anIncident({ ...looked, outcome }), "retry");
  expect(incident).toMatchObject({ diagnosis: looked.diagnosis, plan, verdict: null });
  expect(incident.outcome).toEqual({ branch, pullRequest });
});

it("joins an anomaly once, however often it is told", async () => {
  const other = anAnomaly({ fingerprint: "ba9876543210", operation: "GET /quotes" });
  const first = await join(anIncident(), other, portsOf());
  expect(first.change.related).toEqual([other]);
  const again = await join(anIncident({ related: [other] }), other, portsOf());
  expect(again).toEqual({ change: {}, thoughts: [] });
});

it("moves to failures that were measured, from the slowness that an alert spoke of, and looks anew", async () => {
  const alert = anAnomaly({ fingerprint: "aaaaaaaaaaaa", symptom: "latency", source: "alert" });
  const incident = anIncident({
    anomaly: alert,
    evidence,
    looks: 1,
    diagnosis: aDiagnosis({ decision: "unknown" }),
  });
  const { change } = await join(incident, anAnomaly(), portsOf());
  expect(change).toMatchObject({
    anomaly: { symptom: "errors", source: "telemetry", blastRadius: ["storefront"] },
    related: [alert],
    evidence: null,
    diagnosis: null,
  });
});

it("moves to failures from memory that grew for a reason that nobody knew, and stays with a leak that was found", async () => {
  const growing = anAnomaly({ fingerprint: "aaaaaaaaaaaa", symptom: "memory", operation: "*" });
  const unsure = anIncident({ ...looked, anomaly: growing, diagnosis: aDiagnosis({ decision: "unknown" }) });
  expect((await join(unsure, anAnomaly(), portsOf())).change).toMatchObject({
    anomaly: { symptom: "errors" },
    related: [growing],
    diagnosis: null,
  });
  const leak = anIncident({ ...looked, anomaly: growing });
  expect((await join(leak, anAnomaly(), portsOf())).change.anomaly).toMatchObject({ symptom: "memory" });
});

it("stays with a cause that was found, with what was measured, and with failures", async () => {
  const slow = anAnomaly({ fingerprint: "aaaaaaaaaaaa", symptom: "latency" });
  const [found, before] = [anIncident({ ...looked, anomaly: slow }), anIncident()];
  expect((await join(found, anAnomaly(), portsOf())).change.anomaly).toMatchObject({ symptom: "latency" });
  expect((await join(before, slow, portsOf())).change.anomaly).toMatchObject({ symptom: "errors" });
  const told = anAnomaly({ fingerprint: "bbbbbbbbbbbb", source: "alert" });
  expect((await join(anIncident({ anomaly: slow }), told, portsOf())).change.anomaly).toMatchObject({
    source: "telemetry",
  });
});
