import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Anomaly } from "../../src/contracts/anomaly.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { Policy } from "../../src/contracts/policy.ts";
import { dueBeside } from "../../src/loop/due-beside.ts";
import { mayBeItsOwn } from "../../src/loop/may-be-its-own.ts";
import { nextStep } from "../../src/loop/next-step.ts";
import { part } from "../../src/loop/part.ts";
import { join } from "../../src/loop/steps/join.ts";
import { lookBeside } from "../../src/loop/steps/look-beside.ts";
import { CASES, staged } from "../orient/cases.ts";
import { at as atSecond, type Scene, START } from "../orient/scene.ts";
import { aDiagnosis, anAnomaly, anIncident, aVerdict, evidence } from "./an-incident.ts";
import { portsOf } from "./ports-of.ts";

const goOn = { kind: "continue" } as const;
const nobody = { tell: () => true, begin: () => {} };
const claims = anAnomaly({
  repository: "acme/shop",
  fingerprint: "00000000000c",
  service: "claims",
  operation: "POST /claims",
  blastRadius: [],
  onset: { at: atSecond(-3), earliest: atSecond(-4), latest: atSecond(-2) },
  summary: "30% of POST /claims fail.",
});
const asked: Partial<Incident> = {
  anomaly: claims,
  repository: "acme/shop",
  evidence,
  looks: 1,
  diagnosis: aDiagnosis({ decision: "none", suspect: null, confidence: 0.96 }),
  plan: { kind: "unplanned", remedy: "none", reason: "No commit did it.", conflicts: [] },
  verdict: aVerdict("report"),
  needsHuman: { since: atSecond(5), reason: "No commit did this, so there is no change to undo." },
};

/** The world in which a commit broke quotes: Scout's evidence of that, and of nothing else. */
function portsWith(scene: Scene, second = 10) {
  const { reader, evidence: ofQuotes } = scene.input;
  const base = portsOf();
  const begun: Incident[] = [];
  return {
    ...base,
    clock: { now: () => START + second * 1000, after: () => () => {} },
    policy: async () => ({ policy: Policy.parse(scene.policy), source: null, problems: [] }),
    reader: () => reader,
    observer: {
      ...base.observer,
      evidence: (anomaly: Anomaly) =>
        anomaly.service === "quotes" ? ofQuotes : { collectedAt: atSecond(5), items: [], localisation: [] },
    },
    peers: { tell: () => true, begin: (incident: Incident) => void begun.push(incident) },
    begun,
  };
}

describe("another service breaks while an incident knows of no commit", () => {
  let scene: Scene;
  let guilty: string | null;
  let quotes: Anomaly;
  beforeAll(() => {
    const named = CASES.find(({ name }) => name === "a guard removed, by revision and frame");
    if (!named) throw new Error("The case that this test stands on is gone.");
    ({ scene, guilty } = staged(named));
    quotes = scene.input.anomaly;
  });
  afterAll(() => scene.repository.remove());

  it("looks at it by itself, and moves there where a commit did it", async () => {
    const ports = portsWith(scene);
    let incident = anIncident(asked);
    incident = { ...incident, ...(await join(incident, quotes, ports)).change };
    const policy = Policy.parse(scene.policy);
    const now = ports.clock.now();
    // It waits for a person, and all the same somebody looks.
    expect(incident.needsHuman).not.toBeNull();
    expect(nextStep(incident, goOn, policy, now)).toEqual({ do: "look-beside" });

    const { change, thoughts } = await lookBeside(incident, ports, ports.peers);
    const moved: Incident = { ...incident, ...change };
    expect(moved.diagnosis).toMatchObject({ decision: "commit", suspect: guilty });
    expect(moved.anomaly).toMatchObject({ service: "quotes", fingerprint: quotes.fingerprint });
    expect(moved.related.map(({ service }) => service)).toEqual(["claims"]);
    expect(moved.needsHuman).toBeNull();
    expect(moved.approvals).toEqual([]);
    expect(thoughts[0]?.text).toMatch(/^By itself it tells more: /);
    expect(nextStep(moved, goOn, policy, now)).toEqual({ do: "plan" });
    // What it was about has had its looks: it does not come and go.
    expect(dueBeside(moved, now + 3_600_000)).toEqual([]);
    expect(ports.begun).toEqual([]);
  });

  it("lets it go its own way where the incident is about another commit, once, also after a crash", async () => {
    const ports = portsWith(scene);
    const acting = anIncident({
      ...asked,
      needsHuman: null,
      diagnosis: aDiagnosis(),
      related: [quotes],
    });
    const first = await lookBeside(acting, ports, ports.peers);
    expect(first.change).toEqual({ related: [], beside: [] });
    expect(first.thoughts[0]?.text).toMatch(/^It has a cause of its own, and goes its own way: /);
    // The process ended before the step was stored: it is taken again.
    await lookBeside(acting, ports, ports.peers);
    const opened = await ports.store.open();
    expect(opened).toMatchObject([{ anomaly: quotes, partedFrom: acting.id, diagnosis: null, issue: null }]);
    expect(ports.begun.map(({ id }) => id)).toEqual([opened[0]?.id, opened[0]?.id]);
  });

  it("keeps it where the same commit did both", async () => {
    const ports = portsWith(scene);
    const acting = anIncident({ ...asked, diagnosis: aDiagnosis({ suspect: guilty }), related: [quotes] });
    const { change, thoughts } = await lookBeside(acting, ports, ports.peers);
    expect(change.related).toEqual([quotes]);
    expect(change.beside).toMatchObject([{ fingerprint: quotes.fingerprint, decision: "commit", looks: 1 }]);
    expect(thoughts).toEqual([]);
    expect(ports.begun).toEqual([]);
  });
});

describe("what is looked at by itself", () => {
  const other = anAnomaly({ service: "policies", fingerprint: "00000000000e", blastRadius: [] });

  it.each<[string, Partial<Anomaly>, boolean]>([
    ["requests of another service", {}, true],
    ["the same service's", { service: "quotes" }, false],
    ["one that traces show to suffer with it", { service: "storefront" }, false],
    ["memory", { symptom: "memory" }, false],
    ["a pool that fills up", { symptom: "saturation" }, false],
    ["an alert, of which there are no traces", { source: "alert" }, false],
  ])("%s", (_, change, own) => {
    expect(mayBeItsOwn(anAnomaly(), { ...other, ...change })).toBe(own);
  });

  it("a few times, each later than the one before, where nothing can be told; once, where something was", () => {
    const looked = (decision: "none" | "unknown") => {
      let incident = anIncident({ diagnosis: aDiagnosis(), related: [other] });
      const seconds: number[] = [];
      for (let second = 0; second < 3_600; second++) {
        if (dueBeside(incident, START + second * 1000).length === 0) continue;
        seconds.push(second);
        const { fingerprint } = other;
        const at = atSecond(second);
        const entry = { fingerprint, at, looks: seconds.length, decision, suspect: null, confidence: 0.5 };
        incident = { ...incident, beside: [entry] };
      }
      return seconds;
    };
    expect(looked("unknown")).toEqual([0, 2, 7, 17, 37, 77]);
    expect(looked("none")).toEqual([0]);
  });

  it("at most three of a storm, and nobody once something was merged or is being taken back", () => {
    const related = Array.from({ length: 40 }, (_, index) => ({
      ...other,
      service: `s${index}`,
      fingerprint: index.toString(16).padStart(12, "0"),
    }));
    const diagnosed = { diagnosis: aDiagnosis(), related };
    const due = (change: Partial<Incident>) =>
      dueBeside(anIncident({ ...diagnosed, ...change }), START).length;
    expect(due({})).toBe(3);
    expect(due({ diagnosis: null })).toBe(0);
    expect(due({ outcome: { merge: { sha: "d".repeat(40), at: atSecond(0) } } })).toBe(0);
    expect(
      due({ rollback: { at: atSecond(0), why: "worse", reason: "", by: null, of: "d".repeat(40) } }),
    ).toBe(0);
  });
});

it("parting loses nothing: what stood there stands there, or in an incident of its own", async () => {
  const ports = portsOf();
  const related = ["a", "b", "c"].map((name, index) =>
    anAnomaly({ service: name, fingerprint: `00000000000${index}` }),
  );
  const incident = anIncident({ related });
  const left = await part(incident, related.slice(0, 2), ports, nobody);
  const opened = (await ports.store.open()).map(({ anomaly }) => anomaly);
  expect([...left.related, ...opened].map(({ service }) => service).toSorted()).toEqual(["a", "b", "c"]);
});
