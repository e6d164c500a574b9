import { expect, it } from "vitest";
import { probeSpeaksFor, rests } from "../../src/action/run-observer.ts";
import { anIncident } from "../loop/an-incident.ts";

const incident = { ...anIncident(), closed: null, waiting: null, needsHuman: null };
const since = "2026-11-22T10:00:00.000Z";

it("ends a run where a person has the next word, unless it shows in a moment that it is well", () => {
  const asked = { ...incident, needsHuman: { since, reason: "The evidence does not single out one cause." } };
  const approval = {
    ...incident,
    waiting: { for: "approval" as const, since, until: since, deadline: since },
  };
  for (const one of [asked, approval]) {
    expect(rests(one, false)).toBe(true);
    expect(rests(one, true)).toBe(false);
  }
  expect(rests({ ...incident, waiting: { ...approval.waiting, for: "checks" } }, false)).toBe(false);
});

it("takes the probe's word for one incident alone, and for none that alerts speak for while there is another", () => {
  const { anomaly } = anIncident();
  const unseen = { ...anomaly, alerts: [] };
  const alerted = { ...anomaly, fingerprint: "ba9876543210", alerts: ["dispatch:search"] };
  const another = { ...unseen, fingerprint: "cccccccccccc" };
  expect(probeSpeaksFor(unseen, [unseen])).toBe(true);
  expect(probeSpeaksFor(alerted, [alerted])).toBe(true);
  expect(probeSpeaksFor(unseen, [unseen, alerted])).toBe(true);
  expect(probeSpeaksFor(alerted, [unseen, alerted])).toBe(false);
  expect(probeSpeaksFor(unseen, [unseen, another])).toBe(false);
});
