import { expect, it } from "vitest";
import { incidentPage } from "../../src/monitor/incident-page.ts";
import { HOSTILE, SUSPECT, wholeIncident } from "../report/a-whole-incident.ts";

it("a model's words are on the page of the incident, as words, with what they cost", async () => {
  const incident = wholeIncident();
  const statement = { suspect: SUSPECT, mechanism: "code", text: HOSTILE.slice(0, 300), evidence: ["E1"] };
  const secondOpinion = {
    model: "gpt-4.1",
    prompt: "diagnose.v1",
    heard: true,
    note: "gpt-4.1 does not agree.",
    agreed: false,
    explanation: HOSTILE,
    claims: [{ ...statement, favours: false }],
    doubts: [statement],
    patch: null,
    usd: 0.02,
    seconds: 3.21,
  };
  const diagnosis = { ...incident.diagnosis!, tokens: 4321, secondOpinion };
  const page = String(await incidentPage({ ...incident, diagnosis }, Date.now(), 0));
  expect(page).toContain("gpt-4.1 does not agree.");
  expect(page).toContain("4321 tokens");
  expect(page).toContain("0.020 USD");
  expect(page).toContain("&lt;script&gt;");
  expect(page).not.toMatch(/<script>alert|<img|<!-- sre-space/);
  expect(String(await incidentPage(incident, Date.now(), 0))).not.toContain("Second opinion");
});
