import type { Incident } from "../../src/contracts/incident.ts";
import type { Thought } from "../../src/contracts/thought.ts";
import type { ServiceView } from "../../src/contracts/worker-status.ts";
import type { MonitorSource } from "../../src/monitor/view.ts";
import { wholeIncident } from "../report/a-whole-incident.ts";

/** The moment of the onset of `wholeIncident`; all of a story happens within the minute after it. */
const NOON = Date.UTC(2026, 10, 22, 14, 2, 10);
export const after = (seconds: number) => new Date(NOON + seconds * 1000).toISOString();

const thought = (seconds: number, agent: Thought["agent"], text: string, ...evidence: string[]): Thought => ({
  at: after(seconds),
  agent,
  text,
  evidence,
});

const THOUGHTS: Thought[] = [
  thought(5, "scout", "POST /quotes of quotes fails: 42% of 122 requests, 0.1% before."),
  thought(6, "scout", "Only revision a1a1a1a fails; ba0ba0b served beside it without one.", "E2"),
  thought(7, "brain", "The exception is thrown on a line that a1a1a1a changed.", "E3"),
  thought(7, "brain", "a1a1a1a did it, 97% sure. I would revert it.", "E1", "E2", "E3"),
  thought(9, "guardrail", "All rules pass: merge."),
  thought(11, "fixer", "Pull request #8 reverts it; I wait for the check ci."),
  thought(20, "fixer", "Merged as 3e3e3e3. I wait for its deployment."),
  thought(37, "scout", "60 requests in a row succeeded: healed."),
];

/** One incident, from the moment it is noticed to the moment it is healed, as it is stored after each step. */
export function aStory(word?: string): Incident[] {
  const whole = wholeIncident(word);
  const plan: Incident["plan"] =
    whole.plan?.kind === "planned"
      ? {
          ...whole.plan,
          files: whole.plan.files.map((file) => ({
            ...file,
            before: { blob: "ba".repeat(20), content: BEFORE },
            after: { content: AFTER },
            added: 2,
            removed: 2,
          })),
        }
      : null;
  const healed: Incident = {
    ...whole,
    plan,
    writes: 7,
    thoughts: THOUGHTS.map((one) => ({ ...one, text: word?.slice(0, 400) ?? one.text })),
  };
  const at = (count: number, change: Partial<Incident>): Incident => ({
    ...healed,
    closed: null,
    recovery: null,
    ...change,
    version: count,
    thoughts: healed.thoughts.slice(0, count),
  });
  const { branch, pullRequest, merge } = whole.outcome;
  return [
    at(1, {
      evidence: null,
      diagnosis: null,
      plan: null,
      verdict: null,
      outcome: {},
      issue: null,
      writes: 0,
    }),
    at(2, { diagnosis: null, plan: null, verdict: null, outcome: {}, issue: null, writes: 0 }),
    at(4, { plan: null, verdict: null, outcome: {}, writes: 1 }),
    at(6, {
      outcome: { branch: branch!, pullRequest: pullRequest!, checks: [{ name: "ci", state: "pending" }] },
    }),
    at(7, {
      outcome: {
        branch: branch!,
        pullRequest: pullRequest!,
        checks: [{ name: "ci", state: "success" }],
        merge: merge!,
      },
    }),
    { ...healed, version: 8, issue: { ...whole.issue!, state: "closed" } },
  ];
}

const BEFORE = `export function price(quote, tariff) {
  const base = tariff.rates[quote.product].base;
  const renewal = quote.previous.premium * 0.95;
  return Math.min(base, renewal);
}
`;
const AFTER = `export function price(quote, tariff) {
  const base = tariff.rates[quote.product].base;
  const renewal = quote.previous ? quote.previous.premium * 0.95 : base;
  return quote.previous ? Math.min(base, renewal) : base;
}
`;

/** Another incident, which waits for an approval. */
export function waitingIncident(): Incident {
  const [, , , proposed] = aStory() as [Incident, Incident, Incident, Incident];
  const fingerprint = "fedcba987654";
  return {
    ...proposed,
    id: `mzk1x2y2-${fingerprint}`,
    anomaly: {
      ...proposed.anomaly,
      fingerprint,
      service: "claims",
      operation: "GET /claims",
      symptom: "latency",
      observed: { value: 1840, unit: "ms", samples: 210 },
      baseline: { value: 96, unit: "ms", samples: 1800 },
      objective: 400,
      onset: { at: after(-412), earliest: after(-415), latest: after(-408) },
      detectedAt: after(-401),
      blastRadius: [],
      summary: "GET /claims of claims is slow: p95 1.84 s, 96 ms before.",
    },
    openedAt: after(-400),
    updatedAt: after(-380),
    verdict: {
      ...proposed.verdict!,
      decision: "propose",
      rules: [
        {
          rule: "approvals",
          answer: "fail",
          ceiling: "propose",
          reason: "The owners of services/claims have to approve.",
        },
        ...proposed.verdict!.rules,
      ],
    },
    issue: { ...proposed.issue!, number: 6, url: "https://github.test/acme/shop/issues/6" },
    outcome: {
      branch: { name: `sre-space/${fingerprint}-6`, commit: "4d".repeat(20) },
      pullRequest: {
        number: 7,
        url: "https://github.test/acme/shop/pull/7",
        head: "4d".repeat(20),
        draft: true,
      },
      checks: [{ name: "ci", state: "success" }],
    },
    waiting: { for: "approval", since: after(-380), until: after(600), deadline: after(86_400) },
    thoughts: [
      thought(-399, "brain", "The query of GET /claims lost its index with c7c7c7c, 98% sure.", "E1", "E4"),
      thought(-380, "guardrail", "The owners of services/claims have to approve: propose."),
    ],
  };
}

/** What the monitor reads, with incidents that are put there by hand. */
export function plantedSource(planted: {
  now: number;
  incidents: Incident[];
  services?: Partial<ServiceView>[];
  silentSince?: number;
}): MonitorSource {
  return {
    now: () => planted.now,
    incidents: async (limit) => planted.incidents.slice(0, limit),
    incident: async (id) => planted.incidents.find((incident) => incident.id === id) ?? null,
    bundle: async () => null,
    memory: () => ({ state: "ready", waiting: 0 }),
    pressure: () => ({ step: "none", memory: { used: 214e6, limit: 512e6 }, reason: null }),
    bus: () => ({ carries: "local", wanted: "local", reason: null }),
    model: () => null,
    letters: async () => 0,
    quota: () => [
      {
        of: "acme",
        resource: "core",
        remaining: 4_836,
        limit: 5_000,
        resetAt: new Date(planted.now + 34 * 60_000).toISOString(),
      },
    ],
    workers: () => null,
    metrics: async () => "sre_space_services 1\n",
    unclaimed: () => [],
    limits: () => [],
    lastSignalAt: () => new Date(planted.silentSince ?? planted.now - 1000).toISOString(),
    repositories: () => ["acme/shop"],
    services: () =>
      (planted.services ?? SERVICES).map((service) => ({
        repository: "acme/shop",
        service: "quotes",
        environment: "production",
        revisions: ["7c41e9f0".repeat(5)],
        requestsPerSecond: 12.3,
        errorRatio: 0.001,
        p95Ms: 38,
        memoryBytes: 128e6,
        lastSeen: new Date(planted.silentSince ?? planted.now - 1000).toISOString(),
        broken: false,
        ...service,
      })),
  };
}

const SERVICES: Partial<ServiceView>[] = [
  { service: "storefront", requestsPerSecond: 41.7, p95Ms: 120, errorRatio: 0.0004, memoryBytes: 171e6 },
  { service: "quotes", revisions: ["4f2c9d18".repeat(5)] },
  { service: "policies", requestsPerSecond: 6.1, p95Ms: 52, errorRatio: 0, memoryBytes: 96e6 },
  { service: "claims", requestsPerSecond: 3.4, p95Ms: 96, errorRatio: 0, revisions: ["e07b31a6".repeat(5)] },
];
