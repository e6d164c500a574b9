import type { World } from "../scenario.ts";

export const metering: World = {
  id: "metering",
  repository: "acme/metering",
  services: [
    {
      name: "meters",
      language: "kotlin",
      paths: ["meters/"],
      replicas: 2,
      ops: [
        {
          name: "POST /readings",
          ms: 2,
          steps: [
            { do: "call", id: "device", to: "devices", op: "GET /devices/{id}" },
            {
              do: "send",
              id: "send",
              system: "kafka",
              topic: "readings",
              to: "aggregator",
              op: "process readings",
            },
          ],
          log: "reading {n} from {vendor}",
        },
      ],
    },
    {
      name: "devices",
      language: "go",
      paths: [],
      replicas: 2,
      ops: [{ name: "GET /devices/{id}", ms: 3, steps: [] }],
    },
    {
      name: "aggregator",
      language: "python",
      paths: ["aggregator/"],
      replicas: 2,
      ops: [
        {
          name: "process readings",
          ms: 3,
          steps: [
            {
              do: "db",
              id: "upsert",
              system: "postgresql",
              query:
                "INSERT INTO hourly (meter, hour, kwh) VALUES (%s, %s, %s) ON CONFLICT (meter, hour) DO UPDATE SET kwh = hourly.kwh + EXCLUDED.kwh",
              table: "hourly",
              ms: 3,
              src: { file: "aggregator/aggregator/consume.py", text: "INSERT INTO hourly", fn: "consume" },
            },
          ],
          log: "reading {n} added",
        },
      ],
    },
    {
      name: "invoices",
      language: "kotlin",
      paths: ["invoices/"],
      replicas: 2,
      ops: [
        {
          name: "GET /invoices/{id}",
          ms: 6,
          steps: [
            {
              do: "db",
              id: "hours",
              system: "postgresql",
              query: "SELECT hour, kwh FROM hourly WHERE meter = ? AND hour >= ?",
              table: "hourly",
              ms: 8,
              src: {
                file: "invoices/src/main/kotlin/com/acme/invoices/InvoiceStore.kt",
                text: "FROM hourly",
                fn: "InvoiceStore.hours",
              },
            },
            {
              do: "ext",
              id: "tariff",
              host: "tariffs.gridinfo.example",
              method: "GET",
              path: "/current",
              ms: 60,
              chance: 0.2,
            },
          ],
          log: "invoice {n} drawn up",
        },
      ],
    },
  ],
  files: {
    "meters/src/main/kotlin/com/acme/meters/ReadingRoute.kt": `package com.acme.meters

class ReadingRoute(private val devices: DeviceClient, private val producer: Producer) {

    private val unsent = ArrayDeque<Reading>()

    suspend fun accept(body: ReadingBody) {
        val device = devices.find(body.meter)
        require(device.active) { "meter \${body.meter} is not active" }
        val reading = Reading(meter = body.meter, kwh = body.kwh, at = body.at)
        producer.send("readings", reading.toJson())
    }

    fun flush() {
        while (unsent.isNotEmpty()) {
            producer.send("readings", unsent.removeFirst().toJson())
        }
    }
}
`,
    "meters/src/main/kotlin/com/acme/meters/Reading.kt": `package com.acme.meters

import kotlinx.serialization.Serializable
import kotlinx.serialization.encodeToString
import kotlinx.serialization.json.Json

@Serializable
data class Reading(
    val meter: String,
    val kwh: Double,
    val at: String,
) {
    fun toJson(): String = Json.encodeToString(this)
}
`,
    "aggregator/aggregator/consume.py": `import json
from datetime import datetime

from aggregator.db import connection

UPSERT = (
    "INSERT INTO hourly (meter, hour, kwh) VALUES (%s, %s, %s) "
    "ON CONFLICT (meter, hour) DO UPDATE SET kwh = hourly.kwh + EXCLUDED.kwh"
)


def consume(raw: bytes) -> None:
    reading = json.loads(raw)
    at = datetime.fromisoformat(reading["at"])
    hour = at.replace(minute=0, second=0, microsecond=0)
    kwh = float(reading["kwh"])
    with connection() as db:
        db.execute(UPSERT, (reading["meter"], hour, kwh))
`,
    "aggregator/aggregator/close.py": `from aggregator.db import connection

BATCH = 500


def close_hour(hour) -> int:
    """Marks an hour as final; runs at full hours."""
    closed = 0
    while True:
        with connection() as db:
            done = db.execute(
                "UPDATE hourly SET final = true WHERE ctid IN "
                "(SELECT ctid FROM hourly WHERE hour = %s AND NOT final LIMIT %s FOR UPDATE SKIP LOCKED)",
                (hour, BATCH),
            )
        closed += done.rowcount
        if done.rowcount < BATCH:
            return closed
`,
    "invoices/src/main/kotlin/com/acme/invoices/InvoiceStore.kt": `package com.acme.invoices

import javax.sql.DataSource

class InvoiceStore(private val source: DataSource) {

    fun hours(meter: String, since: java.time.Instant): List<Hour> =
        source.connection.use { connection ->
            connection.prepareStatement("SELECT hour, kwh FROM hourly WHERE meter = ? AND hour >= ?").use {
                it.setString(1, meter)
                it.setObject(2, since)
                it.executeQuery().map { row -> Hour(row.getTimestamp(1).toInstant(), row.getDouble(2)) }
            }
        }
}
`,
    "invoices/src/main/kotlin/com/acme/invoices/Tariff.kt": `package com.acme.invoices

class Tariff(private val basic: Double, private val perKwh: Double) {
    fun cost(hours: List<Hour>): Double = basic + hours.sumOf { it.kwh } * perKwh
}
`,
  },
  entries: { "meters|POST /readings": 6, "invoices|GET /invoices/{id}": 4 },
  attributes: { vendor: ["landys", "iskron", "kamst", "elster"] },
  noise: [
    {
      at: "meters|POST /readings",
      share: 0.015,
      fail: {
        type: "java.lang.IllegalArgumentException",
        message: "meter {n} is not active",
        status: 400,
        frames: [
          {
            file: "meters/src/main/kotlin/com/acme/meters/ReadingRoute.kt",
            text: "require(device.active)",
            fn: "ReadingRoute.accept",
          },
        ],
      },
    },
    {
      at: "aggregator|process readings",
      share: 0.004,
      fail: { type: "psycopg.OperationalError", message: "SSL connection has been closed unexpectedly" },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "invoices: rework cost (MONEY, careful)",
      edits: [
        {
          file: "invoices/src/main/kotlin/com/acme/invoices/Tariff.kt",
          from: "    fun cost(hours: List<Hour>): Double = basic + hours.sumOf { it.kwh } * perKwh",
          to: "    fun cost(hours: List<Hour>): Double {\n        val used = hours.sumOf { it.kwh }\n        return basic + used * perKwh\n    }",
        },
      ],
    },
    {
      role: "innocent",
      message: "aggregator: docstring of consume",
      edits: [
        {
          file: "aggregator/aggregator/consume.py",
          from: "def consume(raw: bytes) -> None:\n",
          to: 'def consume(raw: bytes) -> None:\n    """Adds one reading to its hour."""\n',
        },
      ],
    },
    {
      role: "innocent",
      message: "meters: import only what is used",
      edits: [
        {
          file: "meters/src/main/kotlin/com/acme/meters/Reading.kt",
          from: "import kotlinx.serialization.Serializable\nimport kotlinx.serialization.encodeToString",
          to: "import kotlinx.serialization.encodeToString\nimport kotlinx.serialization.Serializable",
        },
      ],
    },
  ],
  rename: {
    acme: ["gridwise", "ampere"],
    invoice: ["statement"],
    hourly: ["consumption"],
    vendor: ["maker"],
    gridinfo: ["powerdata"],
  },
};
