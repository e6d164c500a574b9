import { expect, it } from "vitest";
import { rests } from "../../src/action/run-observer.ts";
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
