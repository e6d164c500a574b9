import { describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { runLoop } from "../../src/loop/run-loop.ts";
import { sameCause } from "../../src/loop/same-cause.ts";
import { handOver } from "../../src/loop/steps/hand-over.ts";
import {
  aDiagnosis,
  anAnomaly,
  anIncident,
  at,
  aVerdict,
  BASE,
  evidence,
  HEAD,
  plan,
} from "./an-incident.ts";
import { portsOf } from "./ports-of.ts";

const claims = anIncident({
  id: "a0-00000000000c",
  openedAt: at(1000),
  anomaly: anAnomaly({ service: "claims", fingerprint: "00000000000c", blastRadius: [] }),
  evidence,
  looks: 1,
  diagnosis: aDiagnosis({ service: "claims" }),
});
const quotes = anIncident({
  id: "a1-00000000000d",
  openedAt: at(3000),
  anomaly: anAnomaly({ service: "quotes", fingerprint: "00000000000d", blastRadius: [] }),
  evidence,
  looks: 1,
  diagnosis: aDiagnosis(),
});
const branch = { name: "sre-space/0123456789ab-7", commit: HEAD };
const unsure = (confidence: number) => aDiagnosis({ decision: "unknown", confidence });

describe("two incidents of one commit", () => {
  it.each<[string, Partial<Incident>, Partial<Incident>, boolean]>([
    ["the younger follows the older", {}, {}, true],
    ["it has begun to act itself", { outcome: { branch } }, {}, false],
    ["another commit", {}, { diagnosis: aDiagnosis({ suspect: BASE }) }, false],
    ["the other is over", {}, { closed: { at: at(4000), as: "healed" } }, false],
    ["the other is not sure", {}, { diagnosis: unsure(0.9) }, false],
    ["it is not sure, and began at the same time", { diagnosis: unsure(0.8) }, {}, true],
    ["it is not sure, and has another in front as likely", { diagnosis: unsure(0.45) }, {}, false],
    [
      "it is not sure, and began later",
      {
        diagnosis: unsure(0.8),
        anomaly: {
          ...quotes.anomaly,
          onset: { at: at(90_000), earliest: at(89_000), latest: at(91_000) },
        },
      },
      {},
      false,
    ],
    ["it came out of the other", { partedFrom: claims.id }, {}, false],
    ["another environment", { anomaly: { ...quotes.anomaly, environment: "staging" } }, {}, false],
    ["the other is handed over itself", {}, { sameAs: { ...to("x"), asked: null } }, false],
    [
      "the other takes its change back",
      {},
      { rollback: { at: at(1), why: "not-healed", reason: "", by: null, of: HEAD } },
      false,
    ],
  ])("%s", (_, mine, others, follows) => {
    const found = sameCause({ ...quotes, ...mine }, [{ ...claims, ...others }]);
    expect(found?.id ?? null).toBe(follows ? claims.id : null);
  });

  it("never follow each other, whichever acts", () => {
    for (const [one, two] of [
      [claims, quotes],
      [{ ...claims, outcome: { branch } }, quotes],
      [claims, { ...quotes, outcome: { branch } }],
      [
        { ...claims, outcome: { branch } },
        { ...quotes, outcome: { branch } },
      ],
    ] as const) {
      const both = [sameCause(one, [two]), sameCause(two, [one])];
      expect(both.filter((found) => found !== null).length).toBeLessThanOrEqual(1);
    }
    // The older has nothing yet where the younger has a branch: then the older follows.
    expect(sameCause(claims, [{ ...quotes, outcome: { branch } }])?.id).toBe(quotes.id);
  });
});

function to(incident: string) {
  return { incident, issue: null, pullRequest: null, asked: null };
}

const issue = (number: number): NonNullable<Incident["issue"]> => ({
  number,
  url: `http://127.0.0.1/acme/marketplace/issues/${number}`,
  body: "",
  label: "",
  state: "open",
  comment: null,
  checkRuns: {},
});

it("goes on in the other one, which then speaks for both; also where the process ends in between", async () => {
  const ports = portsOf({
    publish: async (incident) =>
      incident.issue && {
        ...incident.issue,
        state: incident.closed ? ("closed" as const) : ("open" as const),
      },
  });
  const clock = {
    now: ports.clock.now,
    after: (_: number, callback: () => void) => {
      const soon = setImmediate(callback);
      return () => clearImmediate(soon);
    },
  };
  const keeps: Incident = {
    ...claims,
    plan,
    verdict: aVerdict("report"),
    issue: issue(5),
    needsHuman: { since: at(4000), reason: "A person is needed." },
  };
  const follows: Incident = {
    ...quotes,
    related: [anAnomaly({ service: "quotes", symptom: "latency", fingerprint: "00000000000e" })],
    issue: issue(6),
    sameAs: to(claims.id),
  };
  await ports.store.put(keeps);
  await ports.store.put(follows);
  // As if the first process had been killed after it had asked: what it asked for is lost, and asked again.
  await ports.store.put({ ...follows, version: 1, sameAs: { ...to(claims.id), asked: at(4500) } });
  const ended = Promise.withResolvers<Incident>();
  const loop = runLoop(
    { ...ports, clock },
    (seen) => {
      if (seen.id === quotes.id && seen.closed && seen.remembered) ended.resolve(seen);
    },
    (_, error) => ended.reject(error),
  );
  await loop.resume();
  const over = await ended.promise;
  await loop.stop();
  expect(over).toMatchObject({
    closed: { as: "same-cause" },
    sameAs: { incident: claims.id, issue: 5 },
    issue: { state: "closed" },
    remembered: { patch: null },
    outcome: {},
  });
  const kept = await ports.store.get(claims.id);
  expect(kept?.closed).toBeNull();
  expect(kept?.related.map(({ fingerprint }) => fingerprint).toSorted()).toEqual([
    "00000000000d",
    "00000000000e",
  ]);
});

it("goes on by itself where the other one is over before it was told", async () => {
  const ports = portsOf();
  await ports.store.put({ ...claims, closed: { at: at(4000), as: "healed" } });
  const follows: Incident = { ...quotes, plan, verdict: aVerdict("merge"), sameAs: to(claims.id) };
  const { change } = await handOver(follows, ports, { tell: () => true, begin: () => {} });
  expect(change).toMatchObject({ sameAs: null, plan: null, verdict: null });
  expect(change.closed).toBeUndefined();
});
