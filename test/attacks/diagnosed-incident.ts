import type { Incident } from "../../src/contracts/incident.ts";
import { openIncident } from "../../src/loop/open-incident.ts";

/** An incident as Brain leaves it when it is sure of a commit, a minute after it began. */
export function diagnosedIncident(of: {
  repository: string;
  suspect: string;
  paths: string[];
  /** Where several are told apart. */
  fingerprint?: string;
  service?: string;
}): Incident {
  const now = Date.now();
  const at = (secondsAgo: number) => new Date(now - secondsAgo * 1000).toISOString();
  const { repository, suspect, paths, fingerprint = "0123456789ab", service = "quotes" } = of;
  const incident = openIncident(
    {
      fingerprint,
      repository,
      environment: "production",
      service,
      operation: "POST /quotes",
      symptom: "errors",
      source: "telemetry",
      alerts: [],
      onset: { at: at(60), earliest: at(61), latest: at(59) },
      detectedAt: at(50),
      observed: { value: 0.3, unit: "ratio", samples: 400 },
      baseline: { value: 0, unit: "ratio", samples: 4000 },
      objective: 0.005,
      rests: "policy",
      baselineSeconds: 3600,
      blastRadius: [],
      summary: `30% of POST /quotes fail in ${service}.`,
    },
    now - 50_000,
  );
  return {
    ...incident,
    looks: 1,
    evidence: {
      collectedAt: at(40),
      localisation: [],
      items: [
        {
          id: "E1",
          kind: "exception",
          text: "TypeError: Cannot read properties of undefined (reading 'base'), 120 times.",
          service,
          operation: "POST /quotes",
          type: "TypeError",
          message: "Cannot read properties of undefined (reading 'base')",
          count: 120,
          countBefore: 0,
          frames: [{ path: "/srv/app/services/quotes/price.ts", line: 3, function: "price", inApp: true }],
          revisions: [suspect],
        },
      ],
    },
    diagnosis: {
      at: at(30),
      decision: "commit",
      suspect,
      confidence: 0.98,
      service,
      operation: "POST /quotes",
      onset: at(60),
      blastRadius: [],
      remedy: { kind: "revert", summary: "Revert it." },
      hypotheses: [
        {
          suspect,
          mechanism: "code defect",
          probability: 0.98,
          because: ["E1"],
          against: [],
          reasons: [{ text: "Only its revision fails.", favours: true, evidence: ["E1"] }],
          summary: "It changed the line that throws.",
          commit: {
            subject: "refactor: simplify table lookup",
            author: "eve",
            committedAt: at(120),
            deployedAt: at(90),
            url: `https://github.example/${repository}/commit/${suspect}`,
            files: paths,
          },
        },
      ],
      wouldSettle: [],
      revisions: { healthy: null, failing: suspect },
      tokens: 0,
    },
  };
}
