import { expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { Policy } from "../../src/contracts/policy.ts";
import type { RepoReader } from "../../src/contracts/ports/repo-reader.ts";
import { nextStep } from "../../src/loop/next-step.ts";
import { judge } from "../../src/loop/steps/judge.ts";
import { plan } from "../../src/loop/steps/plan.ts";
import { aDiagnosis, anIncident, at, BASE, evidence, facts } from "./an-incident.ts";
import { portsOf } from "./ports-of.ts";

const FILE = "config/database.yml";
const policy = Policy.parse({
  version: 1,
  mode: "merge",
  services: { quotes: { paths: ["services/quotes/**"], slo: { availability: "99.5%" } } },
  guardrails: { remedies: ["revert", "runbook"], required_checks: ["ci"] },
  runbooks: [{ when: { error: "no slots" }, set: { file: FILE, path: "pool.max", multiply: 2, max: 40 } }],
});
const reader = (text: string) =>
  ({
    repository: "acme/marketplace",
    defaultBranch: async () => ({ name: "main", sha: BASE }),
    file: async (path: string) =>
      path === FILE ? { path, mode: "100644", blob: "e".repeat(40), content: text, binary: false } : null,
  }) as unknown as RepoReader;

const portsWith = (text: string) => {
  const ports = portsOf({ reader: () => reader(text) });
  return {
    ...ports,
    policy: async () => ({ policy, source: null, problems: [] }),
    facts: (name: string) => ({ ...ports.facts(name), read: async () => facts() }),
  };
};
const found = anIncident({
  evidence,
  looks: 1,
  diagnosis: aDiagnosis({
    decision: "none",
    suspect: null,
    hypotheses: [
      {
        suspect: null,
        mechanism: "traffic",
        probability: 0.98,
        because: [],
        against: [],
        reasons: [],
        summary: "",
      },
    ],
    remedy: {
      kind: "runbook",
      summary: "Set pool.max.",
      runbook: { error: "no slots", file: FILE, path: "pool.max" },
    },
  }),
});

it("a runbook's change is planned and judged like every other, and walks the same road", async () => {
  const ports = portsWith("pool:\n  max: 20\n");
  const planned: Incident = { ...found, ...(await plan(found, ports)).change };
  expect(planned.plan).toMatchObject({
    remedy: "runbook",
    files: [{ after: { content: "pool:\n  max: 40\n" } }],
  });
  const judged: Incident = { ...planned, ...(await judge(planned, ports)).change };
  expect(judged.verdict?.rules.filter(({ answer }) => answer === "fail")).toEqual([]);
  expect(nextStep(judged, { kind: "continue" }, policy, Date.parse(at(5000)))).toEqual({
    do: "ensure-branch",
  });
});

it("at its bound there is no change, and the reason is told to a person", async () => {
  const ports = portsWith("pool:\n  max: 40\n");
  const planned: Incident = { ...found, ...(await plan(found, ports)).change };
  expect(planned.plan).toMatchObject({
    kind: "unplanned",
    remedy: "runbook",
    reason: expect.stringMatching(/max is 40/),
  });
  const judged: Incident = { ...planned, ...(await judge(planned, ports)).change };
  expect(judged.verdict?.decision).toBe("report");
  expect(nextStep(judged, { kind: "continue" }, policy, Date.parse(at(5000)))).toEqual({
    do: "ask-a-person",
    reason: expect.stringMatching(
      /^No commit did this, and the runbook that fits cannot be done: .*max is 40/,
    ),
  });
});
