import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, db, ext, send } = step;

/** Panels on roofs: their readings, what the sun will bring, and what a kilowatt hour costs. */
export const solar: World = {
  id: "solar",
  repository: "rooftop/helios",
  files: sources(new URL("./solar.txt", import.meta.url)),
  services: [
    {
      name: "collector",
      language: "rust",
      paths: ["collector/"],
      replicas: 3,
      ops: [
        {
          name: "POST /readings",
          ms: 1,
          steps: [
            send("publish", "kafka", "readings", "collector", "process readings", {
              times: 2,
              src: place(
                "collector/src/readings.rs",
                'bus.publish("readings"',
                "collector::readings::accept",
              ),
            }),
          ],
        },
        {
          name: "process readings",
          ms: 1,
          steps: [
            db("insert", "clickhouse", "readings", "INSERT INTO readings (site, inverter, wh, at) VALUES", 9),
          ],
        },
      ],
    },
    {
      name: "app",
      language: "typescript",
      paths: ["app/"],
      replicas: 3,
      ops: [
        {
          name: "GET /sites/{id}/today",
          ms: 5,
          steps: [
            db(
              "hours",
              "clickhouse",
              "readings",
              "SELECT hour, sum(wh) FROM readings WHERE site = ? AND day = today() GROUP BY hour",
              14,
              {
                src: place("app/src/today.ts", "warehouse.query(daily", "today"),
              },
            ),
            call("expected", "predict", "GET /forecast/{site}", {
              timeout: 5000,
              src: place("app/src/today.ts", "predict.get(", "today"),
            }),
            call("tariff", "tariffs", "GET /tariffs/{site}", {
              timeout: 3000,
              src: place("app/src/today.ts", "tariffs.get(", "today"),
            }),
          ],
        },
        {
          name: "GET /sites/{id}/history",
          ms: 4,
          steps: [
            db(
              "months",
              "clickhouse",
              "readings_monthly",
              "SELECT month, wh FROM readings_monthly WHERE site = ? ORDER BY month DESC LIMIT 24",
              10,
            ),
          ],
        },
      ],
    },
    {
      name: "predict",
      language: "python",
      paths: ["predict/"],
      replicas: 2,
      ops: [
        {
          name: "GET /forecast/{site}",
          ms: 5,
          steps: [
            db("place", "postgresql", "places", "SELECT lat, lon, peak_watts FROM places WHERE site = %s", 2),
            ext("sky", "api.meteoport.example", "GET", "/v3/hourly", 60, {
              src: place("predict/app/forecast.py", "meteo.hourly(", "forecast"),
            }),
          ],
        },
      ],
    },
    {
      name: "tariffs",
      language: "elixir",
      paths: ["tariffs/"],
      replicas: 2,
      ops: [
        {
          name: "GET /tariffs/{site}",
          ms: 2,
          steps: [
            ext("token", "login.gridco.example", "POST", "/oauth/token", 30, {
              chance: 0.9,
              src: place("tariffs/lib/tariffs/grid.ex", "Tariffs.Token.get()", "Tariffs.Grid.price/1"),
            }),
            ext("price", "prices.gridco.example", "GET", "/prices/op", 35, {
              src: place("tariffs/lib/tariffs/grid.ex", "Tesla.get(", "Tariffs.Grid.price/1"),
            }),
          ],
        },
      ],
    },
  ],
  entries: {
    "collector|POST /readings": 5,
    "app|GET /sites/{id}/today": 4,
    "app|GET /sites/{id}/history": 3,
  },
  attributes: {
    inverter: ["sx5", "fronta", "sx9"],
    region: ["south", "coast", "alps"],
  },
  noise: [
    {
      at: "collector|POST /readings",
      share: 0.01,
      fail: { type: "collector::Error", message: "unknown site", status: 404, quiet: true },
    },
    {
      at: "app|GET /sites/{id}/history",
      share: 0.005,
      fail: { type: "AbortError", message: "client closed the connection", status: 499 },
    },
  ],
  extras: changes(new URL("../scenarios/solar.txt", import.meta.url))("extras"),
  rename: { predict: ["outlook"], collector: ["intake"], meteoport: ["skydata"] },
};
