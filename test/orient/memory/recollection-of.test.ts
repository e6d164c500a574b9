import { describe, expect, it } from "vitest";
import type { Incident } from "../../../src/contracts/incident.ts";
import { Policy } from "../../../src/contracts/policy.ts";
import { Recollection } from "../../../src/contracts/ports/memory.ts";
import { lessonOf } from "../../../src/orient/memory/lesson-of.ts";
import { type Afterwards, recollectionOf } from "../../../src/orient/memory/recollection-of.ts";
import { aDiagnosis, anIncident, at, HEAD, MERGED, SUSPECT } from "../../loop/an-incident.ts";

const policy = Policy.parse({ version: 1, redact: ["(?<policy>POL-[0-9]{8})"] });
const plain: Afterwards = {
  patch: "f".repeat(32),
  suspectReverted: false,
  refused: false,
  landedAgain: false,
};
const pullRequest = { number: 8, url: "http://127.0.0.1/8", head: HEAD, draft: false };
const merged = { pullRequest, merge: { sha: MERGED, at: at(5000) } };
const deployed = { ...merged, deployment: { id: 1, sha: MERGED, at: at(6000), state: "success" as const } };
const recovery = (state: "healed" | "not-healed" | "worse" | "recovered-unexplained") => ({
  at: at(7000),
  state,
  since: at(6000),
  summary: "s",
});
const asked = { since: at(6500), reason: "It did not heal." };
const closed = (as: "healed" | "recovered-unexplained" | "resolved-by-person") => ({ at: at(9000), as });

const told = (change: Partial<Incident>, afterwards: Partial<Afterwards> = {}) =>
  recollectionOf(anIncident({ diagnosis: aDiagnosis(), ...change }), policy, { ...plain, ...afterwards });

describe("what an incident teaches", () => {
  it.each<[string, Partial<Incident>, Partial<Afterwards>, Partial<Recollection>, -1 | 0 | 1]>([
    [
      "healed by our change: for",
      { outcome: deployed, recovery: recovery("healed"), closed: closed("healed") },
      {},
      { ending: "healed", person: null, pullRequest: 8 },
      1,
    ],
    [
      "well again long after our change did not help: against",
      { outcome: deployed, recovery: recovery("healed"), needsHuman: asked, closed: closed("healed") },
      {},
      { ending: "not-healed" },
      -1,
    ],
    [
      "a person ended what our change had made worse: against",
      { outcome: deployed, recovery: recovery("worse"), closed: closed("resolved-by-person") },
      {},
      { ending: "not-healed" },
      -1,
    ],
    [
      "passed by itself, our change or not: nothing",
      {
        outcome: deployed,
        recovery: recovery("recovered-unexplained"),
        closed: closed("recovered-unexplained"),
      },
      {},
      { ending: "unexplained", person: null },
      0,
    ],
    [
      "merged, and never deployed: nothing",
      { outcome: merged, closed: closed("resolved-by-person") },
      {},
      { ending: "unexplained", person: null },
      0,
    ],
    [
      "closed by a person who left the suspect where it was: against, the most",
      { outcome: {}, closed: closed("resolved-by-person") },
      {},
      { ending: "unexplained", person: "resolved-otherwise", pullRequest: null },
      -1,
    ],
    [
      "a pull request that a person closed: against, the most",
      { outcome: { pullRequest }, closed: closed("recovered-unexplained") },
      { refused: true },
      { person: "refused-the-change" },
      -1,
    ],
    [
      "taken back by a person: for, the most",
      { outcome: { pullRequest }, closed: closed("recovered-unexplained") },
      { refused: true, suspectReverted: true },
      { person: "reverted-it-too" },
      1,
    ],
    [
      "healed, and a person landed it again: against, the most",
      { outcome: deployed, recovery: recovery("healed"), closed: closed("healed") },
      { landedAgain: true },
      { ending: "healed", person: "landed-it-again" },
      -1,
    ],
    [
      "nobody was held guilty: nothing, whoever closed it",
      {
        diagnosis: aDiagnosis({ decision: "unknown", suspect: SUSPECT }),
        closed: closed("resolved-by-person"),
      },
      {},
      { suspect: null, patch: null, files: [], person: null },
      0,
    ],
  ])("%s", (_, change, afterwards, expected, sign) => {
    const recollection = told(change, afterwards);
    expect(recollection).toMatchObject(expected);
    expect(Math.sign(lessonOf(recollection))).toBe(sign);
  });

  it("counts a person's word more than what the telemetry showed", () => {
    const healed = told({ outcome: deployed, recovery: recovery("healed"), closed: closed("healed") });
    const persons = (
      ["landed-it-again", "refused-the-change", "resolved-otherwise", "reverted-it-too"] as const
    ).map((person) => Math.abs(lessonOf({ ...healed, person })));
    expect(Math.min(...persons)).toBeGreaterThan(Math.abs(lessonOf(healed)));
    expect(lessonOf({ ...healed, ending: "not-healed" })).toBe(-lessonOf(healed));
  });

  it("keeps no secret, nothing invisible, and nothing without bound", () => {
    const word = `POL-12345678 a@b.example ghp_${"a".repeat(36)} \u202e\u0000`;
    const long = word.repeat(2_000);
    const incident = anIncident({
      closed: closed("healed"),
      evidence: {
        collectedAt: at(1),
        localisation: [],
        items: Array.from({ length: 40 }, (_, n) => ({
          id: `E${n + 1}`,
          kind: "exception" as const,
          text: "x",
          service: "quotes",
          operation: "POST /quotes",
          type: `Error${n}`,
          message: word,
          frames: [{ path: "services/quotes/price.ts", function: word, inApp: true }],
          count: 3,
          countBefore: 0,
          revisions: [],
        })),
      },
    });
    incident.anomaly = { ...incident.anomaly, service: long, operation: long };
    incident.diagnosis = aDiagnosis();
    const [first] = incident.diagnosis.hypotheses;
    first!.mechanism = long;
    first!.commit = {
      subject: long,
      author: long,
      committedAt: at(0),
      url: long,
      files: Array.from({ length: 500 }, () => long),
    };
    const recollection = recollectionOf(incident, policy, plain);
    expect(Recollection.safeParse(recollection).error).toBeUndefined();
    const text = JSON.stringify(recollection);
    expect(text.length).toBeLessThan(20_000);
    expect(text).not.toMatch(/POL-\d|ghp_|b\.example|\\u202e|\u202e|\\u0000/);
  });
});
