import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** A ride-hailing dispatcher: Node in front, Rust that matches, Go that asks for travel times. */
export const ride: World = {
  id: "ride",
  repository: "kestrel/rides",
  files: sources(new URL("ride.txt", import.meta.url)),
  services: [
    {
      name: "rider-api",
      language: "typescript",
      paths: ["services/rider-api/", "packages/geo/"],
      replicas: 3,
      ops: [
        {
          name: "GET /quotes",
          ms: 6,
          steps: [
            {
              do: "call",
              id: "eta",
              to: "eta",
              op: "GET /eta",
              timeout: 3000,
              src: {
                file: "services/rider-api/src/quotes.ts",
                text: "getJson<Eta>(config.eta.url",
                fn: "getQuotes",
              },
            },
            {
              do: "call",
              id: "fares",
              to: "fares",
              op: "POST /fares/estimate",
              times: 3,
              timeout: 2500,
              src: {
                file: "services/rider-api/src/quotes.ts",
                text: "postJson<Fare>(",
                fn: "getQuotes",
              },
            },
          ],
        },
        {
          name: "POST /trips",
          ms: 9,
          log: "trip offered",
          steps: [
            {
              do: "call",
              id: "fares",
              to: "fares",
              op: "POST /fares/estimate",
              timeout: 2500,
              src: {
                file: "services/rider-api/src/trips.ts",
                text: "postJson<Fare>(config.fares.url",
                fn: "createTrip",
              },
            },
            {
              do: "call",
              id: "match",
              to: "matcher",
              op: "POST /match",
              timeout: 4000,
              src: {
                file: "services/rider-api/src/trips.ts",
                text: "postJson<Match>(config.matcher.url",
                fn: "createTrip",
              },
            },
            {
              do: "db",
              system: "postgresql",
              query: "INSERT INTO trips (id, rider_id, driver_id, fare_minor, currency, state) VALUES (?)",
              table: "trips",
              ms: 3,
            },
          ],
        },
        {
          name: "GET /trips/:id",
          ms: 3,
          steps: [
            {
              do: "db",
              id: "trip",
              system: "postgresql",
              query: "SELECT id, state, driver_id, fare_minor, currency FROM trips WHERE id = $1",
              table: "trips",
              ms: 2,
            },
          ],
        },
        {
          name: "POST /trips/:id/finish",
          ms: 6,
          steps: [
            {
              do: "call",
              id: "settle",
              to: "fares",
              op: "POST /fares/settle",
              timeout: 8000,
              src: {
                file: "services/rider-api/src/trips.ts",
                text: "const receipt = await postJson",
                fn: "finishTrip",
              },
            },
            {
              do: "db",
              system: "postgresql",
              query: "UPDATE trips SET state = 'finished', receipt_id = $2 WHERE id = $1",
              table: "trips",
              ms: 3,
            },
          ],
        },
      ],
    },
    {
      name: "fares",
      language: "typescript",
      paths: ["services/fares/", "packages/geo/", "deploy/helm/fares/"],
      replicas: 2,
      ops: [
        {
          name: "POST /fares/estimate",
          ms: 4,
          steps: [
            {
              do: "db",
              id: "tariff",
              system: "postgresql",
              query:
                "SELECT base_minor, per_km_minor, minimum_minor, currency FROM tariffs WHERE product = $1 AND city = $2",
              table: "tariffs",
              ms: 2,
              src: { file: "services/fares/src/estimate.ts", text: "pool.query<Tariff>", fn: "estimate" },
            },
            { do: "cache", id: "surge", command: "GET surge:?" },
          ],
        },
        {
          name: "POST /fares/settle",
          ms: 6,
          log: "trip settled",
          steps: [
            {
              do: "db",
              id: "open",
              system: "postgresql",
              query:
                "SELECT id, rider_id, currency, base_minor, per_km_minor, surge, card_token FROM open_trips WHERE id = $1 FOR UPDATE",
              table: "open_trips",
              ms: 3,
            },
            {
              do: "ext",
              id: "charge",
              host: "api.cardline.example",
              method: "POST",
              path: "/v2/charges",
              ms: 180,
              src: { file: "services/fares/src/settle.ts", text: "await charge(", fn: "settle" },
            },
            {
              do: "db",
              system: "postgresql",
              query: "UPDATE open_trips SET settled_at = now(), amount_minor = $2 WHERE id = $1",
              table: "open_trips",
              ms: 3,
            },
          ],
        },
      ],
    },
    {
      name: "matcher",
      language: "rust",
      paths: ["services/matcher/"],
      replicas: 3,
      ops: [
        {
          name: "POST /match",
          ms: 4,
          log: "matched",
          steps: [
            { do: "cache", id: "near", command: "GEOSEARCH drivers FROMLONLAT ? BYRADIUS 3500 m" },
            {
              do: "call",
              id: "eta",
              to: "eta",
              op: "GET /eta",
              times: 2,
              tolerate: true,
              src: {
                file: "services/matcher/src/rank.rs",
                text: "eta.many(&drivers",
                fn: "matcher::rank::rank",
              },
            },
            {
              do: "work",
              id: "reserve",
              name: "OfferBook::reserve",
              ms: 2,
              src: {
                file: "services/matcher/src/offer_book.rs",
                text: "pub async fn reserve",
                fn: "matcher::offer_book::OfferBook::reserve",
              },
            },
            {
              do: "db",
              system: "postgresql",
              query: "INSERT INTO offers (id, driver_id, trip_id, eta_seconds) VALUES ($1, $2, $3, $4)",
              table: "offers",
              ms: 3,
            },
          ],
        },
      ],
    },
    {
      name: "eta",
      language: "go",
      paths: ["services/eta/"],
      replicas: 2,
      ops: [
        {
          name: "GET /eta",
          ms: 2,
          steps: [
            { do: "cache", id: "get", command: "GET eta:?" },
            {
              do: "ext",
              id: "route",
              host: "maps.roadgraph.example",
              method: "GET",
              path: "/v3/route",
              ms: 210,
              chance: 0.12,
              src: {
                file: "services/eta/internal/handler/handler.go",
                text: "h.Routing.Route(",
                fn: "kestrel/eta/internal/handler.(*Handler).ServeHTTP",
              },
            },
          ],
        },
      ],
    },
  ],
  entries: {
    "rider-api|GET /quotes": 5,
    "rider-api|POST /trips": 4,
    "rider-api|GET /trips/:id": 4,
    "rider-api|POST /trips/:id/finish": 2,
  },
  attributes: {
    city: ["hamburg", "leipzig", "bremen", "kiel"],
    platform: ["ios", "android", "web"],
  },
  noise: [
    {
      at: "fares|POST /fares/settle",
      share: 0.008,
      fail: { type: "CardlineError", message: "card_declined: The card was declined", status: 402 },
    },
    {
      at: "rider-api|POST /trips",
      share: 0.004,
      fail: { type: "UpstreamError", message: "http://matcher:8080/match responded 409", status: 409 },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "matcher: name the idle bonus cap",
      edits: [
        {
          file: "services/matcher/src/rank.rs",
          from: "const MAX_IDLE_MINUTES: f64 = 30.0;",
          to: "/// Waiting longer than this gives no further bonus.\nconst MAX_IDLE_MINUTES: f64 = 30.0;",
        },
      ],
    },
    {
      role: "innocent",
      message: "build(deps): bump golang.org/x/sync from 0.10.0 to 0.10.1 in /services/eta",
      edits: [
        {
          file: "services/eta/go.mod",
          from: "golang.org/x/sync v0.10.0",
          to: "golang.org/x/sync v0.10.1",
        },
      ],
    },
    {
      role: "innocent",
      message: "rider-api: explain why a trip is never cached\n\nSupport asks every other week.",
      edits: [
        {
          file: "services/rider-api/src/trips.ts",
          from: "/** What the app polls while the rider waits. */",
          to: "/**\n * What the app polls while the rider waits. Never cached: a stale state shows a driver that has left.\n */",
        },
      ],
    },
    {
      role: "innocent",
      message: "geo: document the box test",
      edits: [
        {
          file: "packages/geo/src/distance.ts",
          from: "/** Whether a point lies within a box, edges included. */",
          to: "/** Whether a point lies within a box, edges included. Not for boxes across the date line. */",
        },
      ],
    },
    {
      role: "innocent",
      message: "fares: surge comment follows the matcher's new interval",
      edits: [
        {
          file: "services/fares/src/surge.ts",
          from: "The matcher writes it every ten seconds.",
          to: "The matcher writes it every five seconds.",
        },
      ],
    },
  ],
  rename: {
    hamburg: ["lisbon", "toronto"],
    leipzig: ["porto", "ottawa"],
    cardline: ["paywright", "tillbase"],
    roadgraph: ["streetline", "wayfinda"],
    kestrel: ["harrier", "swiftcab"],
  },
};
