import { describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { holdOpening } from "../../src/publish/hold-opening.ts";
import type { Published } from "../../src/publish/published.ts";
import { freshIncident, wholeIncident } from "../report/a-whole-incident.ts";

const ISSUE: Published = wholeIncident().issue!;

/** A clock that a test moves, and what was written by then. */
function world(write: (incident: Incident) => Promise<Published> = async () => ISSUE) {
  let now = Date.parse(freshIncident().openedAt);
  const timers: { at: number; callback: () => void }[] = [];
  const written: Incident[] = [];
  const clock = {
    now: () => now,
    after(milliseconds: number, callback: () => void) {
      const timer = { at: now + milliseconds, callback };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0);
    },
  };
  const held = holdOpening((incident) => {
    written.push(incident);
    return write(incident);
  }, clock);
  const pass = (milliseconds: number) => {
    now += milliseconds;
    for (const timer of timers.filter((one) => one.at <= now)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.callback();
    }
  };
  return { held, pass, written };
}

const judged: Incident = { ...wholeIncident(), closed: null, outcome: {}, recovery: null, issue: null };

describe("the opening of an issue", () => {
  it("waits for the first verdict, so that one write says both", async () => {
    const { held, pass, written } = world();
    expect(await held.publish(freshIncident())).toBeNull();
    pass(200);
    expect(await held.publish({ ...freshIncident(), evidence: judged.evidence })).toBeNull();
    expect(await held.publish(judged)).toEqual(ISSUE);
    pass(60_000);
    expect(written).toHaveLength(1);
  });

  it("waits for a moment and no longer, whatever the step behind it does", async () => {
    const { held, pass, written } = world();
    await held.publish(freshIncident());
    pass(1_499);
    expect(written).toHaveLength(0);
    pass(1);
    expect(written).toHaveLength(1);
    // The step that was so slow finds what was opened, and opens no second one.
    await held.publish(judged);
    expect(written[1]?.issue).toEqual({ ...ISSUE, uncounted: 1 });
  });

  it("says in the same write what a person is needed for", async () => {
    const { held, written } = world();
    const reported: Incident = { ...judged, verdict: { ...judged.verdict!, decision: "report" } };
    await held.publish(freshIncident());
    await held.publish(reported);
    await held.publish({
      ...reported,
      needsHuman: { since: reported.openedAt, reason: "No commit did it." },
    });
    expect(written.map((one) => one.needsHuman?.reason)).toEqual(["No commit did it."]);
  });

  it("is tried by the next step where GitHub took it not", async () => {
    let tries = 0;
    const { held, pass } = world(async () => {
      if (++tries === 1) throw new Error("502");
      return ISSUE;
    });
    await held.publish(freshIncident());
    pass(5_000);
    expect(await held.publish(freshIncident())).toEqual(ISSUE);
  });

  it("never waits where it is old already, is over, or stands", async () => {
    for (const incident of [
      { ...freshIncident(), openedAt: "2026-11-22T14:00:00.000Z" },
      { ...freshIncident(), needsHuman: { since: freshIncident().openedAt, reason: "x" } },
      { ...freshIncident(), issue: ISSUE },
    ])
      expect(await world().held.publish(incident)).toEqual(ISSUE);
  });

  it("does nothing more once it is stopped", async () => {
    const { held, pass, written } = world();
    await held.publish(freshIncident());
    held.stop();
    pass(60_000);
    expect(written).toEqual([]);
  });
});
