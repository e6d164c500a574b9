import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** A fleet of thermostats: readings come in, commands go out, schedules, advice by the weather, an archive. */
export const thermo: World = {
  id: "thermo",
  repository: "warmhome/thermo",
  files: sources(new URL("thermo.txt", import.meta.url)),
  services: [
    {
      name: "hub",
      language: "rust",
      paths: ["hub/"],
      replicas: 4,
      ops: [
        {
          name: "POST /readings",
          ms: 2,
          steps: [
            {
              id: "send",
              do: "send",
              system: "kafka",
              topic: "readings",
              to: "archive",
              op: "process readings",
              ms: 2,
              src: {
                file: "hub/src/readings.rs",
                text: '.send("readings", &reading)',
                fn: "hub::readings::accept",
              },
            },
          ],
        },
        {
          name: "GET /commands/{device}",
          ms: 2,
          steps: [
            {
              id: "schedule",
              do: "call",
              to: "schedules",
              op: "GET /schedules/{home}",
              chance: 0.22,
              timeout: 2000,
              onFail: {
                type: "hub::schedules::ScheduleError",
                message: "schedules did not answer",
                status: 502,
              },
              src: {
                file: "hub/src/schedules.rs",
                text: "tokio::time::timeout(self.timeout, asked)",
                fn: "hub::schedules::SchedulesClient::of_home",
              },
            },
          ],
        },
      ],
    },
    {
      name: "schedules",
      language: "go",
      paths: ["schedules/"],
      replicas: 3,
      ops: [
        {
          name: "GET /schedules/{home}",
          ms: 2,
          steps: [
            {
              id: "slots",
              do: "db",
              system: "postgresql",
              query: "SELECT from_minute, celsius FROM slots WHERE home = $1 ORDER BY from_minute",
              table: "slots",
              ms: 6,
              src: {
                file: "schedules/internal/plan/rows.go",
                text: "b.db.QueryContext(r.Context(), selectSlots, home)",
                fn: "example.org/thermo/schedules/internal/plan.(*Book).load",
              },
            },
          ],
        },
        {
          name: "PUT /schedules/{home}",
          ms: 3,
          steps: [
            {
              id: "replace",
              do: "db",
              system: "postgresql",
              query: "INSERT INTO slots (home, from_minute, celsius) VALUES ($1, $2, $3)",
              table: "slots",
              ms: 9,
            },
          ],
        },
      ],
    },
    {
      name: "advisor",
      language: "python",
      paths: ["advisor/"],
      replicas: 2,
      ops: [
        {
          name: "POST /advice",
          ms: 4,
          steps: [
            {
              id: "forecast",
              do: "ext",
              host: "api.skybureau.example",
              method: "GET",
              path: "/v1/now",
              ms: 70,
              timeout: 3000,
              onFail: { type: "HTTPException", message: "no forecast", status: 502 },
            },
          ],
        },
      ],
    },
    {
      name: "archive",
      language: "rust",
      paths: ["archive/"],
      replicas: 3,
      ops: [
        {
          name: "process readings",
          ms: 3,
          steps: [
            {
              id: "insert",
              do: "db",
              system: "postgresql",
              query: "INSERT INTO readings (device, at, celsius) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
              table: "readings",
              ms: 7,
            },
          ],
        },
      ],
    },
  ],
  entries: {
    "hub|POST /readings": 8,
    "hub|GET /commands/{device}": 10,
    "schedules|PUT /schedules/{home}": 1,
    "advisor|POST /advice": 3,
  },
  attributes: {
    firmware: ["4.1.7", "4.2.0", "3.9.12"],
    unit: ["C", "F"],
    utility: ["nordvarme", "sunvalley-power", "citygas"],
  },
  noise: [
    {
      at: "hub|GET /commands/{device}",
      share: 0.006,
      fail: { type: "NotFound", message: "no such device", status: 404, quiet: true },
    },
    {
      at: "advisor|POST /advice",
      share: 0.01,
      fail: { type: "HTTPException", message: "31.0 is no temperature to live in", status: 422 },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "hub: banner with the region",
      edits: [
        {
          file: "hub/config/production.toml",
          from: 'banner = "thermo hub"',
          to: 'banner = "thermo hub (eu)"',
        },
      ],
    },
    {
      role: "innocent",
      message: "advisor: kelvin explained; no change of time-outs",
      edits: [
        {
          file: "advisor/advisor/units.py",
          from: '"""Units that people use for temperatures."""',
          to: '"""Units that people use for temperatures; kelvin is for the two utilities that send it."""',
        },
      ],
    },
    {
      role: "innocent",
      message: "archive: version 1.14.1",
      edits: [{ file: "archive/Cargo.toml", from: 'version = "1.14.0"', to: 'version = "1.14.1"' }],
    },
    {
      role: "innocent",
      message: "schedules: comment for the counter of edits",
      edits: [
        {
          file: "schedules/internal/plan/book.go",
          from: "// NewBook makes a book over a database.\n",
          to: "// NewBook makes a book over a database. Edits are counted for the metrics page alone.\n",
        },
      ],
    },
  ],
  rename: {
    advisor: ["planner", "mentor"],
    skybureau: ["metoffer", "cloudcast"],
    nordvarme: ["fjordheat"],
  },
};
