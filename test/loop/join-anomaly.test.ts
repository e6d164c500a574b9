import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Policy } from "../../src/contracts/policy.ts";
import { causedBy, incidentOf, originsOf } from "../../src/loop/join-anomaly.ts";
import { anAnomaly, anIncident, at, HEAD } from "./an-incident.ts";

const policy = Policy.parse({
  version: 1,
  services: {
    storefront: { paths: ["services/storefront/**"], depends_on: ["quotes", "policies"] },
    quotes: { paths: ["services/quotes/**"], depends_on: ["rating"] },
    policies: { paths: ["services/policies/**"] },
    rating: { paths: ["services/rating/**"], depends_on: ["storefront"] },
  },
});
const onset = (ms: number) => ({ at: at(ms), earliest: at(ms - 1000), latest: at(ms + 1000) });
const storefront = anAnomaly({ service: "storefront", fingerprint: "000000000001", blastRadius: [] });
const quotes = anAnomaly({ service: "quotes", fingerprint: "000000000002", blastRadius: [] });
const policies = anAnomaly({ service: "policies", fingerprint: "000000000003", blastRadius: [] });

describe("one incident for one cause", () => {
  it("follows calls through others, and comes to an end where they go in a circle", () => {
    expect(causedBy("storefront", "rating", policy.services)).toBe(true);
    expect(causedBy("quotes", "policies", policy.services)).toBe(true);
    expect(causedBy("policies", "quotes", policy.services)).toBe(false);
    expect(causedBy("unknown", "quotes", policy.services)).toBe(false);
  });

  it("of alerts that came together, keeps the one upstream and puts the others into its blast radius", () => {
    const services = {
      ...policy.services,
      rating: { paths: ["r"], slo: {}, ignore_errors: [], depends_on: [] },
    };
    expect(originsOf([storefront, quotes], services)).toEqual([{ ...quotes, blastRadius: ["storefront"] }]);
    expect(originsOf([quotes, policies], services)).toEqual([quotes, policies]);
  });

  it("takes what traces say where nothing is declared", () => {
    const seen = { ...quotes, blastRadius: ["storefront"] };
    expect(originsOf([storefront, seen], {}).map(({ service }) => service)).toEqual(["quotes"]);
  });

  it("loses no cause: of whatever comes together, something remains", () => {
    const anomaly = fc.record({
      service: fc.constantFrom("storefront", "quotes", "policies", "rating"),
      blastRadius: fc.constant([] as string[]),
    });
    fc.assert(
      fc.property(fc.uniqueArray(anomaly, { minLength: 1, selector: ({ service }) => service }), (some) => {
        const anomalies = some.map((one) => anAnomaly(one));
        expect(originsOf(anomalies, policy.services).length).toBeGreaterThan(0);
      }),
    );
  });

  it("joins what began at about the same time, in the same service or along its calls", () => {
    const open = [anIncident({ anomaly: quotes })];
    expect(incidentOf(anAnomaly({ symptom: "latency", onset: onset(20_000) }), open, policy)).toBe(open[0]);
    expect(incidentOf({ ...storefront, onset: onset(20_000) }, open, policy)).toBe(open[0]);
    expect(incidentOf({ ...storefront, environment: "staging" }, open, policy)).toBeNull();
  });

  it("opens a new one for what begins later, even where a person is waited for", () => {
    const asked = { anomaly: quotes, needsHuman: { since: at(9_000), reason: "no commit did it" } };
    const later = anAnomaly({ fingerprint: "000000000009", onset: onset(120_000) });
    expect(incidentOf(later, [anIncident(asked)], policy)).toBeNull();
    const leaking = anIncident({ anomaly: anAnomaly({ symptom: "memory" }) });
    expect(incidentOf(later, [leaking], policy)).toBe(leaking);
    const acting = anIncident({ anomaly: quotes, outcome: { branch: { name: "b", commit: HEAD } } });
    expect(incidentOf(later, [acting], policy)).toBe(acting);
  });
});
