import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** Charging stations for cars: Rust speaks with the chargers, Go knows the sessions, Python the prices. */
export const charging: World = {
  id: "charging",
  repository: "voltgrid/backend",
  files: sources(new URL("charging.txt", import.meta.url)),
  services: [
    {
      name: "ocpp",
      language: "rust",
      paths: ["ocpp/", "deploy/ocpp/"],
      replicas: 3,
      ops: [
        {
          name: "rpc MeterValues",
          ms: 1,
          steps: [
            {
              id: "publish",
              do: "send",
              system: "nats",
              topic: "meter.values",
              to: "sessions",
              op: "process meter.values",
              ms: 0.8,
            },
          ],
        },
        { name: "rpc Heartbeat", ms: 0.4, steps: [] },
        { name: "rpc BootNotification", ms: 3, log: "charger of {maker} booted", steps: [] },
      ],
    },
    {
      name: "sessions",
      language: "go",
      paths: ["sessions/"],
      replicas: 3,
      ops: [
        {
          name: "process meter.values",
          ms: 1,
          steps: [
            {
              id: "get",
              do: "cache",
              command: "GET session:?",
              ms: 0.6,
              src: {
                file: "sessions/internal/live/store.go",
                text: 's.db.Get(ctx, "session:"+id).Bytes()',
                fn: "voltgrid.example/sessions/internal/live.(*Store).Find",
              },
            },
            { id: "set", do: "cache", command: "SET session:? ? KEEPTTL", ms: 0.6 },
          ],
        },
        {
          name: "GET /sessions/{id}",
          ms: 1.2,
          steps: [
            {
              id: "get",
              do: "cache",
              command: "GET session:?",
              ms: 0.6,
              src: {
                file: "sessions/internal/live/store.go",
                text: 's.db.Get(ctx, "session:"+id).Bytes()',
                fn: "voltgrid.example/sessions/internal/live.(*Store).Find",
              },
            },
          ],
        },
      ],
    },
    {
      name: "pricing",
      language: "python",
      paths: ["pricing/"],
      replicas: 2,
      ops: [
        {
          name: "GET /quotes/<session_id>",
          ms: 4,
          log: "quote for a session in {country}",
          steps: [
            {
              id: "session",
              do: "call",
              to: "sessions",
              op: "GET /sessions/{id}",
              timeout: 2000,
              src: { file: "pricing/pricing/sessions.py", text: "reply = _http.get(", fn: "fetch_session" },
              onFail: {
                type: "requests.exceptions.HTTPError",
                message: "500 Server Error: Internal Server Error for url: http://sessions:8080/sessions/{n}",
                status: 500,
              },
            },
            {
              id: "tariff",
              do: "db",
              system: "postgresql",
              query: "SELECT name, start, per_kwh FROM tariffs WHERE name = %(name)s",
              table: "tariffs",
              ms: 2,
              chance: 0.06,
              src: { file: "pricing/pricing/tariffs.py", text: "row = db.execute(", fn: "tariff_of" },
            },
          ],
        },
      ],
    },
  ],
  entries: {
    "ocpp|rpc MeterValues": 9,
    "ocpp|rpc Heartbeat": 2,
    "ocpp|rpc BootNotification": 0.3,
    "pricing|GET /quotes/<session_id>": 5,
  },
  attributes: {
    maker: ["alfatec", "kempow", "wallbase", "zapster"],
    country: ["at", "be", "de", "nl"],
    firmware: ["1.9.4", "1.9.5", "2.0.0", "2.0.1"],
  },
  noise: [
    {
      at: "sessions|GET /sessions/{id}",
      share: 0.006,
      fail: { type: "*fmt.wrapError", message: "no such session: {n}", status: 404, quiet: true },
    },
    {
      at: "ocpp|rpc MeterValues",
      share: 0.004,
      fail: { type: "anyhow::Error", message: "meter value is no number" },
    },
  ],
  extras: changes(new URL("../scenarios/charging.txt", import.meta.url))("extras"),
  rename: {
    wallbase: ["boxwell", "stromer"],
    alfatec: ["betatron", "deltec"],
    pricing: ["quoting", "rates"],
  },
};
