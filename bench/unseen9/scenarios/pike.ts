import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { pike as world } from "../worlds/pike.ts";

const of = changes(new URL("./pike.txt", import.meta.url));

export const pikeScenarios: Scenario[] = [
  // Decidable by: frames of one kind of camera are refused as too large by the one instance of gantries that has the new revision,
  // and taken by the other two; the commit sets the limit below what these cameras send.
  {
    id: "pk-frame-size",
    group: "limit",
    kind: "limit of a body below what is sent",
    world,
    service: "gantries",
    symptom: "errors",
    alertOn: "gantries|POST /frames",
    oneInstance: true,
    changes: [...of("frame-size"), ...pool(of, { "pool-normalise": -30, "pool-ledger-note": -260 })],
    effects: [
      {
        at: "gantries|POST /frames",
        where: { camera: "hd" },
        early: true,
        share: 0.95,
        fail: {
          type: "*http.MaxBytesError",
          message: "frame of {road}: http: request body too large",
          status: 413,
          frames: [place("gantries/frames.go", "http.MaxBytesReader(", "gantries.(*Gantries).Frame")],
        },
      },
    ],
    needs: ["exceptions", "revision", "deployments"],
    rps: [3, 8],
  },
  // Decidable by: accounts, with no release of its own, may not read a table any more on any instance, since the release of passages
  // whose file of roles revokes what all had been granted; passages' own role still reads and writes it.
  {
    id: "pk-roles",
    group: "role",
    kind: "right revoked that another service used",
    world,
    service: "passages",
    symptom: "errors",
    alertOn: "accounts|GET /statements/{account}",
    changes: [
      ...of("roles"),
      ...pool(of, { "pool-normalise": 25, "pool-by-hand": -50, "pool-newest": -700 }),
    ],
    effects: [
      {
        at: "accounts|GET /statements/{account}|balance",
        gate: "time",
        share: 1,
        fail: {
          type: "Illuminate\\Database\\QueryException",
          message: "SQLSTATE[42501]: Insufficient privilege: 7 ERROR: permission denied for table trips",
          frames: [
            place("accounts/app/Balance.php", "$this->reporting->scalar(", "Balance->of"),
            place("accounts/app/Statements.php", "$this->balance->of(", "Statements->of"),
          ],
        },
      },
    ],
    needs: ["exceptions", "deployments"],
  },
  // Decidable by: now and then, and more the more is processed, a passage fails within a map of the standard library on new instances
  // of passages; the commit keeps rates in a map that fibers of many threads write at once.
  {
    id: "pk-rate-map",
    group: "concurrency",
    kind: "map written by many threads",
    world,
    service: "passages",
    symptom: "errors",
    alertOn: "passages|process passages",
    changes: [
      ...of("rate-map"),
      ...pool(of, { "pool-by-hand": -25, "pool-newest": 30, "pool-normalise": -420 }),
    ],
    effects: [
      { at: "passages|process passages|rate", set: { chance: 0.12 } },
      {
        at: "passages|process passages",
        share: 0.3,
        ramp: 30,
        fail: {
          type: "java.lang.ArrayIndexOutOfBoundsException",
          message: "Index 64 out of bounds for length 64 (scala.collection.mutable.HashMap.growTable)",
          frames: [place("passages/src/main/scala/pike/Rates.scala", "getOrElseUpdate(", "Rates.of")],
        },
      },
    ],
    needs: ["exceptions"],
    rps: [3, 8],
  },
  // Decidable by: passages refuses messages without a plate at a line that is as old as itself, since fog came; pictures nobody
  // can read went to the desk until gantries' release of half an hour before, whose commit takes that branch out.
  {
    id: "pk-fog",
    group: "guard removed",
    kind: "empty plates are passed on",
    world,
    service: "gantries",
    symptom: "errors",
    alertOn: "passages|process passages",
    lag: 1810,
    changes: [
      ...of("fog"),
      ...pool(of, { "pool-newest": -45, "pool-normalise": -130, "pool-ledger-note": 20 }),
    ],
    events: [
      { at: -40, kind: "status", text: "Road weather: fog on A7 between km 12 and 31, speed limit 60" },
    ],
    effects: [
      {
        at: "passages|process passages",
        gate: "gantries",
        where: { road: "A7" },
        share: 0.75,
        ramp: 30,
        early: true,
        fail: {
          type: "java.lang.IllegalArgumentException",
          message: "requirement failed: passage at {road} without a plate",
          frames: [place("passages/src/main/scala/pike/Passages.scala", "IO(require(", "Passages.process")],
        },
      },
    ],
    needs: ["exceptions", "events"],
  },
  // Decidable by: statements fail for visitors, who have no trips, at a line of accounts that is old, and only where the answer
  // came from a new instance of passages; its release answers 204 without a body in that case.
  {
    id: "pk-no-trips",
    group: "contract",
    kind: "no content in place of an empty list",
    world,
    service: "passages",
    symptom: "errors",
    alertOn: "accounts|GET /statements/{account}",
    changes: [
      ...of("no-trips"),
      ...pool(of, { "pool-ledger-note": -20, "pool-by-hand": 25, "pool-normalise": -1000 }),
    ],
    effects: [
      {
        at: "accounts|GET /statements/{account}|balance",
        gate: "passages",
        where: { plan: "visitor" },
        set: { chance: 0 },
      },
      {
        at: "accounts|GET /statements/{account}",
        gate: "passages",
        where: { plan: "visitor" },
        share: 1,
        fail: {
          type: "ErrorException",
          message: "foreach() argument must be of type array|object, null given",
          frames: [
            place("accounts/app/Statements.php", "foreach ($this->passages->trips(", "Statements->of"),
          ],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: frames of one road come five times as often from one second on, with pictures of hours before as the log says; what
  // each of them costs rises for reader and road alike, on all revisions.
  {
    id: "pk-backlog",
    group: "traffic",
    kind: "a road sends what it could not send",
    world,
    service: "plates",
    symptom: "traffic",
    alertOn: "gantries|POST /frames",
    changes: [...of("backlog"), ...pool(of, { "pool-by-hand": -80, "pool-ledger-note": 20 })],
    surge: { factor: 5, entry: "gantries|POST /frames", attribute: ["road", "tunnel-south"] },
    effects: [
      { at: "plates|POST /reads", gate: "time", slow: 480, ramp: 80 },
      { at: "plates|POST /reads|predict", gate: "time", slow: 130, ramp: 80 },
    ],
    logs: [
      {
        service: "gantries",
        severity: "INFO",
        body: "controller tunnel-south reconnected after 3h12m, resending frame {n}",
        every: 8,
        gate: "time",
      },
    ],
    needs: ["metrics", "logs"],
    rps: [3, 8],
  },
  // Decidable by: whatever writes fails in two services with a database that is read-only, reading goes on, all instances at one
  // second; the operation says that the standby took over, and the commit to the ledger's lines had been writing for minutes.
  {
    id: "pk-standby",
    group: "database maintenance",
    kind: "writes go to the standby",
    world,
    service: "passages",
    symptom: "errors",
    alertOn: "accounts|POST /topups",
    changes: [...of("standby"), ...pool(of, { "pool-newest": -55, "pool-normalise": 25 })],
    events: [
      { at: -6, kind: "operation", text: "tolls-db: planned switchover to tolls-db-b, endpoint follows" },
    ],
    effects: [
      {
        at: "accounts|POST /topups|note",
        gate: "time",
        share: 0.95,
        fail: {
          type: "Illuminate\\Database\\QueryException",
          message:
            "SQLSTATE[25006]: Read only sql transaction: 7 ERROR: cannot execute INSERT in a read-only transaction",
        },
      },
      {
        at: "passages|process passages|add",
        gate: "time",
        share: 0.95,
        fail: {
          type: "org.postgresql.util.PSQLException",
          message: "ERROR: cannot execute INSERT in a read-only transaction",
        },
      },
    ],
    needs: ["exceptions", "events"],
  },
  // Not decidable: two commits of one release each do something more for every line of a statement, in the same loop, and only
  // the outermost spans are kept.
  {
    id: "pk-two-lines",
    group: "undecidable",
    kind: "two commits of one release at one place",
    world,
    service: "accounts",
    symptom: "latency",
    alertOn: "accounts|GET /statements/{account}",
    thin: true,
    oneRelease: true,
    changes: [...of("two-lines"), ...pool(of, { "pool-ledger-note": -900 })],
    effects: [{ at: "accounts|GET /statements/{account}", slow: 1600, ramp: 20 }],
  },
];
