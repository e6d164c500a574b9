import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { tickets as world } from "../worlds/tickets.ts";

const of = changes(new URL("tickets.txt", import.meta.url));
const java = "orders/src/main/java/io/gatefold/orders";

export const ticketsScenarios: Scenario[] = [
  // Decidable by: PostgreSQL's "deadlock detected" on the FOR UPDATE of TicketRows.lockAndAssign, stack through OrderService.issue;
  // the one commit that takes `.sorted()` from the order of locking; only instances with it; the RETURNING commit touches another table.
  {
    id: "tickets-deadlock",
    group: "concurrency",
    kind: "locks in no order",
    world,
    service: "orders",
    symptom: "errors",
    alertOn: "orders|POST /orders",
    changes: [...of("tickets-deadlock"), ...pool(of, { "pool-threads": -700, "pool-mail": -15 })],
    effects: [
      {
        at: "orders|POST /orders|lock",
        share: 0.3,
        slow: 1000,
        fail: {
          type: "org.springframework.dao.CannotAcquireLockException",
          message:
            'PreparedStatementCallback; ERROR: deadlock detected\n  Detail: Process {n} waits for ShareLock on transaction {n}; blocked by process {n}.\n  Where: while locking tuple in relation "tickets"',
          frames: [
            place(`${java}/TicketRows.java`, "FOR UPDATE", "TicketRows.lockAndAssign"),
            place(`${java}/OrderService.java`, "tickets.lockAndAssign(order.show()", "OrderService.issue"),
            place(`${java}/OrderController.java`, "orders.issue(order)", "OrderController.place"),
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: Hikari's own words "total=5, active=5, idle=0, waiting" in the exception, the pool's gauge capped at 5, and the diff
  // that makes 40 a variable with the default 5; threads 120 -> 160 went out earlier and is no pool of connections.
  {
    id: "tickets-pool",
    group: "connection pool",
    kind: "a default in place of a value",
    world,
    service: "orders",
    symptom: "errors",
    alertOn: "orders|POST /orders",
    changes: [...of("tickets-pool"), ...pool(of, { "pool-threads": -1500, "pool-patience": -20 })],
    effects: [
      {
        at: "orders|POST /orders|open",
        share: 0.35,
        slow: 2600,
        fail: {
          type: "org.springframework.jdbc.CannotGetJdbcConnectionException",
          message:
            "Failed to obtain JDBC Connection: HikariPool-1 - Connection is not available, request timed out after 3001ms (total=5, active=5, idle=0, waiting=41)",
          frames: [
            place(`${java}/OrderRows.java`, ".params(order.id(), order.key()", "OrderRows.insert"),
            place(`${java}/OrderService.java`, "return rows.insert(", "OrderService.open"),
          ],
        },
      },
      { at: "orders|GET /orders/{id}|byid", slow: 900 },
    ],
    gauges: [
      {
        service: "orders",
        name: "db.client.connection.pending_requests",
        unit: "{request}",
        base: 0,
        noise: 0.3,
        to: 38,
        ramp: 30,
      },
      {
        service: "orders",
        name: "db.client.connection.max",
        unit: "{connection}",
        base: 40,
        noise: 0,
        to: 5,
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: boxoffice's TypeError "reading 'cents'" at print.ts; orders' new view renames total to price and cents to amount; boxoffice's
  // own commit keeps the failing line as it was, and the failure follows the instances of orders.
  {
    id: "tickets-money",
    group: "contract",
    kind: "a field renamed for a reader that was forgotten",
    world,
    service: "orders",
    symptom: "errors",
    alertOn: "boxoffice|GET /print/:order",
    changes: [...of("tickets-money"), ...pool(of, { "pool-print": -600, "pool-threads": -30 })],
    effects: [
      {
        at: "boxoffice|GET /print/:order",
        gate: "orders",
        fail: {
          type: "TypeError",
          message: "Cannot read properties of undefined (reading 'cents')",
          frames: [place("boxoffice/src/print.ts", "order.total.cents", "Object.<anonymous>")],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: "duplicate key value violates unique constraint orders_idempotency_key_key" at OrderRows.insert from OrderService.open; the diff
  // removes the look-up of the key before it; the app (which retries) is hit and the kiosk is not.
  {
    id: "tickets-idempotency",
    group: "idempotency",
    kind: "the look-up of a key removed",
    world,
    service: "orders",
    symptom: "errors",
    alertOn: "orders|POST /orders",
    changes: [...of("tickets-idempotency"), ...pool(of, { "pool-threads": -45, "pool-redis": -400 })],
    effects: [
      {
        at: "orders|POST /orders|open",
        where: { channel: "app" },
        share: 0.4,
        fail: {
          type: "org.springframework.dao.DuplicateKeyException",
          message:
            'PreparedStatementCallback; ERROR: duplicate key value violates unique constraint "orders_idempotency_key_key"\n  Detail: Key (idempotency_key)=(app-{n}) already exists.',
          frames: [
            place(`${java}/OrderRows.java`, ".params(order.id(), order.key()", "OrderRows.insert"),
            place(`${java}/OrderService.java`, "return rows.insert(", "OrderService.open"),
            place(`${java}/OrderController.java`, "orders.open(key", "OrderController.place"),
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: the acquirer itself answers 503 "scheduled failover in progress" on its own host, at once in all instances, with any revision;
  // the commits change what is done with the reply and a wait for connections, neither makes a provider say 503.
  {
    id: "tickets-acquirer",
    group: "provider",
    kind: "the acquirer is down",
    world,
    service: "orders",
    symptom: "errors",
    alertOn: "orders|POST /orders",
    changes: [...of("tickets-acquirer"), ...pool(of, { "pool-mail": -25 })],
    effects: [
      {
        at: "orders|POST /orders|charge",
        share: 0.8,
        slow: 400,
        fail: {
          type: "org.springframework.web.client.HttpServerErrorException$ServiceUnavailable",
          message:
            '503 Service Unavailable: "{"code":"maintenance","detail":"processing is degraded, see status page"}"',
          status: 503,
        },
      },
    ],
    events: [
      {
        at: 240,
        kind: "status",
        text: "paymill-north: Card processing degraded in all regions, we are investigating",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: requests for one show grow sevenfold at a full hour, on holds and plans alike, and latency and processor follow; it ramps with
  // traffic in all instances; a lower number of seats for a buyer makes 422, not load.
  {
    id: "tickets-onsale",
    group: "traffic",
    kind: "a sale begins",
    world,
    service: "seats",
    symptom: "traffic",
    alertOn: "seats|POST /shows/{show}/holds",
    atFullHour: true,
    needs: ["metrics"],
    changes: [...of("tickets-onsale"), ...pool(of, { "pool-redis": -300, "pool-print": -20 })],
    surge: { factor: 7, entry: "seats|POST /shows/{show}/holds", attribute: ["show", "cup-final"] },
    effects: [
      { at: "seats|POST /shows/{show}/holds", slow: 220, ramp: 50 },
      { at: "seats|GET /shows/{show}/seats", slow: 160, ramp: 50 },
    ],
    gauges: [
      {
        service: "seats",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.18,
        noise: 0.03,
        to: 0.93,
        ramp: 60,
      },
    ],
  },
  // Decidable by: Redis says LOADING / READONLY to every command of every instance for the same minutes; the events name its failover where they
  // are there; a hold's length and a pool of 50 do not make a server say so.
  {
    id: "tickets-redis",
    group: "storage",
    kind: "Redis fails over to a replica that only reads",
    world,
    service: "seats",
    symptom: "errors",
    alertOn: "seats|POST /shows/{show}/holds",
    changes: [...of("tickets-redis"), ...pool(of, { "pool-redis": -150, "pool-threads": null })],
    effects: [
      {
        at: "seats|POST /shows/{show}/holds|hold",
        share: 0.9,
        fail: {
          type: "proto.RedisError",
          message: "setnx: READONLY You can't write against a read only replica.",
        },
      },
    ],
    events: [
      {
        at: 35,
        kind: "status",
        text: "redis-holds: primary on node-2 lost, replica promoted by sentinel, endpoint not yet updated",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: x509-like verification error of the mail provider's host name, "certificate has expired", its date just before the onset, from both
  // instances; the commit changes the subject of a mail.
  {
    id: "tickets-mailcert",
    group: "certificate",
    kind: "the mail provider's certificate ran out",
    world,
    service: "notify",
    symptom: "errors",
    alertOn: "notify|process orders",
    changes: [...of("tickets-mailcert"), ...pool(of, { "pool-mail": -300, "pool-patience": -15 })],
    effects: [
      {
        at: "notify|process orders|mail",
        fail: {
          type: "httpx.ConnectError",
          message:
            "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1000), host smtp.postbird.example",
        },
      },
    ],
    rps: [3, 8],
  },
];
