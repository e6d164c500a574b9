import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { quietly } from "../quietly.ts";
import { solar as world } from "../worlds/solar.ts";

const of = changes(new URL("./solar.txt", import.meta.url));
const readings = "collector/src/readings.rs";

export const solarScenarios: Scenario[] = [
  // Decidable by: readings of the one big inverter do not fit into a number, on the line that the commit wrote.
  // After https://engineering.strava.com/the-upload-outage-of-july-29-2014/
  {
    id: "so-width",
    group: "logic",
    kind: "number too narrow",
    world,
    service: "collector",
    symptom: "errors",
    alertOn: "collector|POST /readings",
    needs: ["exceptions"],
    rps: [3, 8],
    changes: quietly([...of("so-width"), ...pool(of, { "pool-linger": -75, "pool-graph": null })]),
    effects: [
      {
        at: "collector|POST /readings",
        where: { inverter: "sx9" },
        share: 0.85,
        early: true,
        fail: {
          type: "core::num::TryFromIntError",
          message: "out of range integral type conversion attempted",
          frames: [
            place(readings, "u16::try_from(", "collector::readings::encode"),
            place(readings, "encode(chunk)?", "collector::readings::accept"),
          ],
        },
      },
    ],
  },
  // Decidable by: the one query whose text the commit changed reads the whole table, while its neighbour is as fast as before.
  {
    id: "so-night",
    group: "query or index",
    kind: "partition not used",
    world,
    service: "app",
    symptom: "latency",
    alertOn: "app|GET /sites/{id}/today",
    changes: [...of("so-night"), ...pool(of, { "pool-clients": -240, "pool-cloud": null })],
    effects: [
      {
        at: "app|GET /sites/{id}/today|hours",
        set: {
          query:
            "SELECT hour, sum(wh) FROM readings WHERE site = ? AND toDate(at, zone) = toDate(now(), zone) GROUP BY hour",
          ms: 3300,
        },
      },
    ],
  },
  // Decidable by: half an hour after the deployment, as long as a token lives, prices are refused; the commit keeps tokens for ever.
  {
    id: "so-token",
    group: "authentication",
    kind: "token kept too long",
    world,
    service: "tariffs",
    symptom: "errors",
    alertOn: "app|GET /sites/{id}/today",
    lag: 1800,
    needs: ["exceptions", "deployments"],
    changes: [...of("so-token"), ...pool(of, { "pool-clients": -60, "pool-cloud": -200 })],
    effects: [
      { at: "tariffs|GET /tariffs/{site}|token", delay: -1700, set: { chance: 0 } },
      {
        at: "tariffs|GET /tariffs/{site}|price",
        fail: {
          type: "Elixir.Tariffs.GridError",
          message: "operator answered 401",
          status: 401,
          frames: [place("tariffs/lib/tariffs/grid.ex", "raise Tariffs.GridError", "Tariffs.Grid.price/1")],
        },
      },
    ],
  },
  // Decidable by: the broker refuses messages above its limit, from instances that have the larger batch alone.
  {
    id: "so-batch",
    group: "limit or configuration",
    kind: "batch above the broker's limit",
    world,
    service: "collector",
    symptom: "errors",
    alertOn: "collector|POST /readings",
    needs: ["exceptions"],
    changes: [...of("so-batch"), ...pool(of, { "pool-graph": -25, "pool-cloud": null })],
    effects: [
      {
        at: "collector|POST /readings|publish",
        share: 0.6,
        fail: {
          type: "rdkafka::error::KafkaError",
          message: "Message production error: MessageSizeTooLarge (Broker: Message size too large)",
          frames: [place(readings, 'bus.publish("readings"', "collector::readings::accept")],
        },
      },
    ],
  },
  // Decidable by: the weather provider counts requests of a month and refuses all further ones; it says so.
  {
    id: "so-quota",
    group: "provider",
    kind: "quota used up",
    world,
    service: "predict",
    symptom: "errors",
    alertOn: "app|GET /sites/{id}/today",
    needs: ["exceptions", "events"],
    changes: [...of("so-quota"), ...pool(of, { "pool-cloud": -70, "pool-clients": null })],
    events: [
      {
        at: 30,
        kind: "status",
        text: "meteoport account: monthly plan of 5,000,000 calls reached by sum of all teams; billing owner informed",
      },
    ],
    effects: [
      {
        at: "predict|GET /forecast/{site}|sky",
        fail: {
          type: "httpx.HTTPStatusError",
          status: 429,
          message:
            "Client error '429 Too Many Requests' for url 'https://api.meteoport.example/v3/hourly' (plan limit of the month reached, resets on the 1st)",
          frames: [
            place("predict/app/meteo.py", "reply.raise_for_status()", "hourly"),
            place("predict/app/forecast.py", "sky = meteo.hourly(", "forecast"),
          ],
        },
      },
    ],
  },
  // Decidable by: one model of inverters sends four times the readings since its maker's update, and the warehouse falls behind.
  {
    id: "so-firmware",
    group: "traffic",
    kind: "clients send more",
    world,
    service: "collector",
    symptom: "traffic",
    alertOn: "collector|POST /readings",
    needs: ["metrics"],
    changes: [...of("so-firmware"), ...pool(of, { "pool-linger": -320, "pool-clients": -30 })],
    surge: { factor: 3.1, entry: "collector|POST /readings", attribute: ["inverter", "fronta"] },
    effects: [{ at: "collector|process readings|insert", slow: 240, ramp: 120 }],
    gauges: [
      {
        service: "collector",
        name: "messaging.consumer.lag",
        unit: "{message}",
        base: 40,
        noise: 8,
        to: 21000,
        ramp: 240,
      },
    ],
  },
  // Decidable by: every statement to the warehouse is slow, of a service that did not change too, and the replica says why.
  {
    id: "so-shard",
    group: "node or platform",
    kind: "disk of a database node",
    world,
    service: "app",
    symptom: "latency",
    alertOn: "app|GET /sites/{id}/history",
    needs: ["logs"],
    changes: quietly([...of("so-shard"), ...pool(of, { "pool-graph": -60, "pool-linger": null })]),
    effects: [
      { at: "app|GET /sites/{id}/today|hours", share: 0.55, slow: 2400 },
      { at: "app|GET /sites/{id}/history|months", share: 0.55, slow: 2300 },
      { at: "collector|process readings|insert", share: 0.5, slow: 2100 },
    ],
    logs: [
      {
        service: "app",
        severity: "WARN",
        body: "warehouse: replica ch-2-1 answered after 2.4s, read bytes from disk /dev/nvme1n1 at 3 MB/s (ReadBufferFromFile)",
        every: 30,
      },
      {
        service: "collector",
        severity: "WARN",
        body: "clickhouse insert delayed by ch-2-1: Too many parts (312), merges are processing slower than inserts",
        every: 40,
      },
    ],
  },
  // Not decidable: two commits of one release ask the database in a loop within the same function, and only entries are traced.
  {
    id: "so-either",
    group: "undecidable",
    kind: "one of two loops",
    world,
    service: "predict",
    symptom: "latency",
    alertOn: "app|GET /sites/{id}/today",
    thin: true,
    oneRelease: true,
    changes: [...of("so-either"), ...pool(of, { "pool-clients": -500 })],
    effects: [{ at: "predict|GET /forecast/{site}", slow: 2100 }],
  },
];
