import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const bff = "apps/mobile-bff/src/main/kotlin/no/strandline/bff/";
const go = "apps/manifest/internal/reserve/";

/** Ferries: a Kotlin back end for the app, fares in Python, the ship's manifest in Go, notices in Ruby; RabbitMQ. */
export const ferry: World = {
  id: "ferry",
  repository: "strandline/crossings",
  files: sources(new URL("./ferry.txt", import.meta.url)),
  services: [
    {
      name: "mobile-bff",
      language: "kotlin",
      paths: ["apps/mobile-bff/"],
      replicas: 4,
      ops: [
        {
          name: "GET /sailings",
          ms: 6,
          log: "listed sailings from {port}",
          steps: [
            step.db(
              "upcoming",
              "postgresql",
              "sailings",
              "SELECT id, number, departs_local, port_id FROM sailings WHERE port_id = $1 AND departs_local < $2",
              7,
            ),
          ],
        },
        {
          name: "POST /bookings",
          ms: 8,
          log: "booked from {port}",
          steps: [
            step.db(
              "sailing",
              "postgresql",
              "sailings",
              "SELECT id, number, departs_local, port_id FROM sailings WHERE id = $1",
              3,
            ),
            step.work("check-in", "check-in window", 0.1),
            step.call("quote", "fares", "POST /quote", {
              timeout: 1500,
              src: place(`${bff}BookingRoutes.kt`, "Clients.fares.post", "bookings"),
            }),
            step.call("reserve", "manifest", "POST /reservations", {
              timeout: 2500,
              src: place(`${bff}BookingRoutes.kt`, "Clients.manifest.post", "bookings"),
              onFail: {
                type: "io.ktor.client.plugins.HttpRequestTimeoutException",
                message:
                  "Request timeout has expired [url=http://manifest:8080/reservations, request_timeout=2500 ms]",
                status: 504,
              },
            }),
            step.ext("charge", "api.tidepay.eu", "POST", "/v3/charges", 140, {
              timeout: 6000,
              src: place(`${bff}BookingRoutes.kt`, "Clients.tidepay.post", "bookings"),
            }),
          ],
        },
        {
          name: "GET /boarding-passes/{ref}",
          ms: 4,
          steps: [step.call("show", "manifest", "GET /reservations/{ref}", { timeout: 2500 })],
        },
      ],
    },
    {
      name: "fares",
      language: "python",
      paths: ["apps/fares/"],
      replicas: 2,
      ops: [
        {
          name: "POST /quote",
          ms: 5,
          steps: [
            step.db(
              "tariff",
              "postgresql",
              "tariffs",
              "SELECT adult, child_share, per_metre, minimum_metres, currency FROM tariffs WHERE sailing_id = $1",
              4,
              { src: place("apps/fares/fares/db.py", "connection.fetchrow", "tariff_for") },
            ),
          ],
        },
      ],
    },
    {
      name: "manifest",
      language: "go",
      paths: ["apps/manifest/"],
      replicas: 3,
      ops: [
        {
          name: "POST /reservations",
          ms: 9,
          log: "reserved on {port}",
          steps: [
            step.db(
              "plan",
              "postgresql",
              "deck_plans",
              "SELECT plan FROM deck_plans WHERE sailing_id = $1",
              38,
              {
                src: place(
                  `${go}store.go`,
                  "s.db.QueryRowContext(ctx, deckPlan",
                  "reserve.(*Store).DeckPlan",
                ),
              },
            ),
            step.db(
              "insert",
              "postgresql",
              "reservations",
              "INSERT INTO reservations (sailing_id, lane, passengers) VALUES ($1, $2, $3) RETURNING ref",
              90,
              {
                src: place(
                  `${go}store.go`,
                  "s.db.QueryRowContext(ctx, insertReservation",
                  "reserve.(*Store).Reserve",
                ),
              },
            ),
            step.send("booked", "rabbitmq", "booking.created", "notices", "process booking.created"),
          ],
        },
        {
          name: "GET /reservations/{ref}",
          ms: 3,
          steps: [
            step.db(
              "find",
              "postgresql",
              "reservations",
              "SELECT ref, lane, passengers FROM reservations WHERE ref = $1",
              4,
            ),
          ],
        },
      ],
    },
    {
      name: "notices",
      language: "ruby",
      paths: ["apps/notices/"],
      replicas: 2,
      ops: [
        {
          name: "process booking.created",
          ms: 8,
          steps: [
            step.ext("mail", "smtp-api.postfield.io", "POST", "/v2/messages", 70, {
              src: place("apps/notices/lib/mailer.rb", "Faraday.post", "deliver"),
            }),
          ],
        },
      ],
    },
  ],
  entries: {
    "mobile-bff|GET /sailings": 5,
    "mobile-bff|POST /bookings": 5,
    "mobile-bff|GET /boarding-passes/{ref}": 3,
  },
  attributes: {
    port: ["oslo", "aberdeen", "kiel", "torshavn"],
    traveller: ["car", "foot", "camper"],
    sailing: ["4410", "4411", "4417", "4420", "4423"],
  },
  noise: [
    {
      at: "mobile-bff|POST /bookings",
      share: 0.008,
      fail: {
        type: "io.ktor.server.plugins.BadRequestException",
        message: "Failed to convert request body to BookingWish",
        status: 400,
      },
    },
    {
      at: "mobile-bff|GET /boarding-passes/{ref}",
      share: 0.01,
      fail: { type: "NotFound", message: "no reservation", status: 404, quiet: true },
    },
  ],
  extras: changes(new URL("../scenarios/ferry.txt", import.meta.url))("extras"),
  rename: {
    strandline: ["nordkaap", "fjordways"],
    tidepay: ["corvapay", "monetra"],
    sailing: ["crossing"],
    postfield: ["mailharbour"],
  },
};
