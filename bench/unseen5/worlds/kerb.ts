import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const kotlin = "pay/src/main/kotlin/kerb/pay";

/** Parking in a city: meters in Go, payments in Kotlin, permits in PHP, checks by wardens in Python, one PostgreSQL. */
export const kerb: World = {
  id: "kerb",
  repository: "kerbcity/kerb",
  files: sources(new URL("kerb.txt", import.meta.url)),
  services: [
    {
      name: "meters",
      language: "go",
      paths: ["meters/"],
      replicas: 3,
      ops: [
        {
          name: "POST /sessions",
          ms: 3,
          steps: [
            step.db(
              "insert",
              "postgresql",
              "sessions",
              "INSERT INTO sessions (plate, zone, until) VALUES ($1, $2, $3)",
              4,
              {
                src: place(
                  "meters/internal/parking/rows.go",
                  "s.db.ExecContext",
                  "kerb.city/meters/internal/parking.rows.insert",
                ),
              },
            ),
            step.call("charge", "pay", "POST /charges", { timeout: 8000 }),
          ],
        },
        {
          name: "GET /zones/{zone}/free",
          ms: 2,
          steps: [
            step.db(
              "free",
              "postgresql",
              "sessions",
              "SELECT z.places - count(s.id) FROM zones z LEFT JOIN sessions s ON s.zone = z.id AND s.until > now() WHERE z.id = $1 GROUP BY z.places",
              7,
              {
                src: place(
                  "meters/internal/parking/rows.go",
                  "s.db.QueryRowContext",
                  "kerb.city/meters/internal/parking.rows.free",
                ),
              },
            ),
          ],
        },
      ],
    },
    {
      name: "pay",
      language: "kotlin",
      paths: ["pay/"],
      replicas: 3,
      ops: [
        {
          name: "POST /charges",
          ms: 4,
          log: "charged for {operator}",
          steps: [
            step.ext("bank", "acquiring.stadtbank.example", "POST", "/charges", 160, {
              timeout: 6000,
              onFail: {
                type: "io.ktor.client.plugins.HttpRequestTimeoutException",
                message:
                  "Request timeout has expired [url=https://acquiring.stadtbank.example/charges, request_timeout=6000 ms]",
                status: 504,
                frames: [place(`${kotlin}/Charges.kt`, "http.post(", "Charges.charge")],
              },
            }),
            step.db(
              "record",
              "postgresql",
              "charges",
              "INSERT INTO charges (card, cents) VALUES (?, ?) RETURNING id",
              4,
              {
                src: place(`${kotlin}/Ledger.kt`, "INSERT INTO charges", "Ledger.record"),
              },
            ),
          ],
        },
        {
          name: "GET /settlements/{operator}",
          ms: 4,
          steps: [
            step.db(
              "page",
              "postgresql",
              "charges",
              "SELECT id, card, cents, at FROM charges WHERE id > ? ORDER BY id LIMIT ?",
              11,
              {
                times: 3,
                src: place(`${kotlin}/Ledger.kt`, "ORDER BY id LIMIT", "Ledger.page"),
              },
            ),
          ],
        },
      ],
    },
    {
      name: "permits",
      language: "php",
      paths: ["permits/"],
      replicas: 3,
      ops: [
        {
          name: "POST /permits",
          ms: 6,
          steps: [
            step.ext("registry", "registry.vehicles.example", "GET", "/v2/vehicles/{plate}", 120, {
              timeout: 5000,
              src: place(
                "permits/app/Services/Registry.php",
                "v2/vehicles/",
                "App\\Services\\Registry->find",
              ),
            }),
            step.db(
              "create",
              "postgresql",
              "permits",
              "INSERT INTO permits (plate, zone, class) VALUES (?, ?, ?)",
              4,
            ),
          ],
        },
        {
          name: "GET /permits/{plate}",
          ms: 5,
          steps: [
            step.db(
              "latest",
              "postgresql",
              "permits",
              "SELECT * FROM permits WHERE plate = ? ORDER BY valid_until DESC LIMIT 1",
              3,
            ),
          ],
        },
      ],
    },
    {
      name: "enforce",
      language: "python",
      paths: ["enforce/"],
      replicas: 2,
      ops: [
        {
          name: "GET /checks/{plate}",
          ms: 3,
          steps: [
            step.call("permit", "permits", "GET /permits/{plate}", {
              timeout: 3000,
              src: place("enforce/enforce/permits.py", 'await http.get(f"/permits', "permit_of"),
            }),
            step.call("free", "meters", "GET /zones/{zone}/free", {
              timeout: 3000,
              src: place("enforce/enforce/permits.py", 'await http.get(f"http://meters', "free_places"),
            }),
          ],
        },
      ],
    },
  ],
  entries: {
    "meters|POST /sessions": 7,
    "meters|GET /zones/{zone}/free": 5,
    "pay|GET /settlements/{operator}": 2,
    "permits|POST /permits": 2,
    "enforce|GET /checks/{plate}": 4,
  },
  attributes: {
    "parking.zone": ["altstadt-1", "hafen-3", "messe-2", "ring-7"],
    operator: ["parkwell", "quickstop", "citybays"],
    "device.kind": ["app", "meter", "sms"],
  },
  noise: [
    {
      at: "permits|GET /permits/{plate}",
      share: 0.01,
      fail: {
        type: "NotFoundHttpException",
        message: "No query results for model [App\\Models\\Permit]",
        status: 404,
        quiet: true,
      },
    },
    {
      at: "pay|POST /charges",
      share: 0.006,
      fail: { type: "kerb.pay.BankRefused", message: "bank answered 402 Payment Required", status: 402 },
    },
  ],
  extras: changes(new URL("../scenarios/kerb.txt", import.meta.url))("extras"),
  rename: {
    stadtbank: ["harbourbank", "kreditverein"],
    quickstop: ["bayline"],
    enforce: ["wardens"],
    altstadt: ["oldtown"],
  },
};
