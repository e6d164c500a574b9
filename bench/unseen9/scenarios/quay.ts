import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { quay as world } from "../worlds/quay.ts";

const of = changes(new URL("./quay.txt", import.meta.url));

export const quayScenarios: Scenario[] = [
  // Decidable by: berth's own code is days old, and one query of it (by vessel and bay) takes a second since yard's release,
  // while every other query of the same table is as quick as before; that release drops the index which begins with these columns.
  {
    id: "qy-bay-order",
    group: "index",
    kind: "index dropped that another service reads by",
    world,
    service: "yard",
    symptom: "latency",
    alertOn: "berth|POST /plans",
    changes: [
      ...of("bay-order"),
      ...pool(of, { "pool-heights": -180, "pool-horizon": 20, "pool-hold": -700 }),
    ],
    effects: [{ at: "berth|POST /plans|stack", gate: "time", slow: 1150, ramp: 20 }],
    needs: ["deployments"],
  },
  // Decidable by: yard refuses stacks of twenty thousand tonnes in code nobody touched, and only for visits that pass an
  // instance of gatehouse with the new weighbridge driver; the driver hands on kilograms in a field called tonnes.
  {
    id: "qy-net-mass",
    group: "units",
    kind: "kilograms in a field of tonnes",
    world,
    service: "gatehouse",
    symptom: "errors",
    alertOn: "gatehouse|POST /visits",
    changes: [...of("net-mass"), ...pool(of, { "pool-rules": -35, "pool-hold": -1300 })],
    effects: [
      {
        at: "yard|POST /moves",
        gate: "gatehouse",
        share: 0.94,
        fail: {
          type: "quay.StackTooHeavy",
          message: "stack C{n} would carry 24310.0 t, limit 96 t",
          status: 422,
          frames: [
            place("yard/src/main/java/quay/StackRules.java", "throw new StackTooHeavy", "StackRules.check"),
            place("yard/src/main/java/quay/MoveService.java", "rules.check(", "MoveService.place"),
          ],
        },
      },
    ],
    needs: ["exceptions", "logs"],
  },
  // Decidable by: every operation of yard that takes a connection waits and some give up with total=6 active=6, on new
  // instances alone, while the statements themselves take no longer; the commit sets the pool to six.
  {
    id: "qy-small-pool",
    group: "connection pool",
    kind: "pool too small for the traffic",
    world,
    service: "yard",
    symptom: "latency",
    alertOn: "gatehouse|POST /visits",
    changes: [
      ...of("small-pool"),
      ...pool(of, { "pool-rules": -900, "pool-horizon": -25, "pool-heights": 15 }),
    ],
    effects: [
      { at: "yard|*", slow: 780, ramp: 25 },
      {
        at: "yard|*",
        share: 0.22,
        early: true,
        ramp: 40,
        fail: {
          type: "java.sql.SQLTransientConnectionException",
          message:
            "HikariPool-1 - Connection is not available, request timed out after 3000ms (total=6, active=6, idle=0, waiting=31)",
          frames: [place("yard/src/main/java/quay/Positions.java", "return db.sql(", "Positions.nextFree")],
        },
      },
    ],
    needs: ["exceptions"],
    rps: [3, 8],
  },
  // Decidable by: berth, which nobody changed, finds no box in the visits that new instances of gatehouse publish, and finds
  // it in those of old ones; the commit publishes the number under another name.
  {
    id: "qy-visit-fields",
    group: "contract",
    kind: "field of a message renamed at its sender",
    world,
    service: "gatehouse",
    symptom: "errors",
    alertOn: "berth|process visits",
    changes: [...of("visit-fields"), ...pool(of, { "pool-heights": -40, "pool-rules": 30 })],
    effects: [
      {
        at: "berth|process visits",
        gate: "gatehouse",
        share: 1,
        early: true,
        fail: {
          type: "*fmt.wrapError",
          message: "visit of TR-{n}: visit without box",
          frames: [place("berth/visits.go", "errNoBox)", "berth.(*Planner).OnVisit")],
        },
      },
    ],
    needs: ["exceptions", "deployments"],
  },
  // Decidable by: memory of berth grows on its instances from the hour a vessel with many moves is worked, and with it the time of
  // noting a move; nothing else of berth was deployed for half an hour, and the commit keeps every move it has ever seen.
  {
    id: "qy-seen-moves",
    group: "unbounded collection",
    kind: "set that nothing is taken out of",
    world,
    service: "berth",
    symptom: "memory",
    alertOn: "berth|POST /reports",
    lag: 1720,
    changes: [...of("seen-moves"), ...pool(of, { "pool-horizon": -60, "pool-rules": -340, "pool-hold": 25 })],
    events: [{ at: -30, kind: "operation", text: "MV Solveig alongside, five cranes at work" }],
    effects: [
      { at: "berth|POST /reports|note", slow: 420, ramp: 180 },
      { at: "berth|*", slow: 160, ramp: 200 },
    ],
    gauges: [
      {
        service: "berth",
        name: "process.memory.usage",
        unit: "By",
        base: 210 * 1048576,
        noise: 4 * 1048576,
        to: 1460 * 1048576,
        ramp: 300,
      },
    ],
    needs: ["metrics"],
    minutes: 6,
  },
  // Decidable by: the authority's own interface answers 503 with its maintenance text, on old and new instances of customs-link
  // alike, and its status page says so; the commit beside it changed what is kept for how long, not what is asked.
  {
    id: "qy-single-window",
    group: "provider",
    kind: "authority not available",
    world,
    service: "customs-link",
    symptom: "errors",
    alertOn: "gatehouse|POST /visits",
    changes: [...of("single-window"), ...pool(of, { "pool-horizon": -310, "pool-heights": 25 })],
    events: [
      { at: 95, kind: "status", text: "Single Window: release queries unavailable, we are investigating" },
    ],
    effects: [
      {
        at: "customs-link|GET /releases/{box}|ask",
        gate: "time",
        share: 0.92,
        fail: {
          type: "httpx.HTTPStatusError",
          message:
            "Server error '503 Service Unavailable' for url 'https://api.singlewindow.example/v2/releases/{n}'",
          status: 503,
        },
      },
    ],
    needs: ["exceptions", "events"],
  },
  // Decidable by: the producer hears from the broker that too few replicas are in sync, on all instances at one moment; the
  // config event says that a broker was taken out, and the commit that touched the producer's lines was live for minutes without any.
  {
    id: "qy-in-sync",
    group: "broker",
    kind: "partition without enough replicas",
    world,
    service: "gatehouse",
    symptom: "errors",
    alertOn: "gatehouse|POST /visits",
    changes: [...of("in-sync"), ...pool(of, { "pool-rules": -45, "pool-hold": -500 })],
    events: [
      {
        at: -20,
        kind: "operation",
        text: "broker kafka-2 drained for a new disk, kafka-3 still catching up",
      },
    ],
    effects: [
      {
        at: "gatehouse|POST /visits|publish",
        gate: "time",
        share: 0.62,
        slow: 300,
        fail: {
          type: "KafkaJSProtocolError",
          message:
            "Messages are rejected since there are fewer in-sync replicas than required (NOT_ENOUGH_REPLICAS) topic visits",
        },
      },
    ],
    needs: ["exceptions", "events"],
  },
  // Decidable by: planning fails for one berth since a carrier's list was loaded, with a size type that the table has never held;
  // the lines that refuse it are old, and old and new instances refuse it alike.
  {
    id: "qy-size-type",
    group: "data",
    kind: "a list with a size type nobody knows",
    world,
    service: "berth",
    symptom: "errors",
    alertOn: "berth|POST /plans",
    changes: [...of("size-type"), ...pool(of, { "pool-heights": -120, "pool-horizon": 35 })],
    events: [
      {
        at: -14,
        kind: "data",
        service: "berth",
        text: "loading list of MV Arktis imported, 1 804 boxes, berth south",
      },
    ],
    effects: [
      {
        at: "berth|POST /plans",
        gate: "time",
        where: { berth: "south" },
        share: 0.9,
        fail: {
          type: "*fmt.wrapError",
          message: 'sequence of arktis/{n}: box KBLU{n}: no height for size type "L5G1"',
          frames: [
            place("berth/sequence.go", "no height for size type", "berth.sequence"),
            place("berth/plan.go", "sequence(stack)", "berth.(*Planner).Plan"),
          ],
        },
      },
    ],
    needs: ["exceptions", "events"],
  },
];
