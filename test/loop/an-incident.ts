import type { Anomaly } from "../../src/contracts/anomaly.ts";
import type { Diagnosis } from "../../src/contracts/diagnosis.ts";
import type { Facts } from "../../src/contracts/facts.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import type { Verdict } from "../../src/contracts/verdict.ts";
import { openIncident } from "../../src/loop/open-incident.ts";

export const at = (ms: number) => new Date(Date.UTC(2026, 0, 5, 12) + ms).toISOString();
export const SUSPECT = "a".repeat(40);
export const BASE = "b".repeat(40);
export const HEAD = "c".repeat(40);
export const MERGED = "d".repeat(40);

export function anAnomaly(change: Partial<Anomaly> = {}): Anomaly {
  return {
    fingerprint: "0123456789ab",
    repository: "acme/marketplace",
    environment: "production",
    service: "quotes",
    operation: "POST /quotes",
    symptom: "errors",
    source: "telemetry",
    alerts: [],
    onset: { at: at(0), earliest: at(-500), latest: at(500) },
    detectedAt: at(3000),
    observed: { value: 0.3, unit: "ratio", samples: 40 },
    baseline: { value: 0, unit: "ratio", samples: 400 },
    objective: 0.005,
    baselineSeconds: 30,
    blastRadius: ["storefront"],
    summary: "30% of POST /quotes fail in quotes.",
    ...change,
  };
}

export function anIncident(change: Partial<Incident> = {}): Incident {
  return { ...openIncident(anAnomaly(), Date.parse(at(3000))), ...change };
}

export function aDiagnosis(change: Partial<Diagnosis> = {}): Diagnosis {
  return {
    at: at(3500),
    decision: "commit",
    suspect: SUSPECT,
    confidence: 0.98,
    service: "quotes",
    operation: "POST /quotes",
    onset: at(0),
    blastRadius: ["storefront"],
    remedy: { kind: "revert", summary: "Revert it." },
    hypotheses: [
      {
        suspect: SUSPECT,
        mechanism: "code defect",
        probability: 0.98,
        because: ["E1"],
        against: [],
        reasons: [{ text: "Only the new revision fails.", favours: true, evidence: ["E1"] }],
        summary: "It changed the line that throws.",
      },
    ],
    wouldSettle: [],
    revisions: { healthy: BASE, failing: SUSPECT },
    tokens: 0,
    ...change,
  };
}

export const evidence = { collectedAt: at(3200), items: [], localisation: [] };

export const plan = {
  kind: "planned" as const,
  remedy: "revert" as const,
  base: BASE,
  reverts: [SUSPECT],
  files: [
    {
      path: "services/quotes/price.ts",
      mode: "100644" as const,
      before: { blob: "e".repeat(40), content: "bad" },
      after: { content: "good" },
      added: 1,
      removed: 1,
    },
  ],
  title: 'Revert "refactor"',
  summary: "Undoes it.",
};

export function facts(change: Partial<Facts> = {}): Facts {
  return {
    at: at(4000),
    defaultBranch: "main",
    head: BASE,
    archived: false,
    public: false,
    rules: {
      requiredChecks: ["ci"],
      requiredApprovals: 0,
      codeOwners: false,
      mergeQueue: false,
      signedCommits: false,
      unread: null,
    },
    pullRequest: null,
    openWork: [],
    movedPaths: [],
    suspectReverted: false,
    suspectRelanded: false,
    ...change,
  };
}

export function pullRequestFacts(change: Partial<NonNullable<Facts["pullRequest"]>> = {}): Facts {
  return facts({
    pullRequest: {
      number: 8,
      head: HEAD,
      state: "open",
      merged: false,
      draft: false,
      mergeable: true,
      verified: null,
      checks: [{ name: "ci", state: "pending" }],
      approvedBy: [],
      ...change,
    },
  });
}

export function aVerdict(decision: Verdict["decision"], change: Partial<Verdict> = {}): Verdict {
  return { at: at(4000), decision, rules: [], judged: { base: BASE, head: null }, policy: null, ...change };
}
