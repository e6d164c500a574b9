import type { Scenario } from "../scenario.ts";
import { freight as world } from "../worlds/freight.ts";

const planOp = "dispatch|GET /depots/{depot}/plan";
const labelOp = "dispatch|GET /shipments/{id}/label";
const J = "src/main/java/com/acme/freight";
const serviceFile = `dispatch/${J}/dispatch/DispatchService.java`;
const shipmentFile = `dispatch/${J}/dispatch/Shipment.java`;
const trackingFile = "tracking/src/main/kotlin/com/acme/freight/tracking/TrackingConsumer.kt";
const datesFile = `common/${J}/common/Dates.java`;
const finderFile = `routing/${J}/routing/RouteFinder.java`;
const application = "dispatch/src/main/resources/application.yml";

export const freightScenarios: Scenario[] = [
  {
    id: "freight-second-line",
    group: "code throws",
    kind: "null not handled",
    world,
    service: "dispatch",
    symptom: "errors",
    alertOn: labelOp,
    changes: [
      {
        role: "culprit",
        message: "dispatch: labels without needless blanks",
        edits: [
          {
            file: serviceFile,
            from: '    String second = address.getSecondLine() == null ? "" : address.getSecondLine().trim();',
            to: '    String second = address.getSecondLine().strip().replaceAll(" +", " ");',
          },
        ],
      },
      {
        role: "decoy",
        at: -24,
        message: "dispatch: plan knows its depot first",
        edits: [
          {
            file: serviceFile,
            from: "    Plan plan = new Plan(depot, Instant.now());",
            to: "    Instant now = Instant.now();\n    Plan plan = new Plan(depot, now);",
          },
        ],
      },
      {
        role: "decoy",
        message: "dispatch: double the pool",
        edits: [{ file: application, from: "maximum-pool-size: 20", to: "maximum-pool-size: 30" }],
      },
    ],
    effects: [
      {
        at: labelOp,
        share: 0.45,
        fail: {
          type: "java.lang.NullPointerException",
          message:
            'Cannot invoke "String.strip()" because the return value of "com.acme.freight.dispatch.Address.getSecondLine()" is null',
          frames: [
            {
              file: serviceFile,
              text: "getSecondLine().strip()",
              fn: "com.acme.freight.dispatch.DispatchService.label",
            },
          ],
        },
      },
    ],
  },
  {
    id: "freight-routing-timeout",
    group: "timeout or limit",
    kind: "timeout unit mistaken",
    world,
    service: "dispatch",
    symptom: "errors",
    alertOn: planOp,
    changes: [
      {
        role: "culprit",
        message: "dispatch: two and a half seconds are enough for a route",
        edits: [
          {
            file: application,
            from: "    connect-timeout: 500\n    read-timeout: 2500",
            to: "    connect-timeout: 1\n    read-timeout: 3",
          },
        ],
      },
      {
        role: "decoy",
        at: -37,
        message: "routing: remember more routes (memory!)",
        edits: [{ file: finderFile, from: "KEPT = 10_000", to: "KEPT = 12_000" }],
      },
    ],
    effects: [
      {
        at: `${planOp}|route`,
        set: {
          timeout: 6,
          onFail: {
            type: "java.net.http.HttpTimeoutException",
            message: "request timed out: GET http://routing:8080/routes",
            frames: [
              {
                file: serviceFile,
                text: "routes.shortest(depot",
                fn: "com.acme.freight.dispatch.DispatchService.plan",
              },
            ],
          },
        },
      },
    ],
  },
  {
    id: "freight-lazy-addresses",
    group: "query",
    kind: "query in a loop",
    world,
    service: "dispatch",
    symptom: "latency",
    alertOn: planOp,
    changes: [
      {
        role: "culprit",
        message: "dispatch: simpler query, JPA knows the rest",
        edits: [
          {
            file: `dispatch/${J}/dispatch/ShipmentRepository.java`,
            from: "select s from Shipment s join fetch s.address where",
            to: "select s from Shipment s where",
          },
        ],
      },
      {
        role: "decoy",
        at: -29,
        message: "dispatch: accessors in one block",
        edits: [
          {
            file: shipmentFile,
            from: "  public String getDestination() {\n    return destination;\n  }",
            to: "  public String getDestination() {\n    return this.destination;\n  }",
          },
        ],
      },
      {
        role: "decoy",
        message: "routing: performance rewrite of the finder",
        edits: [
          {
            file: finderFile,
            from: '    String key = from + ">" + to;',
            to: '    String key = String.join(">", from, to);',
          },
        ],
      },
    ],
    ops: {
      dispatch: [
        {
          name: "GET /depots/{depot}/plan",
          ms: 9,
          steps: [
            {
              do: "db",
              id: "open",
              system: "postgresql",
              query:
                "select s.id, s.destination, a.street from shipments s join addresses a on a.id = s.address_id where s.depot = ? and s.state = 'OPEN'",
              table: "shipments",
              ms: 7,
            },
            {
              do: "db",
              id: "each",
              system: "postgresql",
              query: "select a.id, a.street, a.city from addresses a where a.id = ?",
              table: "addresses",
              ms: 11,
              chance: 0,
            },
            { do: "call", id: "route", to: "routing", op: "GET /routes", timeout: 2500, times: 2 },
            {
              do: "ext",
              id: "weather",
              host: "weather.skyline.example",
              method: "GET",
              path: "/v3/forecast",
              ms: 55,
              tolerate: true,
            },
          ],
          log: "plan for depot {depot}, {n} shipments",
        },
      ],
    },
    effects: [
      {
        at: `${planOp}|open`,
        set: {
          query:
            "select s.id, s.destination, s.address_id from shipments s where s.depot = ? and s.state = 'OPEN'",
        },
      },
      { at: `${planOp}|each`, set: { chance: 1, times: 20 } },
    ],
  },
  {
    id: "freight-route-cache",
    group: "cache",
    kind: "key never matches",
    world,
    service: "routing",
    symptom: "latency",
    alertOn: planOp,
    changes: [
      {
        role: "culprit",
        message: "routing: routes depend on the time of day",
        edits: [
          {
            file: finderFile,
            from: '    String key = from + ">" + to;',
            to: '    String key = from + ">" + to + "@" + System.currentTimeMillis();',
          },
        ],
      },
      {
        role: "decoy",
        at: -20,
        message: "dispatch: at most 120 threads (URGENT)",
        edits: [{ file: application, from: "      max: 100", to: "      max: 120" }],
      },
    ],
    effects: [{ at: "routing|GET /routes|search", set: { chance: 1 } }],
  },
  {
    id: "freight-partner-dates",
    group: "shared library",
    kind: "stricter format",
    world,
    service: "tracking",
    symptom: "errors",
    alertOn: "tracking|process truck.positions",
    changes: [
      {
        role: "culprit",
        message: "common: dates as partners document them",
        edits: [
          {
            file: datesFile,
            from: "DateTimeFormatter.ISO_OFFSET_DATE_TIME;",
            to: "DateTimeFormatter.ofPattern(\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\");",
          },
        ],
      },
      {
        role: "decoy",
        at: -17,
        message: "tracking: positions in one line",
        edits: [
          {
            file: trackingFile,
            from: "    fun current(truck: String): Position? = last[truck]",
            to: "    fun current(truck: String): Position? = last.getOrDefault(truck, null)",
          },
        ],
      },
    ],
    effects: [
      {
        at: "tracking|process truck.positions",
        share: 0.95,
        early: true,
        fail: {
          type: "java.time.format.DateTimeParseException",
          message: "Text '2026-05-11T09:14:27Z' could not be parsed at index 19",
          frames: [
            { file: datesFile, text: "OffsetDateTime.parse(text, PARTNER)", fn: "Dates.parse" },
            { file: trackingFile, text: "Dates.parse(message.time)", fn: "TrackingConsumer.accept" },
          ],
        },
      },
    ],
  },
  {
    id: "freight-consumer-threads",
    group: "concurrency",
    kind: "shared state, more threads",
    world,
    service: "tracking",
    symptom: "errors",
    alertOn: "tracking|process truck.positions",
    files: {
      "tracking/src/main/resources/consumer.yml":
        "consumer:\n  topic: truck.positions\n  concurrency: 1\n  max-poll-records: 200\n",
    },
    changes: [
      {
        role: "culprit",
        message: "tracking: catch up faster, eight listeners",
        edits: [
          { file: "tracking/src/main/resources/consumer.yml", from: "concurrency: 1", to: "concurrency: 8" },
          {
            file: trackingFile,
            from: "        last[message.truck] = position\n",
            to: "        last[message.truck] = position\n        last.values.removeIf { it.at.isBefore(at.minusSeconds(86_400)) }\n",
          },
        ],
      },
      {
        role: "decoy",
        at: -41,
        message: "common: parse dates through a named method",
        edits: [
          {
            file: datesFile,
            from: "  public static Instant parse(String text) {\n    return OffsetDateTime.parse(text, PARTNER).toInstant();",
            to: "  public static Instant parse(String text) {\n    OffsetDateTime parsed = OffsetDateTime.parse(text, PARTNER);\n    return parsed.toInstant();",
          },
        ],
      },
    ],
    effects: [
      {
        at: "tracking|process truck.positions",
        share: 0.25,
        fail: {
          type: "java.util.ConcurrentModificationException",
          message: "null",
          frames: [{ file: trackingFile, text: "last.values.removeIf", fn: "TrackingConsumer.accept" }],
        },
      },
    ],
  },
  {
    id: "freight-weather-tls",
    group: "certificate",
    kind: "certificate expired",
    world: {
      ...world,
      services: world.services.map((service) =>
        service.name === "dispatch"
          ? {
              ...service,
              ops: service.ops.map((op) => ({
                ...op,
                steps: op.steps.map((step) => (step.id === "weather" ? { ...step, tolerate: false } : step)),
              })),
            }
          : service,
      ),
    },
    service: "dispatch",
    symptom: "errors",
    alertOn: planOp,
    changes: [
      {
        role: "decoy",
        at: -32,
        message: "dispatch: wait for the weather a little less",
        edits: [{ file: application, from: "    read-timeout: 1500", to: "    read-timeout: 1400" }],
      },
      {
        role: "decoy",
        message: "build: mongodb 5.5.2",
        edits: [{ file: "pom.xml", from: "5.5.1", to: "5.5.2" }],
      },
    ],
    effects: [
      {
        at: `${planOp}|weather`,
        gate: "time",
        fail: {
          type: "javax.net.ssl.SSLHandshakeException",
          message:
            "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed: NotAfter passed for weather.skyline.example",
          frames: [
            {
              file: `dispatch/${J}/dispatch/WeatherClient.java`,
              text: "http.send(request",
              fn: "com.acme.freight.dispatch.WeatherClient.forecast",
            },
          ],
        },
      },
    ],
  },
  {
    id: "freight-bad-node",
    group: "bad node",
    kind: "one node",
    world,
    service: "dispatch",
    symptom: "latency",
    alertOn: planOp,
    needs: ["revision"],
    changes: [
      {
        role: "decoy",
        at: -26,
        message: "dispatch: connection timeout as recommended",
        edits: [{ file: application, from: "connection-timeout: 3000", to: "connection-timeout: 3500" }],
      },
      {
        role: "decoy",
        message: "routing: search only when needed",
        edits: [
          {
            file: finderFile,
            from: "    if (route == null) {\n      route = graph",
            to: "    if (route == null) {\n      // The graph is large: 40 to 200 ms.\n      route = graph",
          },
        ],
      },
    ],
    effects: [
      { at: "dispatch|*", gate: "time", where: { host: "node-2" }, slow: 1500, ramp: 30 },
      { at: "routing|*", gate: "time", where: { host: "node-2" }, slow: 700, ramp: 30 },
      { at: "tracking|*", gate: "time", where: { host: "node-2" }, slow: 600, ramp: 30 },
      { at: "telematics|*", gate: "time", where: { host: "node-2" }, slow: 500, ramp: 30 },
    ],
    gauges: [
      {
        service: "dispatch",
        name: "system.disk.io_time",
        unit: "1",
        base: 0.05,
        noise: 0.01,
        to: 0.99,
        gate: "time",
        where: { host: "node-2" },
      },
    ],
    events: [{ at: 200, kind: "status", text: "node-2: kernel reports I/O errors on nvme0n1" }],
  },
];
