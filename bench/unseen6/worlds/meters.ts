import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

/** Smart meters: ingest in Rust, live sessions in Elixir, forecasts in Python, billing in Go; ClickHouse, PostgreSQL, Kafka. */
export const meters: World = {
  id: "meters",
  repository: "kilowise/grid",
  files: sources(new URL("./meters.txt", import.meta.url)),
  services: [
    {
      name: "ingest",
      language: "rust",
      paths: ["crates/ingest/"],
      replicas: 3,
      ops: [
        {
          name: "POST /v2/frames",
          ms: 9,
          log: "accepted frames of {concentrator}",
          steps: [
            step.db(
              "insert",
              "clickhouse",
              "readings",
              "INSERT INTO readings (meter, at, wh) FORMAT RowBinary",
              16,
              {
                src: place("crates/ingest/src/sink.rs", "insert.end().await?", "ingest::sink::Sink::insert"),
              },
            ),
            step.send("announce", "kafka", "frames.accepted", "sessions", "process frames.accepted", {
              src: place("crates/ingest/src/routes.rs", "state.bus.announce", "ingest::routes::frames_in"),
            }),
          ],
        },
      ],
    },
    {
      name: "sessions",
      language: "elixir",
      paths: ["apps/sessions/"],
      replicas: 3,
      ops: [
        {
          name: "process frames.accepted",
          ms: 3,
          steps: [
            step.db(
              "subscribers",
              "postgresql",
              "subscribers",
              "SELECT s0.id, s0.meter FROM subscribers AS s0 WHERE s0.concentrator = $1",
              4,
              {
                src: place(
                  "apps/sessions/lib/sessions/fanout.ex",
                  "Repo.all(from s in Subscriber",
                  "Sessions.Fanout.subscribers/1",
                ),
              },
            ),
            step.db(
              "each",
              "postgresql",
              "subscribers",
              "SELECT s0.id, s0.meter FROM subscribers AS s0 WHERE s0.id = $1",
              2,
              {
                times: 4,
                src: place(
                  "apps/sessions/lib/sessions/fanout.ex",
                  "Repo.get!(Subscriber",
                  "Sessions.Fanout.push/2",
                ),
              },
            ),
          ],
        },
        {
          name: "GET /usage/:meter",
          ms: 3,
          log: "usage in {zone}",
          steps: [
            step.db(
              "today",
              "postgresql",
              "usage_hours",
              "SELECT sum(u0.wh) FROM usage_hours AS u0 WHERE u0.meter = $1 AND u0.day = $2",
              5,
            ),
            step.call("tariff", "tariffs", "GET /zones/{zone}", {
              timeout: 2000,
              src: place("apps/sessions/lib/sessions/tariffs.ex", "Req.get!", "Sessions.Tariffs.current/1"),
            }),
          ],
        },
      ],
    },
    {
      name: "tariffs",
      language: "java",
      paths: [],
      replicas: 2,
      ops: [
        {
          name: "GET /zones/{zone}",
          ms: 4,
          steps: [step.cache("zone", "GET zone:{zone}")],
        },
      ],
    },
    {
      name: "forecast",
      language: "python",
      paths: ["forecast/"],
      replicas: 2,
      ops: [
        {
          name: "GET /forecasts/{zone}",
          ms: 12,
          log: "forecast {zone} {profile}",
          steps: [
            step.db(
              "load",
              "clickhouse",
              "readings",
              "SELECT toStartOfHour(at) AS hour, sum(wh) FROM readings WHERE zone = {zone:String} AND at > now() - INTERVAL {days:UInt16} DAY GROUP BY hour",
              45,
              {
                src: place("forecast/forecast/series.py", "client.query(LOAD", "load"),
              },
            ),
          ],
        },
      ],
    },
    {
      name: "billing",
      language: "go",
      paths: ["billing/"],
      replicas: 2,
      ops: [
        {
          name: "GET /invoices/{meter}/preview",
          ms: 4,
          log: "preview",
          steps: [
            step.db(
              "lines",
              "postgresql",
              "daily_usage",
              "SELECT day, wh FROM daily_usage WHERE meter = $1 AND day >= $2 FOR SHARE",
              7,
              {
                src: place("billing/http/invoices.go", "s.lines(r.Context(), tx", "http.(*Server).Preview"),
              },
            ),
          ],
        },
      ],
    },
  ],
  entries: {
    "ingest|POST /v2/frames": 5,
    "sessions|GET /usage/:meter": 5,
    "forecast|GET /forecasts/{zone}": 3,
    "billing|GET /invoices/{meter}/preview": 3,
  },
  attributes: {
    zone: ["north", "harbour", "mill", "south"],
    concentrator: ["kc-104", "kc-220", "kx-900", "kc-087", "kx-901"],
    profile: ["H0-A-1", "G25-B-10", "L0-A-2"],
  },
  noise: [
    {
      at: "ingest|POST /v2/frames",
      share: 0.01,
      fail: { type: "JsonDataError", message: "missing field `crc` at line 1 column 311", status: 422 },
    },
    {
      at: "forecast|GET /forecasts/{zone}",
      share: 0.012,
      fail: { type: "ValueError", message: "unknown profile 'X'", status: 400 },
    },
  ],
  extras: changes(new URL("../scenarios/meters.txt", import.meta.url))("extras"),
  rename: {
    kilowise: ["voltara", "ampereon"],
    concentrator: ["collector"],
    harbour: ["lagoon"],
  },
};
