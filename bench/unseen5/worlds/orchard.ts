import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

/** Sensors in orchards: intake in Rust, agronomy in Python behind Kafka, valves in Go, a console in Node, one time-series table. */
export const orchard: World = {
  id: "orchard",
  repository: "rootzone/orchard",
  files: sources(new URL("orchard.txt", import.meta.url)),
  services: [
    {
      name: "intake",
      language: "rust",
      paths: ["intake/"],
      replicas: 3,
      ops: [
        {
          name: "POST /uplinks",
          ms: 2,
          steps: [
            step.send("send", "kafka", "measures", "agronomy", "process measures", {
              src: place("intake/src/uplink.rs", '.send("measures"', "intake::uplink::accept"),
            }),
          ],
        },
      ],
    },
    {
      name: "agronomy",
      language: "python",
      paths: ["agronomy/"],
      replicas: 3,
      ops: [
        {
          name: "process measures",
          ms: 3,
          steps: [
            step.db(
              "insert",
              "postgresql",
              "measures",
              "INSERT INTO measures (device, farm, at, moisture, celsius) VALUES ($1, $2, now(), $3, $4)",
              4,
              {
                src: place("agronomy/agronomy/store.py", "await self.pool.execute(", "insert"),
              },
            ),
            step.call("valve", "valves", "POST /farms/{farm}/runs", {
              chance: 0.5,
              timeout: 4000,
              onFail: {
                type: "httpx.HTTPStatusError",
                message:
                  "Client error '422 Unprocessable Entity' for url 'http://valves:8080/farms/{farm}/runs'",
                frames: [
                  place("agronomy/agronomy/valves.py", "reply.raise_for_status()", "open"),
                  place("agronomy/agronomy/consume.py", "await self.valves.open", "handle"),
                ],
              },
            }),
          ],
        },
      ],
    },
    {
      name: "valves",
      language: "go",
      paths: ["valves/"],
      replicas: 2,
      ops: [
        {
          name: "POST /farms/{farm}/runs",
          ms: 2,
          steps: [
            step.db(
              "farm",
              "postgresql",
              "farms",
              "SELECT zone, hours_from, hours_until FROM farms WHERE id = $1",
              2,
              {
                src: place(
                  "valves/internal/run/farms.go",
                  "f.DB.QueryRowContext",
                  "rootzone/valves/internal/run.Farms.Get",
                ),
              },
            ),
          ],
        },
      ],
    },
    {
      name: "console",
      language: "typescript",
      paths: ["console/"],
      replicas: 2,
      ops: [
        {
          name: "GET /devices/:device/history",
          ms: 4,
          steps: [
            step.db(
              "week",
              "postgresql",
              "measures",
              "SELECT at, moisture, celsius FROM measures WHERE device = $1 AND at > now() - interval '7 days' ORDER BY at",
              14,
              {
                src: place("console/src/history.ts", "db.query(perDevice", "Object.<anonymous>"),
              },
            ),
          ],
        },
        {
          name: "GET /farms/:farm/forecast",
          ms: 2,
          steps: [
            step.ext("rain", "api.rainscope.example", "GET", "/v2/daily", 110, {
              timeout: 3000,
              src: place("console/src/forecast.ts", "await request(", "Object.<anonymous>"),
            }),
          ],
        },
      ],
    },
  ],
  entries: {
    "intake|POST /uplinks": 12,
    "console|GET /devices/:device/history": 4,
    "console|GET /farms/:farm/forecast": 3,
  },
  attributes: {
    farm: ["alder-hill", "quinta-verde", "nashi-creek", "lommel"],
    "farm.zone": ["Europe/Lisbon", "America/Los_Angeles", "Australia/Hobart"],
    firmware: ["2.8.1", "2.9.0", "1.17.4"],
  },
  noise: [
    {
      at: "intake|POST /uplinks",
      share: 0.008,
      fail: { type: "intake::decode::DecodeError", message: "payload of 3 bytes, 5 are needed", status: 400 },
    },
    {
      at: "console|GET /farms/:farm/forecast",
      share: 0.006,
      fail: { type: "BadGatewayError", message: "forecast: 404 no such place", status: 502 },
    },
  ],
  extras: changes(new URL("../scenarios/orchard.txt", import.meta.url))("extras"),
  rename: {
    rainscope: ["drizzlecast", "pluvio"],
    "nashi-creek": ["pear-bend"],
    "quinta-verde": ["casal-novo"],
    rootzone: ["dripline"],
  },
};
