import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { bikes as world } from "../worlds/bikes.ts";

const of = changes(new URL("./bikes.txt", import.meta.url));

export const bikesScenarios: Scenario[] = [
  // Decidable by: the aggregation is gone from the new instances' traces, and in its place the same find runs once a station;
  // each is as quick as ever. The wider circle alone would not change which queries run.
  {
    id: "bk-free-loop",
    group: "query in a loop",
    kind: "a query for each row of another",
    world,
    service: "stations",
    symptom: "latency",
    alertOn: "stations|GET /stations/near",
    changes: [...of("free-loop"), ...pool(of, { "pool-radius": -50, "pool-charge": -800, "pool-fare": 25 })],
    effects: [
      {
        at: "stations|GET /stations/near|free",
        set: { times: 19, ms: 9, query: "find docks {station: ?}" },
      },
    ],
  },
  // Decidable by: the product that makes metres overflows for bikes that have gone far, as it is taken in sixteen bits, on a line of the new form of
  // reports; the older model is hit and the new one is not.
  {
    id: "bk-odometer",
    group: "data type",
    kind: "integer too narrow",
    world,
    service: "docks",
    symptom: "errors",
    alertOn: "docks|POST /bikes/report",
    changes: [...of("odometer"), ...pool(of, { "pool-inflight": -25, "pool-radius": -180 })],
    effects: ["city3", "cargo"].map((bike_model) => ({
      at: "docks|POST /bikes/report",
      where: { bike_model },
      share: 0.85,
      early: true,
      fail: {
        type: "docks::error::Problem",
        message: "metres out of range",
        status: 400,
        frames: [place("docks/src/telemetry.rs", "checked_mul(100)", "docks::telemetry::report")],
      },
    })),
    needs: ["exceptions", "logs"],
  },
  // Decidable by: at the full hour the job that the commit schedules says that it starts, and until it ends every query of
  // docks and stations is slow, in stations and rides alike; what was deployed last went out minutes before and changed nothing then.
  {
    id: "bk-rebalance",
    group: "scheduled job",
    kind: "hourly job that reads everything",
    world,
    service: "stations",
    symptom: "latency",
    alertOn: "stations|GET /stations/near",
    atFullHour: true,
    lag: 1900,
    changes: [
      ...of("rebalance"),
      ...pool(of, { "pool-radius": -3000, "pool-fare": -55, "pool-inflight": -300 }),
    ],
    effects: [
      { at: "stations|GET /stations/near|free", gate: "time", slow: 780 },
      { at: "stations|GET /stations/{id}|docks", gate: "time", slow: 640 },
      { at: "stations|GET /stations/near|within", gate: "time", slow: 420 },
      { at: "rides|POST /rides/{id}/end|ride", gate: "time", slow: 520 },
    ],
    logs: [
      {
        service: "stations",
        severity: "INFO",
        body: "plan-vans: reading rides of six weeks, batch {n}",
        every: 15,
        gate: "time",
      },
    ],
    needs: ["logs"],
  },
  // Decidable by: uploads are refused as too large before any query, on the new revision alone; the commit takes away the
  // limit of six megabytes, and what is left is the framework's own.
  {
    id: "bk-photo-size",
    group: "limit",
    kind: "size limit fell back to a default",
    world,
    service: "rides",
    symptom: "errors",
    alertOn: "rides|POST /rides/{id}/photo",
    changes: [...of("photo-size"), ...pool(of, { "pool-fare": -40, "pool-wallet": -500, "pool-charge": 12 })],
    effects: [
      {
        at: "rides|POST /rides/{id}/photo",
        share: 0.92,
        early: true,
        fail: { type: "PayloadTooLargeError", message: "request entity too large", status: 413 },
      },
    ],
    needs: ["exceptions", "logs"],
    rps: [3, 8],
  },
  // Decidable by: docks refuse orders that are from the future, and all of them were signed on one host, by old instances and
  // new ones; the shorter validity moves the other end of the time.
  {
    id: "bk-order-skew",
    group: "clock",
    kind: "clock of one machine runs ahead",
    world,
    service: "docks",
    symptom: "errors",
    alertOn: "rides|POST /rides",
    changes: [...of("order-skew"), ...pool(of, { "pool-inflight": -600, "pool-wallet": 20 })],
    effects: [
      {
        at: "docks|POST /docks/{dock}/unlock",
        gate: "time",
        where: { host: "node-3" },
        share: 0.95,
        fail: {
          type: "docks::error::Problem",
          message: "dock refused the order: issued 41 s from now",
          frames: [place("docks/src/unlock.rs", "docks.send(dock", "docks::unlock::unlock")],
        },
      },
    ],
    logs: [
      {
        service: "docks",
        severity: "WARN",
        body: "chronyd: source unreachable, offset +41.{n} s",
        every: 40,
        gate: "time",
        where: { host: "node-3" },
      },
    ],
    needs: ["revision", "exceptions", "logs"],
    rps: [3, 8],
  },
  // Decidable by: the name of a service in another namespace is not found, from every instance of rides, in both operations
  // that use it; the commit nearby only shortens a wait that is never begun.
  {
    id: "bk-wallet-name",
    group: "name resolution",
    kind: "cluster DNS does not answer",
    world,
    service: "rides",
    symptom: "errors",
    alertOn: "rides|POST /rides",
    changes: pool(of, { "pool-wallet": -70, "pool-fare": -1000, "pool-inflight": 30 }),
    effects: ["POST /rides|hold", "POST /rides/{id}/end|capture"].map((at) => ({
      at: `rides|${at}`,
      gate: "time",
      share: 0.55,
      slow: 900,
      fail: {
        type: "Error",
        message: "getaddrinfo EAI_AGAIN wallet.pay.svc.cluster.local",
        status: 0,
      },
    })),
    needs: ["exceptions", "logs"],
  },
  // Decidable by: an import by the city is written down just before; what fails reads a name that a station does not have,
  // on a line that was there all along, for that city alone and on all revisions.
  {
    id: "bk-import-points",
    group: "data",
    kind: "stations without a name",
    world,
    service: "stations",
    symptom: "errors",
    alertOn: "stations|GET /stations/near",
    changes: [...of("import-points"), ...pool(of, { "pool-radius": -130, "pool-charge": 15 })],
    events: [
      {
        at: -20,
        kind: "data",
        service: "stations",
        text: "Freiburg: 41 stations imported from the city's open data",
      },
    ],
    effects: [
      {
        at: "stations|GET /stations/near",
        gate: "time",
        where: { city: "freiburg" },
        share: 0.8,
        fail: {
          type: "KeyError",
          message: "'name'",
          frames: [place("stations/app/views.py", '"name": station["name"]', "near")],
        },
      },
    ],
    needs: ["events", "exceptions"],
  },
];
