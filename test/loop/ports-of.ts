import type { DatabaseSync } from "node:sqlite";
import type { Incident } from "../../src/contracts/incident.ts";
import { Policy } from "../../src/contracts/policy.ts";
import type { LoopPorts } from "../../src/loop/ports.ts";
import { openDatabase } from "../../src/store/open-database.ts";
import { sqliteIncidents } from "../../src/store/sqlite-incidents.ts";
import { sqliteLease } from "../../src/store/sqlite-lease.ts";
import { at } from "./an-incident.ts";

const notHere = (): never => {
  throw new Error("this test does not go there");
};

/** The ports of a loop whose store is real and whose world stands still; what a test needs more, it gives. */
export function portsOf(change: Partial<LoopPorts> = {}): LoopPorts & { database: DatabaseSync } {
  const database = openDatabase(":memory:");
  const clock = { now: () => Date.parse(at(5000)), after: () => () => {} };
  return {
    database,
    clock,
    store: sqliteIncidents(database, () => {}),
    lease: sqliteLease(database, clock),
    worker: "this test",
    observer: {
      evidence: notHere,
      recovery: ({ since }) => ({ at: at(5000), since, state: "unknown", summary: "Too early to say." }),
      revisionSeen: () => null,
      serving: () => [],
    },
    memory: {
      remember: async () => {},
      recall: async () => [],
      state: () => ({ state: "asleep", waiting: 0 }),
    },
    consult: null,
    reader: notHere,
    writer: notHere,
    facts: (repository) => ({
      repository,
      read: notHere,
      permission: async () => "write",
      teamsOf: async () => [],
      authors: async () => [],
      broughtBy: async () => null,
      commentsSince: async () => [],
      stopIssue: async () => null,
      checks: async () => [],
      changedFiles: async () => [],
    }),
    stop: { why: async () => null, whileDeciding: (_, decide) => decide() },
    explain: notHere,
    policy: async () => ({ policy: Policy.parse({ version: 1, mode: "merge" }), source: null, problems: [] }),
    history: async () => ({ merges: [], inFlight: [], openFixes: [], failingElsewhere: 0, paused: false }),
    publish: async (incident: Incident) => incident.issue,
    answer: async () => {},
    wording: notHere,
    countWrites: async (run) => ({ value: await run(), writes: 0 }),
    ...change,
  };
}
