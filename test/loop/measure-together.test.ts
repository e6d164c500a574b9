import { describe, expect, it } from "vitest";
import type { Anomaly } from "../../src/contracts/anomaly.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { Policy } from "../../src/contracts/policy.ts";
import type { Recovery } from "../../src/contracts/recovery.ts";
import { measureTogether } from "../../src/loop/measure-together.ts";
import { nextStep } from "../../src/loop/next-step.ts";
import { openIncident } from "../../src/loop/open-incident.ts";
import type { Observer } from "../../src/loop/ports.ts";
import { close } from "../../src/loop/steps/close.ts";
import { join } from "../../src/loop/steps/join.ts";
import { measureRecovery } from "../../src/loop/steps/measure-recovery.ts";
import { type Behaviour, ordinaryMemory, REPOSITORY, ShopWorld } from "../observe/shop-world.ts";
import { aDiagnosis, anAnomaly, at, aVerdict, evidence } from "./an-incident.ts";
import { portsOf } from "./ports-of.ts";

const policy = Policy.parse({
  version: 1,
  mode: "merge",
  services: {
    storefront: { paths: ["services/storefront/**"], depends_on: ["quotes", "policies"] },
    policies: { paths: ["services/policies/**"], depends_on: ["quotes"] },
    quotes: { paths: ["services/quotes/**"] },
  },
});

describe("an outside carrier is away, and what waits for it piles up elsewhere", () => {
  const DOWN = { type: "Error", message: "connect ECONNREFUSED", file: "/srv/shop/carrier.ts", line: 9 };
  /** Policies fail while the carrier is away; quotes grows for a while, and by itself comes to rest. */
  function world() {
    const state = { away: false, growing: 0 };
    const shop = new ShopWorld({
      seed: 31,
      rate: 15,
      behave: ({ service }): Behaviour => (state.away && service === "policies" ? { error: DOWN } : {}),
      memory: (process, age, random) =>
        Object.fromEntries(
          Object.entries(ordinaryMemory(process, age, random)).map(([name, bytes]) => [
            name,
            bytes + (process.service === "quotes" ? state.growing : 0),
          ]),
        ),
    });
    return { shop, state };
  }

  it("is not over because the memory came to rest, and is once the carrier is back", async () => {
    const { shop, state } = world();
    shop.run(150);
    state.away = true;
    const found = () => shop.anomalies.find(({ symptom }) => symptom === "errors");
    shop.run(30, () => found() !== undefined);
    const errors = found() as Anomaly;
    expect(errors).toMatchObject({ service: "policies", repository: REPOSITORY });
    shop.run(90, () => {
      state.growing += 3e6 / 4;
      return false;
    });
    const memory: Anomaly = {
      ...anAnomaly(),
      ...(({ service, operation, symptom, ...rest }) => rest)(errors),
      fingerprint: "0000000000ff",
      service: "quotes",
      operation: "*",
      symptom: "memory",
      observed: { value: 3e6, unit: "bytes/s", samples: 20 },
      objective: 1e6,
      blastRadius: [],
    };
    const observer: Observer = {
      evidence: () => ({ collectedAt: at(0), items: [], localisation: [] }),
      recovery: (question) => shop.scout.recovery(question),
      revisionSeen: () => null,
      serving: () => [],
    };
    const ports = portsOf({ observer, policy: async () => ({ policy, source: null, problems: [] }) });

    // It goes on being about the requests that fail: that policies calls quotes does not make them quotes' memory's.
    let incident: Incident = {
      ...openIncident(errors, shop.now),
      evidence,
      diagnosis: aDiagnosis({ decision: "none", suspect: null }),
      plan: { kind: "unplanned", remedy: "none", reason: "No commit did it.", conflicts: [] },
      verdict: aVerdict("report"),
      needsHuman: { since: at(0), reason: "No commit did it." },
    };
    incident = { ...incident, ...(await join(incident, memory, ports)).change };
    expect(incident.anomaly).toMatchObject({ service: "policies", symptom: "errors" });
    expect(incident.related).toEqual([memory]);
    // Nor would it be over where it had been opened for the memory, and the failures had joined it.
    const looked = { fingerprint: errors.fingerprint, at: at(0), looks: 1 };
    const byMemory: Incident = {
      ...incident,
      anomaly: memory,
      related: [errors],
      beside: [{ ...looked, decision: "none", suspect: null, confidence: 0.96 }],
    };

    shop.run(120);
    for (const of of [incident, byMemory]) {
      const { recovery } = (await measureRecovery(of, ports)).change;
      expect(recovery?.state).not.toBe("recovered-unexplained");
      const asked = { ...of, recovery: recovery ?? null };
      expect(nextStep(asked, { kind: "continue" }, policy, shop.now)).toMatchObject({ do: "wait" });
    }
    expect(observer.recovery(question(memory)).state).toBe("recovered-unexplained");
    expect(measureTogether(byMemory, observer).whole.summary).toMatch(
      /^Well again, .* But POST \/policies of policies broke with it \(errors\), and is not well yet\. Not healed/,
    );

    state.away = false;
    shop.run(10);
    for (const of of [incident, byMemory])
      expect(measureTogether(of, observer).whole.state).not.toBe("recovered-unexplained");
    shop.run(50);
    // Memory that grows in a neighbour again keeps nothing open that is about failures, and is told by itself.
    const growing: Observer = {
      ...observer,
      recovery: (of) =>
        of.anomaly.symptom === "memory"
          ? { ...observer.recovery(of), state: "not-healed" }
          : observer.recovery(of),
    };
    expect(isOver(measureTogether(incident, growing).whole)).toBe(true);
    const traced = { ...incident, related: [{ ...memory, blastRadius: ["policies"] }] };
    expect(isOver(measureTogether(traced, growing).whole)).toBe(false);
    for (const of of [incident, byMemory]) {
      const { recovery } = (await measureRecovery(of, ports)).change;
      expect(recovery?.state).toBe("recovered-unexplained");
      const asked = { ...of, recovery: recovery ?? null };
      const step = nextStep(asked, { kind: "continue" }, policy, shop.now);
      expect(step).toEqual({ do: "close", as: "recovered-unexplained" });
      expect((await close(asked, "recovered-unexplained", ports)).change.closed?.as).toBe(
        "recovered-unexplained",
      );
    }
  });

  const isOver = ({ state }: Recovery) => state === "recovered-unexplained";
  const question = (anomaly: Anomaly) => ({
    anomaly,
    since: anomaly.onset.at,
    revision: null,
    remedied: false,
    begun: null,
  });
});

describe("a change is out, and heals what it was made for", () => {
  const merged = anAnomaly({ service: "quotes", blastRadius: ["storefront"] });
  const other = (change: Partial<Anomaly>) =>
    anAnomaly({ fingerprint: "0000000000ee", blastRadius: [], ...change });
  const incident = (related: Anomaly[]): Incident => ({
    ...openIncident(merged, Date.parse(at(3000))),
    evidence,
    looks: 1,
    diagnosis: aDiagnosis(),
    plan: { kind: "unplanned", remedy: "none", reason: "", conflicts: [] },
    verdict: aVerdict("merge"),
    related,
    outcome: {
      merge: { sha: "d".repeat(40), at: at(10_000), ours: true },
      deployment: { id: 1, sha: "d".repeat(40), at: at(15_000), state: "success" },
    },
  });
  /** Everything but the incident's own objective is as bad as ever. */
  const observer: Observer = {
    evidence: () => ({ collectedAt: at(0), items: [], localisation: [] }),
    recovery: ({ anomaly, since }) => ({
      at: at(60_000),
      since,
      state: anomaly === merged ? "healed" : "not-healed",
      measured: { value: 0.3, unit: "ratio", samples: 100 },
      summary: anomaly === merged ? "Healed." : "Not healed.",
    }),
    revisionSeen: () => null,
    serving: () => [],
  };
  const onset = (ms: number) => ({ at: at(ms), earliest: at(ms - 500), latest: at(ms + 500) });

  it.each<[string, Partial<Anomaly>, boolean]>([
    ["memory of young processes, that began with them", { symptom: "memory", onset: onset(12_000) }, false],
    ["a pool of theirs", { symptom: "saturation", onset: onset(12_000) }, false],
    ["memory that grew before", { symptom: "memory", onset: onset(4_000) }, true],
    ["requests that fail since then", { onset: onset(12_000), operation: "GET /quotes" }, true],
  ])("%s: does it keep the incident open?", (_, change, holds) => {
    const { whole } = measureTogether(incident([other(change)]), observer);
    expect(whole.state).toBe(holds ? "not-healed" : "healed");
    expect(whole.others).toEqual(holds ? ["0000000000ee"] : undefined);
  });

  it("what fails on in another service goes its own way, and does not speak against the change", () => {
    const apart = other({ service: "policies" });
    const bad = { ...incident([apart]), recovery: measureTogether(incident([apart]), observer).whole };
    const step = (of: Incident, ms: number) => nextStep(of, { kind: "continue" }, policy, Date.parse(at(ms)));
    expect(step(bad, 20_000)).toMatchObject({ do: "wait", waiting: { for: "recovery" } });
    expect(step(bad, 46_000)).toEqual({ do: "part", fingerprints: ["0000000000ee"] });
    // Who suffers by what traces show is part of it, and its own service, too.
    for (const related of [other({ service: "storefront" }), other({ operation: "GET /quotes" })]) {
      const whole = measureTogether(incident([related]), observer).whole;
      expect(step({ ...incident([related]), recovery: whole }, 46_000)).toMatchObject({ do: "wait" });
    }
  });
});
