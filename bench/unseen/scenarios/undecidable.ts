import type { Scenario } from "../scenario.ts";
import { clinic } from "../worlds/clinic.ts";
import { freight } from "../worlds/freight.ts";
import { insure } from "../worlds/insure.ts";
import { ledger } from "../worlds/ledger.ts";
import { shop } from "../worlds/shop.ts";

const rate = "apps/rating/rating/rate.py";
const J = "src/main/java/com/acme/freight";

/** Too little is recorded, and two answers are as good as each other. */
export const undecidableScenarios: Scenario[] = [
  {
    id: "unclear-two-throws",
    group: "undecidable",
    kind: "two suspects in one function",
    world: shop,
    service: "catalog",
    symptom: "errors",
    thin: true,
    changes: [
      {
        role: "culprit",
        message: "catalog: titles without blanks",
        edits: [
          {
            file: "services/catalog/src/product.ts",
            from: "    title: row.title.trim(),",
            to: '    title: row.title.replaceAll(/\\s+/g, " ").match(/\\S.*\\S/)![0],',
          },
        ],
      },
      {
        role: "decoy",
        at: -4,
        message: "catalog: sizes are always there",
        edits: [
          {
            file: "services/catalog/src/product.ts",
            from: "row.attributes?.sizes ?? []",
            to: "row.attributes!.sizes!",
          },
        ],
      },
    ],
    effects: [
      {
        at: "catalog|GET /products/:id",
        share: 0.3,
        fail: { type: "Error", message: "Internal Server Error", quiet: true },
      },
    ],
  },
  {
    id: "unclear-two-slow",
    group: "undecidable",
    kind: "two suspects in one deployment",
    world: insure,
    service: "rating",
    symptom: "latency",
    thin: true,
    changes: [
      {
        role: "culprit",
        message: "rating: zones are always fresh",
        edits: [{ file: rate, from: "@lru_cache(maxsize=4096)\n", to: "" }],
      },
      {
        role: "decoy",
        at: -5,
        message: "rating: plates of any country",
        edits: [
          {
            file: rate,
            from: 're.compile(r"^[A-Z]{1,3}-[A-Z]{1,2} ?[0-9]{1,4}$")',
            to: 're.compile(r"^([A-Z0-9]+[- ]?)+$")',
          },
        ],
      },
    ],
    effects: [{ at: "rating|POST /rate", slow: 900 }],
  },
  {
    id: "unclear-weather-or-timeout",
    group: "undecidable",
    kind: "provider or its client",
    world: freight,
    service: "dispatch",
    symptom: "latency",
    thin: true,
    changes: [
      {
        role: "decoy",
        at: -25,
        message: "dispatch: wait for the weather, plans are better with it",
        edits: [
          {
            file: "dispatch/src/main/resources/application.yml",
            from: "    read-timeout: 1500",
            to: "    read-timeout: 9000",
          },
        ],
      },
      {
        role: "decoy",
        at: -300,
        message: "dispatch: open shipments through the plain query",
        edits: [
          { file: `dispatch/${J}/dispatch/ShipmentRepository.java`, from: "join fetch s.address ", to: "" },
        ],
      },
    ],
    effects: [{ at: "dispatch|GET /depots/{depot}/plan", gate: "time", slow: 1200 }],
  },
  {
    id: "unclear-identity-or-gateway",
    group: "undecidable",
    kind: "neighbour or own check",
    world: ledger,
    service: "identity",
    symptom: "errors",
    thin: true,
    foreign: { service: "identity", at: -12, version: ["2024.11.3", "2024.12.0"], announced: true },
    changes: [
      {
        role: "decoy",
        at: -30,
        message: "gateway: audience from the new contract",
        edits: [
          {
            file: "internal/gateway/auth.go",
            from: 'var audience = "ledger"',
            to: 'var audience = "urn:ledger"',
          },
        ],
      },
    ],
    effects: [
      {
        at: "gateway|POST /v1/transfers",
        gate: "time",
        share: 0.6,
        early: true,
        fail: { type: "401", message: "unauthorized", status: 401, quiet: true },
      },
      {
        at: "gateway|GET /v1/accounts/:id/balance",
        gate: "time",
        share: 0.6,
        early: true,
        fail: { type: "401", message: "unauthorized", status: 401, quiet: true },
      },
    ],
  },
  {
    id: "unclear-pool-or-lock",
    group: "undecidable",
    kind: "two suspects, no inner spans",
    world: clinic,
    service: "bookings",
    symptom: "latency",
    thin: true,
    changes: [
      {
        role: "culprit",
        message: "bookings: a pool that fits",
        edits: [{ file: "src/Bookings/appsettings.json", from: "Max Pool Size=100", to: "Max Pool Size=3" }],
      },
      {
        role: "decoy",
        at: -6,
        message: "bookings: read slots one at a time",
        edits: [
          {
            file: "src/Bookings/BookingStore.cs",
            from: '            "SELECT Id, Start FROM Slots WHERE SiteId = @site AND Taken = 0", connection);',
            to: '            "SELECT Id, Start FROM Slots WITH (TABLOCKX, HOLDLOCK) WHERE SiteId = @site AND Taken = 0", connection);',
          },
        ],
      },
    ],
    effects: [{ at: "bookings|POST /bookings", slow: 1300 }],
  },
];
