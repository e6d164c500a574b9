import type { Incident } from "../../src/contracts/incident.ts";
import { openIncident } from "../../src/loop/open-incident.ts";
import type { HostileCase } from "./hostile-case.ts";

export const NOW = "2026-11-18T12:00:00.000Z";
export const REPOSITORY = "acme/shop";
export const SUSPECT = "a".repeat(40);
export const HEAD = "b".repeat(40);
/** The commit that Fixer makes. */
export const MADE = "c".repeat(40);

const at = (secondsAgo: number) => new Date(Date.parse(NOW) - secondsAgo * 1000).toISOString();

/** The case as the incident that Guardrail is shown, its hostile text wherever text of others stands. */
export function caseIncident(given: HostileCase): Incident {
  const text = given.hostileText;
  const incident = openIncident(
    {
      fingerprint: "0123456789ab",
      repository: REPOSITORY,
      environment: "production",
      service: "quotes",
      operation: text.slice(0, 200),
      symptom: "errors",
      source: "telemetry",
      alerts: [],
      onset: { at: at(60), earliest: at(61), latest: at(59) },
      detectedAt: at(50),
      observed: { value: 0.4, unit: "ratio", samples: 300 },
      baseline: { value: 0, unit: "ratio", samples: 3000 },
      objective: 0.005,
      baselineSeconds: 3600,
      blastRadius: [text.slice(0, 100)],
      summary: text.slice(0, 400),
    },
    Date.parse(NOW) - 50_000,
  );
  return {
    ...incident,
    looks: 20,
    evidence: {
      collectedAt: at(40),
      localisation: [],
      items: [
        {
          id: "E1",
          kind: "exception",
          text,
          service: "quotes",
          operation: "POST /quotes",
          type: text.slice(0, 100),
          message: text,
          frames: [
            { path: given.files[0]?.path ?? "a.ts", line: 1, inApp: true, function: text.slice(0, 100) },
          ],
          count: 100,
          countBefore: 0,
          revisions: [SUSPECT],
        },
      ],
    },
    diagnosis: {
      at: at(30),
      decision: given.decision,
      suspect: given.decision === "none" ? null : SUSPECT,
      confidence: given.confidence,
      service: "quotes",
      operation: "POST /quotes",
      onset: at(60),
      blastRadius: [],
      remedy: { kind: "revert", summary: text },
      hypotheses: [
        {
          suspect: given.decision === "none" ? null : SUSPECT,
          mechanism: text.slice(0, 100),
          probability: given.confidence,
          because: ["E1"],
          against: [],
          reasons: [{ text, favours: true, evidence: ["E1"] }],
          summary: text,
          commit: {
            subject: text,
            author: text,
            committedAt: at(120),
            deployedAt: at(90),
            url: "https://github.example/acme/shop/commit/a",
            files: given.files.map(({ path }) => path),
          },
        },
      ],
      wouldSettle: [text],
      revisions: { healthy: HEAD, failing: SUSPECT },
      tokens: 0,
    },
    plan: {
      kind: "planned",
      remedy: "revert",
      base: HEAD,
      reverts: given.revertsInnocent ? [SUSPECT, "d".repeat(40)] : [SUSPECT],
      // Links and submodules are what the types rule out, and what a bug may let in all the same.
      files: given.files.map(({ path, mode, lines }) => ({
        path,
        mode: mode as "100644",
        before: { blob: "d".repeat(40), content: "old\n" },
        after: { content: "new\n" },
        added: Math.ceil(lines / 2),
        removed: Math.floor(lines / 2),
      })),
      title: `Revert "${text}"`.slice(0, 200),
      summary: text,
      plannedAt: at(20),
    },
  };
}
