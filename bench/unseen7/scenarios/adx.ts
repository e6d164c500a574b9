import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { adx as world } from "../worlds/adx.ts";

const of = changes(new URL("./adx.txt", import.meta.url));

export const adxScenarios: Scenario[] = [
  // Decidable by: auctions give up on profiles after nine milliseconds, which profiles needs as it always did whenever it reads
  // the store; the budget was sixty until that revision.
  {
    id: "ax-profile-budget",
    group: "timeout",
    kind: "deadline below the slower half",
    world,
    service: "auction",
    symptom: "errors",
    alertOn: "auction|POST /bid-requests",
    changes: [
      ...of("profile-budget"),
      ...pool(of, { "pool-cassandra": -35, "pool-sort": -400, "pool-stop": 20 }),
    ],
    effects: [{ at: "auction|POST /bid-requests|profile", set: { timeout: 9 } }],
  },
  // Decidable by: the exception of a collection that changes while it is read, in profiles' new instances alone; the commit puts
  // a map for one thread in place of a concurrent one. What went out with it is a number of connections.
  {
    id: "ax-recent-order",
    group: "concurrency",
    kind: "map that is not for several threads",
    world,
    service: "profiles",
    symptom: "errors",
    oneRelease: true,
    alertOn: "profiles|GET /audiences/{segment}",
    changes: [...of("recent-order"), ...pool(of, { "pool-cassandra": 2, "pool-wants": -130 })],
    effects: [
      {
        at: "profiles|GET /audiences/{segment}",
        share: 0.7,
        fail: {
          type: "java.util.ConcurrentModificationException",
          message: "mutation occurred during iteration",
          frames: [
            place("profiles/src/main/scala/profiles/Recent.scala", "def entries", "profiles.Recent.entries"),
            place(
              "profiles/src/main/scala/profiles/Profiles.scala",
              "recent.entries.count",
              "profiles.Profiles.audience",
            ),
          ],
        },
      },
      {
        at: "profiles|GET /profiles/{user}",
        share: 0.05,
        fail: {
          type: "java.util.NoSuchElementException",
          message: "head of empty LinkedHashMap",
          frames: [
            place("profiles/src/main/scala/profiles/Recent.scala", "held.head._1", "profiles.Recent.keep"),
          ],
        },
      },
    ],
    needs: ["exceptions"],
    rps: [3, 8],
  },
  // Decidable by: pacing's new instances log every spending to debug, several lines a second, and each spending takes longer by
  // what that writing takes, in pacing itself; the counter answers as ever. The commit sets the level.
  {
    id: "ax-verbose",
    group: "log level",
    kind: "debug in production",
    world,
    service: "pacing",
    symptom: "latency",
    alertOn: "auction|POST /bid-requests",
    changes: [...of("verbose"), ...pool(of, { "pool-stop": -50, "pool-wants": 25, "pool-columns": -700 })],
    effects: [{ at: "pacing|POST /spend", slow: 150 }],
    logs: [
      {
        service: "pacing",
        severity: "INFO",
        body: 'level=DEBUG msg=spent campaign=c{n} micros={n} total={n} plan="{daily:{n} hourly:[{n} {n}]}"',
        every: 1.2,
      },
    ],
    gauges: [
      {
        service: "pacing",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.2,
        noise: 0.02,
        to: 0.92,
        ramp: 20,
      },
    ],
    needs: ["logs"],
  },
  // Decidable by: ledger cannot read a string into the number that it expects, for wins of auction's new instances alone; that
  // commit makes amounts write themselves as decimals. What ledger deployed adds a field that may be absent.
  {
    id: "ax-decimal-wins",
    group: "serialisation",
    kind: "number written as a string",
    world,
    service: "auction",
    symptom: "errors",
    alertOn: "ledger|process wins",
    changes: [
      ...of("decimal-wins"),
      ...pool(of, { "pool-columns": -25, "pool-sort": -900, "pool-stop": -70 }),
    ],
    effects: [
      {
        at: "ledger|process wins",
        gate: "auction",
        share: 1,
        early: true,
        fail: {
          type: "*fmt.wrapError",
          message: "win: json: cannot unmarshal string into Go struct field Win.micros of type int64",
          frames: [place("ledger/wins.go", 'fmt.Errorf("win: %w"', "ledger.(*Ledger).OnWin")],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: auctions with one bid end in the branch for the second price, which was not taken before; the commit that
  // clears out flags turns that one on.
  {
    id: "ax-flags-done",
    group: "feature flag in code",
    kind: "flag turned on by a clean-up",
    world,
    service: "auction",
    symptom: "errors",
    alertOn: "auction|POST /bid-requests",
    changes: [
      ...of("flags-done"),
      ...pool(of, { "pool-sort": -55, "pool-wants": -240, "pool-cassandra": 15 }),
    ],
    effects: [
      {
        at: "auction|POST /bid-requests|clear",
        share: 0.28,
        fail: {
          type: "std::out_of_range",
          message: "vector::_M_range_check: __n (which is 1) >= this->size() (which is 1)",
          frames: [
            place("auction/src/clearing.cc", "bids.at(1)", "adx::second_price"),
            place("auction/src/clearing.cc", "return second_price(", "adx::clear"),
          ],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: whatever auction asks for from one zone takes longer, whomever it asks and on whichever revision; the same
  // services answer the other zones as before.
  {
    id: "ax-zone-loss",
    group: "network",
    kind: "packets lost from one zone",
    world,
    service: "auction",
    symptom: "latency",
    alertOn: "auction|POST /bid-requests",
    changes: [...of("zone-loss"), ...pool(of, { "pool-wants": -95, "pool-cassandra": 25 })],
    effects: [
      ...["spend", "win"].map((id) => ({
        at: `auction|POST /bid-requests|${id}`,
        gate: "time",
        where: { zone: "zone-2" },
        share: 0.8,
        slow: 210,
      })),
      {
        at: "console|GET /segments/{segment}|audience",
        gate: "time",
        where: { zone: "zone-2" },
        share: 0.8,
        slow: 260,
      },
      {
        at: "console|GET /campaigns/{campaign}/report|report",
        gate: "time",
        where: { zone: "zone-2" },
        share: 0.8,
        slow: 230,
      },
      { at: "ledger|process wins|insert", gate: "time", where: { zone: "zone-2" }, share: 0.8, slow: 190 },
    ],
    needs: ["revision"],
  },
  // Decidable by: one of two bidders no longer answers within its time, on every instance; the other does, and the commit that
  // chooses whom to ask neither asks more often nor waits longer.
  {
    id: "ax-northpeak",
    group: "provider",
    kind: "a partner is slow",
    world,
    service: "auction",
    symptom: "latency",
    alertOn: "auction|POST /bid-requests",
    changes: pool(of, { "pool-wants": -30, "pool-sort": -75, "pool-stop": 15 }),
    effects: [{ at: "auction|POST /bid-requests|first", gate: "time", slow: 240, ramp: 25 }],
    needs: ["revision"],
  },
  // Not decidable: two commits of one release each look something up for every bid, and nothing within the operation is
  // recorded.
  {
    id: "ax-thin",
    group: "undecidable",
    kind: "one of two lookups",
    world,
    service: "auction",
    symptom: "latency",
    alertOn: "auction|POST /bid-requests",
    thin: true,
    changes: [...of("thin-auction"), ...pool(of, { "pool-columns": -600 })],
    effects: [{ at: "auction|POST /bid-requests", slow: 420 }],
  },
];
