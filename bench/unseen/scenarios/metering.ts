import type { Scenario } from "../scenario.ts";
import { metering as world } from "../worlds/metering.ts";

const report = "meters|POST /readings";
const bill = "invoices|GET /invoices/{id}";
const consume = "aggregator/aggregator/consume.py";
const close = "aggregator/aggregator/close.py";
const reading = "meters/src/main/kotlin/com/acme/meters/Reading.kt";
const route = "meters/src/main/kotlin/com/acme/meters/ReadingRoute.kt";

export const meteringScenarios: Scenario[] = [
  {
    id: "metering-event-schema",
    group: "contract",
    kind: "message schema changed",
    world,
    service: "meters",
    symptom: "errors",
    alertOn: "aggregator|process readings",
    changes: [
      {
        role: "culprit",
        message: "meters: units belong to values",
        edits: [
          { file: reading, from: "    val kwh: Double,\n", to: "    val energy: Quantity,\n" },
          {
            file: reading,
            from: "    fun toJson(): String = Json.encodeToString(this)\n}\n",
            to: '    fun toJson(): String = Json.encodeToString(this)\n}\n\n@Serializable\ndata class Quantity(val value: Double, val unit: String = "kWh")\n',
          },
          { file: route, from: "kwh = body.kwh, at", to: "energy = Quantity(body.kwh), at" },
        ],
      },
      {
        role: "decoy",
        at: -24,
        message: "aggregator: hour by name",
        edits: [
          {
            file: consume,
            from: '        db.execute(UPSERT, (reading["meter"], hour, kwh))',
            to: '        meter = reading["meter"]\n        db.execute(UPSERT, (meter, hour, kwh))',
          },
        ],
      },
    ],
    effects: [
      {
        at: "aggregator|process readings",
        gate: "meters",
        early: true,
        fail: {
          type: "KeyError",
          message: "'kwh'",
          frames: [{ file: consume, text: 'float(reading["kwh"])', fn: "consume" }],
        },
      },
    ],
  },
  {
    id: "metering-hour-close",
    group: "delayed effect",
    kind: "job at the full hour",
    world,
    service: "aggregator",
    symptom: "latency",
    alertOn: bill,
    lag: 1300,
    atFullHour: true,
    needs: ["logs"],
    changes: [
      {
        role: "culprit",
        message: "aggregator: an hour is closed as one",
        edits: [
          {
            file: close,
            from: '    closed = 0\n    while True:\n        with connection() as db:\n            done = db.execute(\n                "UPDATE hourly SET final = true WHERE ctid IN "\n                "(SELECT ctid FROM hourly WHERE hour = %s AND NOT final LIMIT %s FOR UPDATE SKIP LOCKED)",\n                (hour, BATCH),\n            )\n        closed += done.rowcount\n        if done.rowcount < BATCH:\n            return closed\n',
            to: '    with connection() as db:\n        db.execute("LOCK TABLE hourly IN ACCESS EXCLUSIVE MODE")\n        done = db.execute("UPDATE hourly SET final = true WHERE hour <= %s AND NOT final", (hour,))\n    return done.rowcount\n',
          },
          { file: close, from: "BATCH = 500\n\n\n", to: "\n" },
        ],
      },
      {
        role: "decoy",
        at: -33,
        message: "invoices: prepared statement in its own variable (SQL!)",
        edits: [
          {
            file: "invoices/src/main/kotlin/com/acme/invoices/InvoiceStore.kt",
            from: "                it.setString(1, meter)\n                it.setObject(2, since)",
            to: "                it.setString(1, meter.trim())\n                it.setObject(2, since)",
          },
        ],
      },
      {
        role: "decoy",
        at: -200,
        message: "invoices: tariff says its basic price",
        edits: [
          {
            file: "invoices/src/main/kotlin/com/acme/invoices/Tariff.kt",
            from: "class Tariff(private val basic",
            to: "class Tariff(val basic",
          },
        ],
      },
    ],
    effects: [
      { at: `${bill}|hours`, gate: "time", slow: 4200 },
      { at: "aggregator|process readings|upsert", gate: "time", slow: 3800 },
    ],
    logs: [
      {
        service: "aggregator",
        severity: "INFO",
        body: "close_hour still running after {n} ms, waiting sessions: 41",
        every: 25,
        gate: "time",
      },
    ],
  },
  {
    id: "metering-unsent",
    group: "leak",
    kind: "queue never drained",
    world,
    service: "meters",
    symptom: "memory",
    alertOn: "meters",
    minutes: 23,
    needs: ["metrics"],
    changes: [
      {
        role: "culprit",
        message: "meters: keep readings for replay",
        edits: [
          {
            file: route,
            from: '        producer.send("readings", reading.toJson())\n    }\n\n    fun flush',
            to: '        producer.send("readings", reading.toJson())\n        unsent.addLast(reading)\n    }\n\n    fun flush',
          },
          {
            file: route,
            from: "        while (unsent.isNotEmpty()) {",
            to: "        while (unsent.size > REPLAYED) {",
          },
          {
            file: route,
            from: "    private val unsent = ArrayDeque<Reading>()",
            to: "    private val unsent = ArrayDeque<Reading>(1_000_000)",
          },
          {
            file: route,
            from: "package com.acme.meters\n",
            to: "package com.acme.meters\n\nprivate const val REPLAYED = Int.MAX_VALUE\n",
          },
        ],
      },
      {
        role: "decoy",
        at: -28,
        message: "aggregator: bigger batches when closing",
        edits: [{ file: close, from: "BATCH = 500", to: "BATCH = 800" }],
      },
    ],
    effects: [{ at: report, slow: 60, ramp: 1300 }],
    gauges: [
      {
        service: "meters",
        name: "jvm.memory.used",
        unit: "By",
        base: 310e6,
        noise: 25e6,
        to: 1900e6,
        ramp: 1450,
        attributes: { "jvm.memory.type": "heap" },
      },
      {
        service: "meters",
        name: "process.memory.usage",
        unit: "By",
        base: 420e6,
        noise: 8e6,
        to: 2050e6,
        ramp: 1450,
      },
    ],
    rps: [6, 14],
  },
  {
    id: "metering-poison-message",
    group: "bad record or tenant",
    kind: "one vendor's data",
    world,
    service: "aggregator",
    symptom: "errors",
    alertOn: "aggregator|process readings",
    changes: [
      {
        role: "decoy",
        at: -46,
        message: "aggregator: hours close in batches of 600",
        edits: [{ file: close, from: "BATCH = 500", to: "BATCH = 600" }],
      },
      {
        role: "decoy",
        message: "meters: data class tidy",
        edits: [
          {
            file: reading,
            from: "    fun toJson(): String = Json.encodeToString(this)",
            to: "    /** The body of a message. */\n    fun toJson(): String = Json.encodeToString(this)",
          },
        ],
      },
    ],
    effects: [
      {
        at: "aggregator|process readings",
        gate: "time",
        where: { vendor: "iskron" },
        early: true,
        fail: {
          type: "ValueError",
          message: "could not convert string to float: '4,1{n}'",
          frames: [{ file: consume, text: 'float(reading["kwh"])', fn: "consume" }],
        },
      },
    ],
    events: [
      {
        at: -120,
        kind: "external",
        text: "vendor iskron announced firmware 5.2 for its meters, staged over today",
      },
    ],
  },
  {
    id: "metering-device-flood",
    group: "traffic surge",
    kind: "devices send again",
    world,
    service: "meters",
    symptom: "latency",
    alertOn: report,
    surge: { factor: 6, entry: report, attribute: ["vendor", "kamst"] },
    needs: ["metrics"],
    changes: [
      {
        role: "decoy",
        at: -17,
        message: "meters: reading is built in named steps",
        edits: [
          {
            file: route,
            from: "        val device = devices.find(body.meter)\n",
            to: "        val meter = body.meter\n        val device = devices.find(meter)\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "aggregator: bytes or text",
        edits: [
          {
            file: consume,
            from: "    reading = json.loads(raw)",
            to: "    reading = json.loads(raw.decode())",
          },
        ],
      },
    ],
    effects: [
      { at: report, gate: "time", slow: 420, ramp: 70 },
      { at: "aggregator|process readings|upsert", gate: "time", slow: 180, ramp: 90 },
    ],
    gauges: [
      {
        service: "meters",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.2,
        noise: 0.03,
        to: 0.96,
        ramp: 50,
        gate: "time",
      },
      {
        service: "aggregator",
        name: "messaging.kafka.consumer.lag",
        unit: "{message}",
        base: 12,
        noise: 5,
        to: 48000,
        ramp: 250,
        gate: "time",
      },
    ],
    rps: [2, 5],
  },
  {
    id: "metering-tariff-certificate",
    group: "certificate",
    kind: "certificate expired",
    world: {
      ...world,
      services: world.services.map((service) =>
        service.name === "invoices"
          ? {
              ...service,
              ops: service.ops.map((op) => ({
                ...op,
                steps: op.steps.map((step) => (step.id === "tariff" ? { ...step, chance: 0.8 } : step)),
              })),
            }
          : service,
      ),
    },
    service: "invoices",
    symptom: "errors",
    alertOn: bill,
    changes: [
      {
        role: "decoy",
        at: -21,
        message: "invoices: cost adds up first",
        edits: [
          {
            file: "invoices/src/main/kotlin/com/acme/invoices/Tariff.kt",
            from: "basic + hours.sumOf { it.kwh } * perKwh",
            to: "hours.sumOf { it.kwh } * perKwh + basic",
          },
        ],
      },
      {
        role: "decoy",
        message: "invoices: timestamps",
        edits: [
          {
            file: "invoices/src/main/kotlin/com/acme/invoices/InvoiceStore.kt",
            from: "import javax.sql.DataSource",
            to: "import java.time.Instant\nimport javax.sql.DataSource",
          },
          {
            file: "invoices/src/main/kotlin/com/acme/invoices/InvoiceStore.kt",
            from: "since: java.time.Instant",
            to: "since: Instant",
          },
        ],
      },
    ],
    effects: [
      {
        at: `${bill}|tariff`,
        gate: "time",
        fail: {
          type: "javax.net.ssl.SSLHandshakeException",
          message:
            "(certificate_expired) PKIX path validation failed: certificate of tariffs.gridinfo.example expired",
        },
      },
    ],
  },
];
