import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { furrow as world } from "../worlds/furrow.ts";

const of = changes(new URL("./furrow.txt", import.meta.url));

export const furrowScenarios: Scenario[] = [
  // Decidable by: readings whose counter is above two thousand million are refused on ingest's new instances, those of the
  // gateways that have run the longest, and no others; the commit parses the counter with 32 bits.
  {
    id: "fw-counter",
    group: "data type",
    kind: "counter larger than its type",
    world,
    service: "ingest",
    symptom: "errors",
    alertOn: "ingest|POST /readings",
    changes: [...of("counter"), ...pool(of, { "pool-clay": -30, "pool-origin": -240, "pool-gust": 20 })],
    effects: [
      {
        at: "ingest|POST /readings",
        where: { gateway: "gw-mk1" },
        early: true,
        share: 0.88,
        fail: {
          type: "*fmt.wrapError",
          message: 'reading of P-{n}: strconv.ParseInt: parsing "304180{n}": value out of range',
          status: 400,
          frames: [place("ingest/readings.go", "parse(parts)", "ingest.(*Service).Take")],
        },
      },
    ],
    needs: ["exceptions", "logs"],
    rps: [3, 8],
  },
  // Decidable by: lines of DEBUG, several a second, come from skycast's new instances and from no others, and everything these
  // do takes longer, the parts without network too; the commit lowers the level and writes each line at once.
  {
    id: "fw-wire-log",
    group: "log level",
    kind: "bodies of all requests written to the log",
    world,
    service: "skycast",
    symptom: "latency",
    alertOn: "console|POST /plans",
    changes: [...of("wire-log"), ...pool(of, { "pool-clay": -75, "pool-origin": 25, "pool-batch": -900 })],
    effects: [{ at: "skycast|*", slow: 1250, ramp: 20 }],
    logs: [
      {
        service: "skycast",
        severity: "INFO",
        body: 'level=DEBUG logger=i.k.c.plugins.Logging RESPONSE 200 BODY {"cell":"{n}","hours":[{"precipitation":0.0,"gust":4.1},{"precip…',
        every: 1.6,
      },
      {
        service: "skycast",
        severity: "INFO",
        body: "level=DEBUG logger=i.k.c.plugins.Logging REQUEST: https://api.meteora.example/v1/point?cell={n} METHOD: GET",
        every: 2.4,
      },
    ],
    needs: ["logs"],
  },
  // Decidable by: planner gives up on forecasts after three hundred milliseconds, from its new instances on, while skycast answers
  // as fast as it ever did; the commit names that number.
  {
    id: "fw-hasty",
    group: "timeout",
    kind: "timeout shorter than what is waited for",
    world,
    service: "planner",
    symptom: "errors",
    alertOn: "console|POST /plans",
    changes: [...of("hasty"), ...pool(of, { "pool-gust": -50, "pool-clay": -400, "pool-origin": 30 })],
    effects: [
      {
        at: "planner|POST /plans|forecast",
        set: {
          timeout: 300,
          onFail: {
            type: "httpx.ReadTimeout",
            message: "timed out",
            frames: [place("planner/forecasts.py", "await client.get(", "rain")],
          },
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: at the full hour, the first since the release, planner says that it refreshes all eighteen thousand fields, on
  // each of its instances; its own queries and skycast slow down under that, and the commit takes the limit out of the job.
  {
    id: "fw-all-fields",
    group: "scheduled job",
    kind: "hourly job without a limit",
    world,
    service: "planner",
    symptom: "latency",
    alertOn: "console|POST /plans",
    lag: 1500,
    atFullHour: true,
    changes: [...of("all-fields"), ...pool(of, { "pool-gust": -180, "pool-origin": -40 })],
    effects: [
      { at: "planner|*", slow: 520, ramp: 40 },
      { at: "planner|POST /plans|field", slow: 240, ramp: 40 },
      { at: "skycast|GET /forecasts/{cell}", gate: "time", slow: 760, ramp: 60 },
    ],
    logs: [
      {
        service: "planner",
        severity: "INFO",
        body: "refresh: 18204 fields planned more than 24 h ago",
        every: 900,
      },
      { service: "planner", severity: "INFO", body: "refresh: field {n} planned", every: 3 },
    ],
    gauges: [
      {
        service: "planner",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.2,
        noise: 0.03,
        to: 0.95,
        ramp: 30,
      },
    ],
    needs: ["logs", "metrics"],
  },
  // Decidable by: names are not found by two services for two hosts at the same time, now and then, whichever revision asks; no
  // commit changed a host, and the cluster's event says that its resolvers were moved.
  {
    id: "fw-resolver",
    group: "name resolution",
    kind: "resolver of the cluster overloaded",
    world,
    service: "skycast",
    symptom: "errors",
    alertOn: "console|POST /plans",
    changes: [...of("resolver"), ...pool(of, { "pool-clay": -25, "pool-batch": 20 })],
    events: [{ at: -24, kind: "operation", text: "cluster add-on coredns updated, replicas 4 -> 2" }],
    effects: [
      {
        at: "skycast|GET /forecasts/{cell}|point",
        gate: "time",
        share: 0.55,
        slow: 900,
        fail: {
          type: "java.net.UnknownHostException",
          message: "api.meteora.example: Temporary failure in name resolution",
        },
      },
      {
        at: "ingest|POST /readings|insert",
        gate: "time",
        share: 0.3,
        slow: 900,
        fail: {
          type: "topology.ServerSelectionError",
          message: "lookup mongo-0.mongo.farm.svc.cluster.local on 10.96.0.10:53: read udp: i/o timeout",
        },
      },
    ],
    needs: ["exceptions", "events"],
  },
  // Decidable by: on one host everything is slow, three services with three histories, and beside it their instances of the
  // same revisions are not; the kernel there says that it throttles.
  {
    id: "fw-hot-node",
    group: "node",
    kind: "processor of a node throttled",
    world,
    service: "planner",
    symptom: "latency",
    alertOn: "console|POST /plans",
    changes: [...of("hot-node"), ...pool(of, { "pool-origin": -60, "pool-gust": 15 })],
    effects: [
      { at: "planner|*", gate: "time", where: { host: "node-2" }, slow: 1300 },
      { at: "planner|POST /plans|need", gate: "time", where: { host: "node-2" }, slow: 700 },
      { at: "ingest|*", gate: "time", where: { host: "node-2" }, slow: 620 },
      { at: "skycast|*", gate: "time", where: { host: "node-2" }, slow: 900 },
      { at: "console|*", gate: "time", where: { host: "node-2" }, slow: 500 },
    ],
    logs: [
      {
        service: "ingest",
        severity: "WARN",
        body: "node-problem-detector: kernel: CPU12: Package temperature above threshold, cpu clock throttled",
        every: 45,
        gate: "time",
        where: { host: "node-2" },
      },
    ],
    needs: ["logs", "revision"],
  },
  // Decidable by: the provider of pictures answers 429 and says that the month's scenes are used up; fields are looked at as often
  // as ever, one picture for each, and the commit changed which of the answers is taken.
  {
    id: "fw-scenes",
    group: "quota of a provider",
    kind: "scenes of the month used up",
    world,
    service: "skycast",
    symptom: "errors",
    alertOn: "skycast|GET /pictures/{field}",
    changes: [...of("scenes"), ...pool(of, { "pool-batch": -70, "pool-clay": 30 })],
    effects: [
      {
        at: "skycast|GET /pictures/{field}|scenes",
        gate: "time",
        share: 1,
        fail: {
          type: "io.ktor.client.plugins.ClientRequestException",
          message:
            "GET https://api.orbitview.example/v2/scenes: 429 plan limit: 250000 of 250000 scenes this month",
          status: 429,
        },
      },
    ],
    needs: ["exceptions", "logs"],
  },
  // Not decidable: two commits of one release each ask something more for a field's page, in the same function, and only the
  // outermost spans are kept.
  {
    id: "fw-two-asks",
    group: "undecidable",
    kind: "two commits of one release at one place",
    world,
    service: "console",
    symptom: "latency",
    alertOn: "console|POST /plans",
    thin: true,
    oneRelease: true,
    changes: [...of("two-asks"), ...pool(of, { "pool-gust": -500 })],
    effects: [{ at: "console|POST /plans", slow: 1500, ramp: 20 }],
  },
];
