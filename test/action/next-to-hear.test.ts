import { expect, it } from "vitest";
import { alertHeardAgain } from "../../src/action/alert-heard-again.ts";
import { hearLostAlerts } from "../../src/action/hear-lost-alerts.ts";
import { nextToHear } from "../../src/action/next-to-hear.ts";
import type { WorkflowRun, WorkflowRuns } from "../../src/contracts/ports/workflow-runs.ts";
import type { AlertSignal } from "../../src/contracts/signal.ts";
import { fromDispatch } from "../../src/edge/alerts/dispatch.ts";

const time = (minute: number) => new Date(Date.UTC(2026, 10, 22, 10, minute)).toISOString();
const run = (id: number, more: Partial<WorkflowRun> = {}): WorkflowRun => ({
  id,
  createdAt: time(id),
  askedAt: time(id),
  attempt: 1,
  state: "heard",
  byUs: false,
  ...more,
});
const lost = (id: number) => run(id, { state: "cancelled" });
const askedAgain = (id: number, minute: number, state: WorkflowRun["state"] = "heard") =>
  run(id, { attempt: 2, byUs: true, askedAt: time(minute), state });
const ids = (runs: readonly WorkflowRun[]) => runs.map(({ id }) => id);

it("names what was lost, the oldest first, and nothing that was asked for before", () => {
  const { lost: found, overtaken } = nextToHear([
    lost(5),
    run(4),
    askedAgain(3, 3, "cancelled"),
    lost(2),
    run(1),
  ]);
  expect(ids(found)).toEqual([2, 5]);
  expect(overtaken).toEqual([]);
});

it("names what was heard between a run's event and its second attempt, and was heard once", () => {
  const alerts = [
    run(9),
    run(4, { state: "under-way" }),
    askedAgain(3, 6),
    run(5),
    run(2),
    askedAgain(1, 6),
    run(6, { state: "else" }),
  ];
  expect(ids(nextToHear(alerts).overtaken)).toEqual([2, 5]);
  // Of an attempt that nobody heard, and of one that a person has asked for, nothing follows.
  expect(nextToHear([run(2), askedAgain(1, 6, "cancelled")]).overtaken).toEqual([]);
  expect(nextToHear([run(2), { ...askedAgain(1, 6), byUs: false }]).overtaken).toEqual([]);
});

it("asks for twenty in six hours, and says which one is left then", async () => {
  const asked: number[] = [];
  const runsAfter = (times: number): WorkflowRuns => ({
    repository: "acme/shop",
    of: async () => ({ workflow: 7, createdAt: time(59) }),
    since: async (_workflow, since, event) => {
      expect(since).toBe(time(60 - 6 * 60));
      if (event === "workflow_dispatch") return [];
      return [lost(50), ...Array.from({ length: times }, (_, n) => askedAgain(n + 1, 55))];
    },
    hasBegun: async () => false,
    runAgain: async (id) => void asked.push(id),
  });
  const about = {
    own: 99,
    now: Date.parse(time(60)),
    dryRun: false,
    pageOf: (id: number) => `page of ${id}`,
  };
  expect(await hearLostAlerts(runsAfter(19), about)).toContain("page of 50 is run again");
  expect(asked).toEqual([50]);
  expect(await hearLostAlerts(runsAfter(20), about)).toContain("page of 50 is left");
  expect(asked).toEqual([50]);
});

it("takes an alert that is run again for as old as it is", () => {
  const heard = (alert: object, sentAt = time(3)) =>
    alertHeardAgain(
      fromDispatch(
        { service: "quotes", summary: "It fails", ...alert },
        { repositories: ["acme/shop"], receivedAt: sentAt },
      ),
      sentAt,
    ).alerts[0] as AlertSignal["alerts"][number];
  expect(heard({})).toMatchObject({ status: "firing", startsAt: time(3) });
  expect(heard({}).endsAt).toBeUndefined();
  expect(heard({ status: "resolved" })).toMatchObject({ endsAt: time(3) });
  expect(heard({ status: "resolved", fired_at: time(1), resolved_at: time(2) })).toMatchObject({
    startsAt: time(1),
    endsAt: time(2),
  });
  expect(alertHeardAgain(null, time(3))).toBeNull();
});
