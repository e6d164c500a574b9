import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, cache, db, ext, work } = step;

/** A network of chargers for cars. */
export const volt: World = {
  id: "volt",
  repository: "voltlane/network",
  files: sources(new URL("./volt.txt", import.meta.url)),
  services: [
    {
      name: "drivers",
      language: "typescript",
      paths: ["drivers/"],
      replicas: 3,
      ops: [
        {
          name: "POST /starts",
          ms: 4,
          log: "start in {country} on plan {plan}",
          steps: [
            call("who", "accounts", "GET /accounts/{id}", { timeout: 1500 }),
            call("quote", "tariffs", "GET /quotes/{socket}", {
              timeout: 4000,
              src: place("drivers/src/start.ts", "await quote(socket", "start"),
            }),
            call("open", "sessions", "POST /starts", {
              timeout: 9000,
              src: place("drivers/src/start.ts", "await openSession(", "start"),
            }),
          ],
        },
        {
          name: "GET /sites/{site}",
          ms: 4,
          steps: [
            call("quotes", "tariffs", "GET /sites/{site}", {
              timeout: 4000,
              src: place("drivers/src/site.ts", "await quotes(id", "site"),
            }),
          ],
        },
        {
          name: "POST /stops",
          ms: 3,
          steps: [call("close", "sessions", "POST /stops", { timeout: 9000 })],
        },
      ],
    },
    {
      name: "sessions",
      language: "kotlin",
      paths: ["sessions/"],
      replicas: 3,
      ops: [
        {
          name: "POST /starts",
          ms: 4,
          steps: [
            db("tap", "postgresql", "sessions", "SELECT * FROM sessions WHERE tap_id = ?", 3),
            ext("authorise", "hub.roamnet.example", "POST", "/v3/authorise", 110, {
              src: place("sessions/src/main/kotlin/volt/Hub.kt", '/authorise") { setBody', "Hub.authorise"),
            }),
            db(
              "open",
              "postgresql",
              "sessions",
              "INSERT INTO sessions (socket, driver, price, tap_id) VALUES (?, ?, ?, ?) RETURNING *",
              4,
              { src: place("sessions/src/main/kotlin/volt/Starts.kt", "store.open(", "Starts.start") },
            ),
            call("unlock", "sockets", "POST /commands", {
              timeout: 6000,
              src: place("sessions/src/main/kotlin/volt/Starts.kt", "sockets.command(", "Starts.start"),
            }),
          ],
        },
        {
          name: "POST /stops",
          ms: 3,
          steps: [
            db(
              "close",
              "postgresql",
              "sessions",
              "UPDATE sessions SET ended = now() WHERE id = ? RETURNING *",
              4,
            ),
          ],
        },
      ],
    },
    {
      name: "sockets",
      language: "rust",
      paths: ["sockets/"],
      replicas: 3,
      ops: [
        {
          name: "POST /commands",
          ms: 2,
          steps: [work("ask", "ask charger", 45)],
        },
        {
          name: "POST /meters",
          ms: 1,
          steps: [
            db(
              "insert",
              "postgresql",
              "meters",
              "INSERT INTO meters (socket, watt_hours) VALUES ($1, $2)",
              3,
            ),
          ],
        },
      ],
    },
    {
      name: "tariffs",
      language: "python",
      paths: ["tariffs/"],
      replicas: 2,
      ops: [
        {
          name: "GET /quotes/{socket}",
          ms: 3,
          steps: [
            cache("known", "GET quote:{socket}:{plan}"),
            db(
              "price",
              "postgresql",
              "prices",
              "SELECT * FROM prices WHERE socket = $1 AND plan = $2 AND valid @> now()",
              5,
              { chance: 0.6 },
            ),
          ],
        },
        {
          name: "GET /sites/{site}",
          ms: 4,
          steps: [
            db(
              "prices",
              "postgresql",
              "prices",
              "SELECT p.* FROM prices p JOIN sockets s ON s.id = p.socket WHERE s.site = $1 AND p.plan = $2 AND p.valid @> now()",
              9,
            ),
          ],
        },
      ],
    },
    {
      name: "accounts",
      language: "java",
      paths: [],
      replicas: 2,
      ops: [{ name: "GET /accounts/{id}", ms: 6, steps: [] }],
    },
  ],
  entries: {
    "drivers|POST /starts": 3,
    "drivers|GET /sites/{site}": 3,
    "drivers|POST /stops": 1.6,
    "sockets|POST /meters": 3,
  },
  attributes: {
    plan: ["pay-as-you-go", "commuter", "fleet"],
    country: ["nl", "de", "be", "dk"],
    site: ["a2-stein", "harbour-7", "ring-west", "station-north", "mall-east"],
  },
  noise: [
    {
      at: "sockets|POST /commands",
      share: 0.008,
      fail: { type: "sockets::error::Error", message: "charger is offline", status: 404 },
    },
    {
      at: "drivers|POST /starts",
      share: 0.012,
      fail: { type: "PaymentRequired", message: "open invoices", status: 402, quiet: true },
    },
  ],
  extras: changes(new URL("../scenarios/volt.txt", import.meta.url))("extras"),
  rename: { drivers: ["motorists"], tariffs: ["pricing"], voltlane: ["ampereway"] },
};
