import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { meters as world } from "../worlds/meters.ts";

const of = changes(new URL("./meters.txt", import.meta.url));
const frames = "ingest|POST /v2/frames";
const usage = "sessions|GET /usage/:meter";

export const metersScenarios: Scenario[] = [
  // Decidable by: 413 "length limit exceeded" for the two large concentrators (kx-…) alone, on new instances alone; one
  // commit lowered MAX_BODY to a sixteenth in that service.
  {
    id: "meters-body-limit",
    group: "limit",
    kind: "body limit lowered",
    world,
    service: "ingest",
    symptom: "errors",
    alertOn: frames,
    changes: [
      ...of("meters-body-limit"),
      ...pool(of, { "pool-crc": -70, "pool-decimals": -30, "pool-doc": null }),
    ],
    effects: ["kx-900", "kx-901"].map((concentrator) => ({
      at: frames,
      where: { concentrator },
      early: true,
      fail: {
        type: "LengthLimitError",
        message: "Failed to buffer the request body: length limit exceeded",
        status: 413,
      },
    })),
    needs: ["exceptions"],
  },
  // Decidable by: forecasts of long profiles take seconds of the handler's own time (no child span grows), processor at
  // its limit on new instances; one commit nested a repeat in a repeat in the pattern that every request goes through.
  {
    id: "meters-profile-pattern",
    group: "regular expression",
    kind: "catastrophic backtracking",
    world,
    service: "forecast",
    symptom: "latency",
    alertOn: "forecast|GET /forecasts/{zone}",
    changes: [
      ...of("meters-profile-pattern"),
      ...pool(of, { "pool-weekend": -40, "pool-crc": -15, "pool-queue": null }),
    ],
    effects: [
      { at: "forecast|GET /forecasts/{zone}", where: { profile: "G25-B-10" }, slow: 5200 },
      { at: "forecast|GET /forecasts/{zone}", where: { profile: "H0-A-1" }, slow: 700 },
    ],
    gauges: [
      {
        service: "forecast",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.21,
        noise: 0.03,
        to: 0.98,
        ramp: 20,
      },
    ],
    needs: ["metrics", "revision"],
  },
  // Decidable by: previews wait for locks on daily_usage from the full hour, when the roll-up job's cron starts; the log
  // says one step of the job over all meters; a commit of that day made the chunk all meters. Deployed after the last full
  // hour, which was well.
  {
    id: "meters-rollup",
    group: "scheduled job",
    kind: "job locks all rows",
    world,
    service: "billing",
    symptom: "latency",
    alertOn: "billing|GET /invoices/{meter}/preview",
    atFullHour: true,
    lag: 1800,
    minutes: 6,
    changes: [
      ...of("meters-rollup"),
      ...pool(of, { "pool-crc": -30, "pool-weekend": -200, "pool-queue": -80 }),
    ],
    effects: [
      { at: "billing|GET /invoices/{meter}/preview|lines", slow: 8200, ramp: 25 },
      {
        at: "billing|GET /invoices/{meter}/preview|lines",
        share: 0.25,
        delay: 20,
        slow: 1000,
        fail: {
          type: "*pgconn.PgError",
          message: "ERROR: canceling statement due to lock timeout (SQLSTATE 55P03)",
          frames: [place("billing/http/invoices.go", "s.lines(r.Context(), tx", "http.(*Server).Preview")],
        },
      },
    ],
    logs: [
      {
        service: "billing",
        severity: "INFO",
        body: 'level=INFO msg="job running" job=rollup step=1 meters=1840211 holding="RowExclusiveLock,transactionid" table=daily_usage',
        every: 30,
      },
    ],
    needs: ["logs", "exceptions"],
  },
  // Decidable by: "connection not available and request was dropped from queue" in all of sessions' operations, pool of 12
  // used up and waiters by the hundred on new instances; one commit raised how many pushes take a connection at once from 8
  // to 400; the database itself answers as quickly as before.
  {
    id: "meters-fanout",
    group: "concurrency",
    kind: "fan-out exhausts the pool",
    world,
    service: "sessions",
    symptom: "errors",
    alertOn: usage,
    changes: [
      ...of("meters-fanout"),
      ...pool(of, { "pool-decimals": -50, "pool-queue": -1200, "pool-crc": 20 }),
    ],
    effects: [
      ...[
        `${usage}|today`,
        "sessions|process frames.accepted|subscribers",
        "sessions|process frames.accepted|each",
      ].map((at) => ({
        at,
        share: 0.4,
        ramp: 30,
        slow: 420,
        fail: {
          type: "Elixir.DBConnection.ConnectionError",
          message:
            "connection not available and request was dropped from queue after 412ms. This means requests are coming in and your connection pool cannot serve them fast enough",
        },
      })),
    ],
    gauges: [
      {
        service: "sessions",
        name: "db.client.connection.count",
        unit: "{connection}",
        base: 5,
        noise: 0.8,
        to: 12,
        ramp: 15,
        attributes: { "db.client.connection.state": "used" },
      },
      {
        service: "sessions",
        name: "db.client.connection.pending_requests",
        unit: "{request}",
        base: 0,
        noise: 0.3,
        to: 310,
        ramp: 25,
      },
    ],
    needs: ["metrics", "exceptions"],
  },
  // Decidable by: ClickHouse refuses inserts of every instance, "Cannot reserve … not enough space", while forecast still
  // reads from it; disk gauge at its end (events); one commit touches the insert but began later or earlier than that.
  {
    id: "meters-disk-full",
    group: "storage",
    kind: "disk full",
    world,
    service: "ingest",
    symptom: "errors",
    alertOn: frames,
    changes: [
      ...of("meters-disk-full"),
      ...pool(of, { "pool-crc": -25, "pool-weekend": -130, "pool-decimals": null }),
    ],
    effects: [
      {
        at: `${frames}|insert`,
        share: 0.9,
        fail: {
          type: "clickhouse::error::Error",
          message:
            "bad response: Code: 243. DB::Exception: Cannot reserve 1.00 MiB, not enough space. (NOT_ENOUGH_SPACE) (version 24.8.4.13)",
          frames: [place("crates/ingest/src/sink.rs", "insert.end().await?", "ingest::sink::Sink::insert")],
        },
      },
    ],
    events: [
      { at: -400, kind: "status", text: "Volume ch-data-1: 97% used, autogrow refused (project quota)" },
    ],
    needs: ["exceptions", "events"],
  },
  // Decidable by: names are not resolved in one zone, by services of three languages and any revision; other zones are well.
  {
    id: "meters-resolver",
    group: "name resolution",
    kind: "resolver of a zone",
    world,
    service: "sessions",
    symptom: "errors",
    alertOn: usage,
    changes: [
      ...pool(of, { "pool-decimals": -45, "pool-queue": -20, "pool-crc": -160, "pool-weekend": -10 }),
    ],
    effects: [
      {
        at: `${usage}|tariff`,
        where: { zone: "zone-2" },
        slow: 1500,
        fail: {
          type: "Elixir.Req.TransportError",
          message: "non-existing domain (tariffs:8080)",
          status: 0,
          frames: [place("apps/sessions/lib/sessions/tariffs.ex", "Req.get!", "Sessions.Tariffs.current/1")],
        },
      },
      {
        at: `${frames}|insert`,
        where: { zone: "zone-2" },
        share: 0.85,
        slow: 1500,
        fail: {
          type: "clickhouse::error::Error",
          message: "network error: dns error: failed to lookup address information: Try again",
        },
      },
      {
        at: "forecast|GET /forecasts/{zone}|load",
        where: { zone: "zone-2" },
        share: 0.85,
        slow: 1500,
        fail: { type: "socket.gaierror", message: "[Errno -3] Temporary failure in name resolution" },
      },
    ],
    minutes: 8,
    needs: ["revision", "exceptions"],
  },
  // Decidable by: the usage page fails where the answer of tariffs, another repository's service, is read; tariffs' own
  // version changes at that time (service.version on its spans) and only its new instances lead to it; the reading line is old.
  {
    id: "meters-tariff-shape",
    group: "other repository",
    kind: "neighbour changed its answer",
    world,
    service: "tariffs",
    symptom: "errors",
    alertOn: usage,
    foreign: { service: "tariffs", at: -30, version: ["2.14.1", "2.15.0"], announced: true },
    changes: [
      ...of("meters-tariff-shape"),
      ...pool(of, { "pool-decimals": -600, "pool-crc": -35, "pool-doc": -15 }),
    ],
    effects: [
      {
        at: usage,
        gate: "foreign",
        fail: {
          type: "Elixir.FunctionClauseError",
          message: "no function clause matching in Decimal.new/1. Attempted with: nil",
          frames: [
            place(
              "apps/sessions/lib/sessions_web/usage_controller.ex",
              "Decimal.mult(Decimal.new(usage.wh)",
              "SessionsWeb.UsageController.cost/2",
            ),
            place(
              "apps/sessions/lib/sessions_web/usage_controller.ex",
              "json(conn, %{wh: usage.wh",
              "SessionsWeb.UsageController.show/2",
            ),
          ],
        },
      },
    ],
    needs: ["exceptions", "events", "revision"],
  },
  // Not decidable: two commits of one release each put work of the same kind into the handler, and only the outermost
  // spans are recorded.
  {
    id: "meters-two-sums",
    group: "undecidable",
    kind: "two commits, one release",
    world,
    service: "ingest",
    symptom: "latency",
    alertOn: frames,
    thin: true,
    oneRelease: true,
    changes: [...of("meters-two-sums"), ...pool(of, { "pool-weekend": -400, "pool-respond": -900 })],
    effects: [{ at: frames, slow: 900 }],
  },
];
