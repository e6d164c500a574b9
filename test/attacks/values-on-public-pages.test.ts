import { afterEach, expect, it } from "vitest";
import { EvidenceItem } from "../../src/contracts/evidence.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { type AttackedWorld, policyText, REPOSITORY, startAttackedWorld } from "./attacked-world.ts";
import { until } from "./until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

/** A value that a customer's request brought along: no shape that any redaction knows. */
const VALUE = "plumbing-supplies-of-hove";

/** Every kind of evidence, that value wherever a value of telemetry may stand. */
function evidence(suspect: string, at: (secondsAgo: number) => string): EvidenceItem[] {
  const place = { service: "quotes", operation: "POST /quotes" };
  const text = `seen with ${VALUE}`;
  const items = [
    {
      kind: "shift",
      symptom: "errors",
      ...place,
      before: { requests: 4000, value: 0 },
      after: { requests: 400, value: 0.3 },
      unit: "ratio",
    },
    {
      kind: "revisions",
      ...place,
      unit: "ratio",
      revisions: [
        {
          revision: "0".repeat(40),
          firstSeen: at(900),
          lastSeen: at(90),
          requests: 4000,
          value: 0,
          broken: false,
        },
        { revision: suspect, firstSeen: at(89), lastSeen: at(40), requests: 400, value: 0.3, broken: true },
      ],
    },
    {
      kind: "exception",
      ...place,
      type: "TypeError",
      message: "Cannot read properties of undefined (reading <value>)",
      count: 120,
      countBefore: 0,
      frames: [{ path: "/srv/app/services/quotes/price.ts", line: 3, function: "price", inApp: true }],
      revisions: [suspect],
    },
    {
      kind: "span-shift",
      ...place,
      span: "SELECT tables",
      perRequest: { before: 1, after: 4 },
      ownMs: { before: 2, after: 2 },
    },
    {
      kind: "trace",
      traceId: "a".repeat(32),
      failing: true,
      operation: "POST /quotes",
      signature: text,
      spans: [
        {
          spanId: "b".repeat(16),
          service: "quotes",
          name: `POST /quotes/${VALUE}`,
          startMs: 0,
          durationMs: 9,
          error: true,
        },
      ],
    },
    {
      kind: "memory",
      service: "quotes",
      metric: "process.memory.usage",
      bytesPerSecond: 3000,
      points: [[1, 2]],
    },
    {
      kind: "alert",
      source: "generic",
      name: text,
      startsAt: at(50),
      url: `https://alerts.example/${VALUE}`,
    },
    {
      kind: "log",
      service: "quotes",
      template: "no table for <*>",
      count: 120,
      countBefore: 0,
      fresh: true,
      severity: "error",
    },
    {
      kind: "attribute",
      ...place,
      key: "tenant.name",
      value: VALUE,
      plain: false,
      same: [`tenant.id=${VALUE}`],
      bad: { requests: 120, having: 120 },
      good: { requests: 280, having: 2 },
      concurrent: true,
      p: 1e-30,
      q: 1e-28,
    },
    {
      kind: "metric",
      service: "quotes",
      metric: "db.client.connection.count",
      unit: "{connection}",
      attributes: { "pool.name": VALUE },
      before: 3,
      after: 20,
      deviations: 9,
      saturation: "the pool has none left",
      points: [],
    },
    { kind: "change", what: "feature-flag", service: "quotes", at: at(62), secondsAfterOnset: -2 },
  ];
  return items.map((item, index) =>
    EvidenceItem.parse({
      id: `E${index + 1}`,
      text,
      reference: { url: `https://traces.example/${VALUE}`, at: at(50) },
      ...item,
    }),
  );
}

it.each([true, false])(
  "a customer's value is on no page of a public repository (public: %s)",
  async (isPublic) => {
    const undiagnosed = (incident: Incident): Incident => {
      const suspect = incident.diagnosis?.suspect ?? "";
      const at = (secondsAgo: number) => new Date(Date.now() - secondsAgo * 1000).toISOString();
      return {
        ...incident,
        evidence: { collectedAt: at(40), localisation: [], items: evidence(suspect, at) },
        diagnosis: null,
        // Enough was looked: what Brain makes of this evidence stands.
        looks: 10,
      };
    };
    world = await startAttackedWorld({
      public: isPublic,
      policy: policyText("", "propose"),
      incident: undiagnosed,
    });
    await until(
      async () =>
        (await world.incident()).waiting?.for === "approval" || (await world.incident()).needsHuman !== null,
      async () => JSON.stringify((await world.incident()).thoughts),
    );
    await world.quiet();
    const repository = world.github.state.repositories.get(REPOSITORY);
    const shown = {
      issues: JSON.stringify(world.held().map(({ title, body, labels }) => [title, body, labels])),
      comments: JSON.stringify(world.comments().map(({ body }) => body)),
      checks: JSON.stringify([...(repository?.checkRuns.values() ?? [])].map(({ output }) => output)),
      commits: await world.git("log", "--all", "--format=%B"),
    };
    expect(shown.issues).toContain("### Suspects");
    const where = Object.entries(shown).flatMap(([page, text]) => {
      const found = text.indexOf(VALUE);
      return found < 0 ? [] : [`${page}: ${text.slice(Math.max(0, found - 150), found + 60)}`];
    });
    // On a private one it is what a person wants to read.
    if (isPublic) expect(where).toEqual([]);
    else expect(where).not.toEqual([]);
  },
  240_000,
);
