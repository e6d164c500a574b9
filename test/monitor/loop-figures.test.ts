import { expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { loopFigures } from "../../src/monitor/loop-figures.ts";
import { after, aStory, waitingIncident } from "./a-story.ts";

const now = Date.parse(after(3600));
const healed = aStory().at(-1) as Incident;

it("means are of those that came so far, from the onset", () => {
  const figures = loopFigures([healed, waitingIncident()], now);
  expect(figures).toMatchObject({
    incidents: 2,
    healed: 1,
    detect: { ms: 8_000, of: 2 },
    merge: { ms: 20_000, of: 1 },
    heal: { ms: 38_000, of: 1 },
    merges: 1,
    failedMerges: 0,
  });
  expect(figures.days.at(-1)).toEqual({ day: "2026-11-22", healed: 1, other: 1 });
});

it("a change that did not heal counts as failed, one that a person did not want does not", () => {
  const attempt = (ended: "worse" | "asked") =>
    ({ ended, outcome: healed.outcome }) as unknown as Incident["attempts"][number];
  const figures = loopFigures([{ ...healed, attempts: [attempt("worse"), attempt("asked")] }], now);
  expect([figures.merges, figures.failedMerges]).toEqual([3, 1]);
});

it("what is older than the days that are shown counts nowhere, and with nothing there is nothing to say", () => {
  const later = now + 7 * 86_400_000;
  for (const figures of [loopFigures([healed], later), loopFigures([], now)])
    expect(figures).toMatchObject({
      incidents: 0,
      detect: null,
      diagnose: null,
      merge: null,
      heal: null,
      merges: 0,
    });
});
