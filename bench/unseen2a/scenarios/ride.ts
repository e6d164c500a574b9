import type { Scenario } from "../../judging-set/scenario.ts";
import type { Change } from "../../unseen/scenario.ts";
import { ride as world } from "../worlds/ride.ts";

const cardRefusal: Change = {
  role: "decoy",
  message:
    'fares: say which code cardline refused a charge with\n\nToo many "unknown" errors in support tickets.',
  at: -35,
  edits: [
    {
      file: "services/fares/src/cardline.ts",
      from: 'throw new CardlineError((body.error?.code ?? "unknown") + ": " + (body.error?.message ?? reply.statusCode));',
      to: 'throw new CardlineError((body.error?.code ?? "http_" + reply.statusCode) + ": " + (body.error?.message ?? reply.statusCode));',
    },
  ],
};

const routingHeader: Change = {
  role: "decoy",
  message: "eta: send our version to roadgraph (they asked for it after the last outage)",
  at: -25,
  edits: [
    {
      file: "services/eta/internal/routing/client.go",
      from: '\trequest.Header.Set("X-Api-Key", c.key)\n',
      to: '\trequest.Header.Set("X-Api-Key", c.key)\n\trequest.Header.Set("User-Agent", "kestrel-eta/3")\n',
    },
  ],
};

const rankTuning: Change = {
  role: "decoy",
  message: "matcher: rank long-idle drivers a little higher",
  at: -15,
  edits: [
    {
      file: "services/matcher/src/rank.rs",
      from: "const IDLE_BONUS: f64 = 0.15;",
      to: "const IDLE_BONUS: f64 = 0.18;",
    },
  ],
};

const poolComment: Change = {
  role: "decoy",
  message: "fares: keep idle connections a minute\n\nReconnecting showed up as latency spikes in p99.",
  at: -20,
  edits: [
    {
      file: "services/fares/src/pool.ts",
      from: "  idleTimeoutMillis: 30_000,",
      to: "  idleTimeoutMillis: 60_000,",
    },
  ],
};

const quoteHeader: Change = {
  role: "decoy",
  message: "rider-api: quotes carry the currency's exponent",
  at: -50,
  edits: [
    {
      file: "services/rider-api/src/quotes.ts",
      from: "    quotes: products.map((product, i) => ({ product, ...fares[i] })),",
      to: "    quotes: products.map((product, i) => ({ product, exponent: 2, ...fares[i] })),",
    },
  ],
};

export const rideScenarios: Scenario[] = [
  {
    id: "ride-eta-cache-key",
    group: "cache",
    kind: "cache key too fine",
    world,
    service: "eta",
    symptom: "latency",
    alertOn: "rider-api|GET /quotes",
    changes: [
      {
        role: "culprit",
        message:
          "eta: doors, not street corners\n\nThree decimals put the rider on the wrong side of the station. Use what the phones send.",
        edits: [
          {
            file: "services/eta/internal/cache/cache.go",
            from: "// key rounds both ends to three decimals, about a hundred metres.",
            to: "// key keeps six decimals of both ends, about a door's width.",
          },
          {
            file: "services/eta/internal/cache/cache.go",
            from: '"eta:%.3f,%.3f:%.3f,%.3f"',
            to: '"eta:%.6f,%.6f:%.6f,%.6f"',
          },
        ],
      },
      routingHeader,
      quoteHeader,
      rankTuning,
    ],
    effects: [{ at: "eta|GET /eta|route", gate: "eta", set: { chance: 0.97, ms: 330 } }],
    gauges: [
      { service: "eta", name: "eta.cache.hit.ratio", unit: "1", base: 0.88, noise: 0.01, to: 0.03, ramp: 20 },
    ],
  },
  {
    id: "ride-offer-book-lock",
    group: "concurrency",
    kind: "lock held across await",
    world,
    service: "matcher",
    symptom: "latency",
    alertOn: "rider-api|POST /trips",
    changes: [
      {
        role: "culprit",
        message:
          "matcher: no offer is visible before it was sent\n\nThe sweep could drop an offer between insert and publish. Publish inside the same block.",
        edits: [
          {
            file: "services/matcher/src/offer_book.rs",
            from: '            open.insert(driver.id.clone(), offer.clone());\n        }\n        self.bus.publish("driver-offers", &offer).await?;\n',
            to: '            self.bus.publish("driver-offers", &offer).await?;\n            open.insert(driver.id.clone(), offer.clone());\n        }\n',
          },
        ],
      },
      rankTuning,
      poolComment,
      {
        role: "decoy",
        message: "matcher: look at eight drivers, riders wait too long in the suburbs",
        at: -240,
        edits: [
          {
            file: "services/matcher/src/rank.rs",
            from: "pub const NEAREST: usize = 6;",
            to: "pub const NEAREST: usize = 8;",
          },
        ],
      },
    ],
    effects: [{ at: "matcher|POST /match|reserve", gate: "matcher", slow: 1400, ramp: 70 }],
    logs: [
      {
        service: "matcher",
        severity: "WARN",
        body: "offer book lock contended waited_ms={n}",
        every: 9,
        delay: 15,
      },
    ],
    rps: [4, 9],
    needs: ["logs"],
  },
  {
    id: "ride-config-seconds",
    group: "configuration",
    kind: "unit of a time-out in a file",
    world,
    service: "rider-api",
    symptom: "errors",
    alertOn: "rider-api|GET /quotes",
    changes: [
      {
        role: "culprit",
        message: "rider-api config: one unit for all the waits, tidy the order",
        edits: [
          {
            file: "services/rider-api/config/production.yaml",
            from: "fares:\n  url: http://fares:8080\n  timeoutMs: 2500\n  settleTimeoutMs: 8000\n",
            to: "fares:\n  url: http://fares:8080\n  settleTimeoutMs: 8000\n  timeoutMs: 3\n",
          },
          {
            file: "services/rider-api/config/production.yaml",
            from: "limits:\n  tripsPerRiderPerHour: 20\n",
            to: "limits:\n  tripsPerRiderPerHour: 20 # support may lift it for one rider\n",
          },
        ],
      },
      poolComment,
      {
        role: "decoy",
        message: "fares: estimate says where a tariff is missing",
        at: -10,
        edits: [
          {
            file: "services/fares/src/estimate.ts",
            from: 'res.status(422).json({ error: "no_tariff", product });',
            to: 'res.status(422).json({ error: "no_tariff", product, city: req.get("x-city") ?? null });',
          },
        ],
      },
      rankTuning,
    ],
    effects: ["GET /quotes", "POST /trips"].map((op) => ({
      at: `rider-api|${op}|fares`,
      gate: "rider-api",
      set: {
        timeout: 3,
        onFail: {
          type: "TimeoutError",
          message: "The operation was aborted due to timeout",
          status: 500,
          frames: [
            {
              file: "services/rider-api/src/http-client.ts",
              text: "const reply = await request(url",
              fn: "call",
            },
            op === "POST /trips"
              ? {
                  file: "services/rider-api/src/trips.ts",
                  text: "postJson<Fare>(config.fares.url",
                  fn: "createTrip",
                }
              : { file: "services/rider-api/src/quotes.ts", text: "postJson<Fare>(", fn: "getQuotes" },
          ],
        },
      },
    })),
  },
  {
    id: "ride-distance-unit",
    group: "units and rounding",
    kind: "kilometres became metres",
    world,
    service: "fares",
    symptom: "errors",
    alertOn: "fares|POST /fares/settle",
    changes: [
      {
        role: "culprit",
        message: "geo: SI units everywhere\n\nThe road graph speaks metres, so do we.",
        edits: [
          {
            file: "packages/geo/src/distance.ts",
            from: "const EARTH_RADIUS_KM = 6371.0088;",
            to: "const EARTH_RADIUS = 6_371_008.8;",
          },
          {
            file: "packages/geo/src/distance.ts",
            from: "/** Great-circle distance of two points in kilometres. */",
            to: "/** Great-circle distance of two points in metres. */",
          },
          {
            file: "packages/geo/src/distance.ts",
            from: "return 2 * EARTH_RADIUS_KM *",
            to: "return 2 * EARTH_RADIUS *",
          },
          {
            file: "packages/geo/src/distance.ts",
            from: "/** Length of a recorded path in kilometres. */",
            to: "/** Length of a recorded path in metres. */",
          },
          {
            file: "packages/geo/test/distance.test.ts",
            from: "distance(station, airport) - 19.8) < 0.5",
            to: "distance(station, airport) - 19_800) < 500",
          },
        ],
      },
      cardRefusal,
      quoteHeader,
      {
        role: "decoy",
        message: "fares: log what was driven with every settlement",
        at: -300,
        edits: [
          {
            file: "services/fares/src/settle.ts",
            from: 'log.info({ trip: tripId, amountMinor, driven }, "trip settled");',
            to: 'log.info({ trip: tripId, amountMinor, driven, surge: trip.surge }, "trip settled");',
          },
        ],
      },
    ],
    effects: [
      {
        at: "fares|POST /fares/settle|charge",
        gate: "fares",
        share: 0.93,
        fail: {
          type: "CardlineError",
          message: "amount_too_large: {n}00 exceeds the maximum of 100000 for a single charge",
          status: 422,
          frames: [
            { file: "services/fares/src/cardline.ts", text: "throw new CardlineError(", fn: "charge" },
            { file: "services/fares/src/settle.ts", text: "await charge(", fn: "settle" },
          ],
        },
      },
    ],
    gauges: [
      {
        service: "fares",
        name: "fares.estimate.amount",
        unit: "EUR",
        base: 16.4,
        noise: 1.2,
        to: 14210,
        ramp: 5,
      },
    ],
    needs: ["metrics"],
  },
  {
    id: "ride-matcher-canary",
    group: "one instance",
    kind: "panic of a canary",
    world,
    service: "matcher",
    symptom: "errors",
    alertOn: "matcher|POST /match",
    oneInstance: true,
    changes: [
      {
        role: "culprit",
        message: "matcher: rank in place\n\nNo second vector, no clones of drivers that nobody takes.",
        edits: [
          {
            file: "services/matcher/src/rank.rs",
            from: "        let Some(seconds) = times.get(&driver.id).copied() else {\n            continue;\n        };\n",
            to: "        let seconds = times[&driver.id];\n",
          },
          {
            file: "services/matcher/src/rank.rs",
            from: "    ranked.sort_by(|a, b| b.score.total_cmp(&a.score));\n",
            to: "    ranked.sort_unstable_by(|a, b| b.score.total_cmp(&a.score));\n",
          },
          {
            file: "services/matcher/Cargo.toml",
            from: 'version = "2.9.4"',
            to: 'version = "2.10.0"',
          },
        ],
      },
      quoteHeader,
      routingHeader,
      {
        role: "decoy",
        message: "matcher: search a little wider (no driver found, 409s)",
        at: -1500,
        edits: [
          {
            file: "services/matcher/src/handler.rs",
            from: "const SEARCH_METRES: u32 = 3500;",
            to: "const SEARCH_METRES: u32 = 3600;",
          },
        ],
      },
    ],
    effects: [
      {
        at: "matcher|POST /match",
        gate: "matcher",
        early: true,
        fail: {
          type: "panic",
          message: "no entry found for key",
          status: 500,
          frames: [
            {
              file: "services/matcher/src/rank.rs",
              text: "let seconds = times[&driver.id]",
              fn: "matcher::rank::rank",
            },
            {
              file: "services/matcher/src/handler.rs",
              text: "rank(near, request.pickup",
              fn: "matcher::handler::find_match",
            },
          ],
        },
      },
    ],
    needs: ["revision"],
  },
  {
    id: "ride-routing-provider",
    group: "outside provider",
    kind: "provider answers 503",
    world,
    service: "eta",
    symptom: "errors",
    alertOn: "rider-api|GET /quotes",
    changes: [
      { ...routingHeader, at: -2700 },
      quoteHeader,
      {
        role: "decoy",
        message: "eta: cache package comment and name of the lifetime",
        at: -90,
        edits: [
          {
            file: "services/eta/internal/cache/cache.go",
            from: "// Lifetime of an entry. Traffic changes slowly enough.\n",
            to: "// lifetime of an entry. Traffic changes slowly enough; roadgraph themselves cache for five minutes.\n",
          },
        ],
      },
    ],
    ops: {
      eta: [
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
              chance: 0.45,
              onFail: {
                type: "*fmt.wrapError",
                message: "roadgraph answered 503",
                status: 502,
                frames: [
                  {
                    file: "services/eta/internal/routing/client.go",
                    text: 'fmt.Errorf("roadgraph answered %d"',
                    fn: "kestrel/eta/internal/routing.(*Client).Route",
                  },
                  {
                    file: "services/eta/internal/handler/handler.go",
                    text: "h.Routing.Route(",
                    fn: "kestrel/eta/internal/handler.(*Handler).ServeHTTP",
                  },
                ],
              },
            },
          ],
        },
      ],
    },
    effects: [
      {
        at: "eta|GET /eta|route",
        share: 0.8,
        fail: { type: "503", message: "HTTP 503 Service Unavailable", status: 503, quiet: true },
      },
    ],
    events: [
      {
        at: 110,
        kind: "status",
        text: "roadgraph status page: elevated error rates on the Route API, EU cluster",
      },
    ],
    needs: ["events"],
  },
  {
    id: "ride-flash-crowd",
    group: "traffic",
    kind: "flash crowd",
    world,
    service: "fares",
    symptom: "latency",
    alertOn: "rider-api|GET /quotes",
    changes: [
      poolComment,
      quoteHeader,
      {
        role: "decoy",
        message: "fares: readiness every three seconds, slow pods leave the rotation sooner",
        at: -30,
        edits: [
          { file: "deploy/helm/fares/values.yaml", from: "  periodSeconds: 5\n", to: "  periodSeconds: 3\n" },
        ],
      },
    ],
    surge: { factor: 6, entry: "rider-api|GET /quotes", attribute: ["city", "leipzig"] },
    effects: [
      { at: "fares|POST /fares/estimate|tariff", gate: "time", slow: 480, ramp: 45 },
      {
        at: "fares|POST /fares/estimate",
        gate: "time",
        delay: 40,
        share: 0.06,
        fail: {
          type: "Error",
          message: "timeout exceeded when trying to connect",
          status: 500,
          frames: [{ file: "services/fares/src/estimate.ts", text: "pool.query<Tariff>", fn: "estimate" }],
        },
      },
    ],
    gauges: [
      {
        service: "fares",
        name: "db.client.connection.count",
        unit: "{connection}",
        base: 6,
        noise: 1,
        to: 20,
        ramp: 40,
        attributes: { "db.client.connection.state": "used" },
      },
      {
        service: "fares",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.21,
        noise: 0.03,
        to: 0.86,
        ramp: 40,
      },
    ],
    needs: ["metrics"],
  },
];
