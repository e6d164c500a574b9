import { describe, expect, it } from "vitest";
import type { Evidence, EvidenceItem } from "../../src/contracts/evidence.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { withoutHealed } from "../../src/loop/without-healed.ts";
import { anAnomaly, anIncident, at, HEAD, MERGED } from "./an-incident.ts";

const revision = (name: string, from: number, to: number, broken: boolean | null) => ({
  revision: name.repeat(40),
  firstSeen: at(from),
  lastSeen: at(to),
  requests: 100,
  value: broken ? 0.3 : 0,
  broken,
});
const revisions: EvidenceItem = {
  id: "E1",
  kind: "revisions",
  text: "By revision.",
  service: "quotes",
  operation: "POST /quotes",
  unit: "ratio",
  revisions: [
    revision("1", -90_000, -100, false),
    revision("2", 0, 20_000, true),
    revision("3", 20_000, 60_000, false),
    revision("4", 60_000, 70_000, true),
  ],
  concurrent: {
    old: { revision: "2".repeat(40), requests: 10, bad: 3 },
    young: { revision: "3".repeat(40), requests: 10, bad: 0 },
    seconds: 2,
    pWorse: 1,
    pAlike: 0.001,
  },
};
const exception = (type: string, countBefore: number): EvidenceItem => ({
  id: "E2",
  kind: "exception",
  text: type,
  service: "quotes",
  operation: "POST /quotes",
  type,
  message: "m",
  frames: [],
  count: 10,
  countBefore,
  revisions: [],
});
const evidence = (...items: EvidenceItem[]): Evidence => ({
  collectedAt: at(70_000),
  localisation: [],
  items,
});
const now = anIncident({ id: "zz-0123456789ab", openedAt: at(65_000) });
const healed = anIncident({
  evidence: evidence(exception("TypeError", 0), exception("Known", 4)),
  outcome: {
    pullRequest: { number: 8, url: "http://127.0.0.1/8", head: HEAD, draft: false },
    merge: { sha: MERGED, at: at(18_000) },
  },
  closed: { at: at(22_000), as: "healed" },
});
const seen = (past: Partial<Incident>) =>
  withoutHealed(evidence(revisions), now, [{ ...healed, ...past }]).items.flatMap((item) =>
    item.kind === "revisions" ? [item] : [],
  )[0];

describe("evidence of an incident that follows one that we healed", () => {
  it("keeps what served to the last: that telemetry ends soon after the healing does not make it gone", () => {
    const soon = { ...healed, closed: { at: at(66_000), as: "healed" as const } };
    expect(seen(soon)?.revisions.map(({ revision }) => revision[0])).toEqual(["1", "3", "4"]);
  });

  it("tells nothing of the revision that was broken then, and keeps every other", () => {
    const item = seen({});
    expect(item?.revisions.map(({ revision }) => revision[0])).toEqual(["1", "3", "4"]);
    expect(item?.concurrent).toBeUndefined();
  });

  it("is whole where the other was not healed by us, is of another service, or is not over", () => {
    for (const past of [
      { closed: { at: at(22_000), as: "recovered-unexplained" as const } },
      { closed: null },
      { outcome: {} },
      { anomaly: anAnomaly({ service: "policies" }) },
      { anomaly: anAnomaly({ environment: "staging" }) },
      { closed: { at: at(10_000), as: "healed" as const } },
    ])
      expect(seen(past)).toEqual(revisions);
  });

  it("takes for new what was new then, and for old what was old then already", () => {
    const items = withoutHealed(evidence(exception("TypeError", 9), exception("Known", 9)), now, [
      healed,
    ]).items;
    expect(items.map((item) => item.kind === "exception" && item.countBefore)).toEqual([0, 9]);
  });
});
