import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { dispensary as world } from "../worlds/dispensary.ts";

const of = changes(new URL("dispensary.txt", import.meta.url));
const scala = "stock/src/main/scala/dispensary/stock";

export const dispensaryScenarios: Scenario[] = [
  // Decidable by: doobie's NonNullableColumnRead in Shelves.find for rows without a slot; drawer and slot are columns of the culprit, filled with NULL
  // where the text had one word ("front"), read as Int; the stack shows stock, the storefront only says "stock answered 500".
  {
    id: "dispensary-column",
    group: "migration",
    kind: "a column that may be null read as one that is not",
    world,
    service: "stock",
    symptom: "errors",
    alertOn: "storefront|POST /reservations",
    changes: [...of("dispensary-column"), ...pool(of, { "pool-prices": -300, "pool-headers": -15 })],
    effects: [
      {
        at: "stock|GET /stock/{pharmacy}/{pzn}",
        share: 0.65,
        fail: {
          type: "doobie.util.invariant$NonNullableColumnRead",
          message:
            "SQL `NULL` read at column 4 (JDBC type Integer) but mapping is to a non-Option type; use Option here. (slot)",
          frames: [
            place(`${scala}/Shelves.scala`, ".query[Shelf]", "Shelves.find"),
            place(`${scala}/StockRoutes.scala`, "shelves.find(pharmacy", "StockRoutes.routes"),
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: the heap of stock grows in all instances with that revision until they pause for seconds; entries in the gauge of known prices grow without
  // a limit; the diff replaces a cache with a size by a map with the minute in the key. Forty minutes lie between. The rest holds nothing.
  {
    id: "dispensary-prices-grow",
    group: "unbounded collection",
    kind: "a map in place of a cache",
    world,
    service: "stock",
    symptom: "latency",
    alertOn: "stock|GET /stock/{pharmacy}/{pzn}",
    lag: 2500,
    minutes: 9,
    needs: ["metrics", "deployments"],
    changes: [...of("dispensary-prices-grow"), ...pool(of, { "pool-headers": -240, "pool-erx": -20 })],
    effects: [
      { at: "stock|GET /stock/{pharmacy}/{pzn}", slow: 500, ramp: 480 },
      { at: "stock|POST /stock/{pharmacy}/{pzn}/take", slow: 420, ramp: 480 },
    ],
    gauges: [
      {
        service: "stock",
        name: "process.memory.usage",
        unit: "By",
        base: 720e6,
        noise: 9e6,
        to: 2100e6,
        delay: -660,
        ramp: 1220,
      },
      {
        service: "stock",
        name: "jvm.gc.pause.ratio",
        unit: "1",
        base: 0.01,
        noise: 0.003,
        to: 0.55,
        delay: -660,
        ramp: 1220,
      },
      {
        service: "stock",
        name: "stock.prices.known",
        unit: "{entry}",
        base: 190_000,
        noise: 500,
        to: 2_400_000,
        delay: -660,
        ramp: 1220,
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: RabbitMQ says "NOT_FOUND - no queue 'reservations' in vhost 'storefront'" since the revision whose diff changes the virtual host from shop;
  // a time in a message does not remove a queue.
  {
    id: "dispensary-vhost",
    group: "configuration",
    kind: "another virtual host",
    world,
    service: "storefront",
    symptom: "errors",
    alertOn: "storefront|POST /reservations",
    changes: [...of("dispensary-vhost"), ...pool(of, { "pool-headers": -500, "pool-prices": -15 })],
    effects: [
      {
        at: "storefront|POST /reservations|publish",
        fail: {
          type: "Error",
          message:
            "Operation failed: QueueDeclare; 404 (NOT-FOUND) with message \"NOT_FOUND - no queue 'reservations' in vhost 'storefront'\"",
          frames: [
            place("storefront/src/queue.ts", "channel.checkQueue", "publish"),
            place("storefront/src/reserve.ts", 'await publish("reservations"', "Object.<anonymous>"),
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: 429 of the storefront's own ("more than 60 requests, try again in ..." is the diff's text) for everybody, with the traffic of always; the key is
  // the address of the connection, which behind a balancer is one for all.
  {
    id: "dispensary-ratelimit",
    group: "rate limit",
    kind: "everybody counted as one",
    world,
    service: "storefront",
    symptom: "errors",
    alertOn: "storefront|POST /reservations",
    changes: [...of("dispensary-ratelimit"), ...pool(of, { "pool-log": -280, "pool-prices": -15 })],
    effects: [
      {
        at: "storefront|POST /reservations",
        early: true,
        share: 0.75,
        fail: {
          type: "FastifyError",
          message: "more than 60 requests, try again in 41 seconds",
          status: 429,
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: DoseException "1200000 µg a day, 2400 at most": µg only since the culprit, compared with a table in mg (its own message says the table stays);
  // 422s of that route go from one in two hundred to most; the parse of an int fails in no trace.
  {
    id: "dispensary-dose",
    group: "units",
    kind: "micrograms against a table in milligrams",
    world,
    service: "scripts",
    symptom: "errors",
    alertOn: "scripts|POST /prescriptions/{token}/dispense",
    changes: [...of("dispensary-dose"), ...pool(of, { "pool-erx": -330, "pool-doobie": -15 })],
    effects: [
      {
        at: "scripts|POST /prescriptions/{token}/dispense",
        share: 0.8,
        fail: {
          type: "Scripts.DoseException",
          message: "1200000.0 µg a day, 2400 at most",
          status: 422,
          frames: [
            place("scripts/src/Scripts/DoseCheck.cs", "throw new DoseException(", "Scripts.DoseCheck.Check"),
            place(
              "scripts/src/Scripts/PrescriptionsController.cs",
              "doses.Check(prescription)",
              "Scripts.PrescriptionsController.Dispense",
            ),
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: "'<' is an invalid start of a value" when the insurers' gateway is read, which answers 200 with a page about maintenance; the same in both
  // revisions and all instances; the options before and after are the same ones.
  {
    id: "dispensary-html",
    group: "provider",
    kind: "a page in place of JSON",
    world,
    service: "scripts",
    symptom: "errors",
    alertOn: "scripts|POST /prescriptions/{token}/dispense",
    needs: ["revision"],
    changes: [...of("dispensary-html"), ...pool(of, { "pool-erx": -420, "pool-doobie": -25 })],
    effects: [
      { at: "scripts|POST /prescriptions/{token}/dispense|take", set: { chance: 0 } },
      {
        at: "scripts|POST /prescriptions/{token}/dispense",
        fail: {
          type: "System.Text.Json.JsonException",
          message:
            "'<' is an invalid start of a value. Path: $ | LineNumber: 0 | BytePositionInLine: 0. (<html><head><title>Wartungsarbeiten)",
          frames: [
            place(
              "scripts/src/Scripts/InsurerGateway.cs",
              "JsonSerializer.Deserialize<Prescription>",
              "Scripts.InsurerGateway.FetchAsync",
            ),
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: the broker raises an alarm (memory watermark) and blocks publishers: every publish waits and then fails in all instances, with the queue's depth and
  // the broker's memory to be seen; a check for an empty name does not block.
  {
    id: "dispensary-rabbit",
    group: "broker",
    kind: "the broker blocks who publishes",
    world,
    service: "storefront",
    symptom: "errors",
    alertOn: "storefront|POST /reservations",
    needs: ["metrics"],
    changes: [...of("dispensary-rabbit"), ...pool(of, { "pool-log": -200, "pool-headers": -1800 })],
    effects: [
      {
        at: "storefront|POST /reservations|publish",
        share: 0.85,
        slow: 2600,
        fail: {
          type: "Error",
          message: "connection.blocked: low on memory; confirm not received in 5000 ms (rabbit@rabbit-0)",
        },
      },
    ],
    gauges: [
      {
        service: "storefront",
        name: "rabbitmq.node.memory.ratio",
        unit: "1",
        base: 0.52,
        noise: 0.01,
        to: 1.02,
        ramp: 20,
      },
    ],
    events: [
      {
        at: 15,
        kind: "status",
        text: "rabbit-0: memory resource limit alarm set, publishers are blocked (mirrored queue sync of another tenant)",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: every statement on shelves waits while prices do not; the database (event) names an exclusive lock of an
  // analyst's session; old and new revisions alike; the commit of stock adds a comment.
  {
    id: "dispensary-analyst",
    group: "database",
    kind: "a table locked by a session of nobody's service",
    world,
    service: "stock",
    symptom: "latency",
    alertOn: "stock|GET /stock/{pharmacy}/{pzn}",
    needs: ["events", "revision"],
    changes: [...of("dispensary-analyst"), ...pool(of, { "pool-prices": -150, "pool-doobie": -2600 })],
    events: [
      {
        at: -3,
        kind: "database",
        text: "pg-stock: pid 88121 (user analyst, psql) holds AccessExclusiveLock on shelves (LOCK TABLE), idle in transaction; 41 sessions waiting",
      },
    ],
    effects: [
      { at: "stock|GET /stock/{pharmacy}/{pzn}|shelf", slow: 2300 },
      { at: "stock|POST /stock/{pharmacy}/{pzn}/take|take", slow: 2900 },
    ],
    rps: [3, 8],
  },
];
