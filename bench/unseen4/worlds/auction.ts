import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** Live auctions of art and wine: bids in Elixir, money in Go, a GraphQL front in Node. */
export const auction: World = {
  id: "auction",
  repository: "lotline/lotline",
  files: sources(new URL("auction.txt", import.meta.url)),
  services: [
    {
      name: "web",
      language: "typescript",
      paths: ["web/"],
      replicas: 3,
      ops: [
        {
          name: "POST /graphql/sale",
          ms: 5,
          steps: [
            {
              id: "lots",
              do: "db",
              system: "postgresql",
              query: "SELECT id, title, low, high FROM lots WHERE sale_id = $1 ORDER BY position LIMIT 60",
              table: "lots",
              ms: 4,
              src: {
                file: "web/src/clients/catalogue.ts",
                text: "await pool.query<Row>(",
                fn: "Object.sale",
              },
            },
            {
              id: "room",
              do: "call",
              to: "bids",
              op: "GET /lots/:lot/room",
              timeout: 4000,
              src: { file: "web/src/clients/bids.ts", text: "const reply = await fetch(", fn: "call" },
              onFail: {
                type: "TimeoutError",
                message: "The operation was aborted due to timeout",
                status: 504,
              },
            },
          ],
        },
        {
          name: "POST /graphql/bid",
          ms: 4,
          log: "bid of {house} forwarded",
          steps: [
            {
              id: "place",
              do: "call",
              to: "bids",
              op: "POST /lots/:lot/bids",
              src: { file: "web/src/clients/bids.ts", text: "const reply = await fetch(", fn: "call" },
              onFail: { type: "UpstreamError", message: "bids answered 500", status: 502 },
            },
          ],
        },
      ],
    },
    {
      name: "bids",
      language: "elixir",
      paths: ["apps/bids/"],
      replicas: 4,
      ops: [
        {
          name: "GET /lots/:lot/room",
          ms: 2,
          steps: [{ id: "snapshot", do: "work", name: "Bids.Room.snapshot", ms: 0.6 }],
        },
        {
          name: "POST /lots/:lot/bids",
          ms: 4,
          steps: [
            {
              id: "lock",
              do: "db",
              system: "postgresql",
              query:
                'SELECT l0."id", l0."leading_cents", l0."start_cents", l0."closes_at" FROM "lots" AS l0 WHERE (l0."id" = $1) FOR UPDATE',
              table: "lots",
              ms: 3,
              src: {
                file: "apps/bids/lib/bids/place.ex",
                text: 'lock: "FOR UPDATE"',
                fn: "Bids.Place.place/3",
              },
            },
            { id: "check", do: "work", name: "Bids.Place.enough?", ms: 0.2 },
            {
              id: "insert",
              do: "db",
              system: "postgresql",
              query: 'INSERT INTO "bids" ("lot_id","bidder","cents") VALUES ($1,$2,$3) RETURNING "id"',
              table: "bids",
              ms: 2,
            },
            {
              id: "lead",
              do: "db",
              system: "postgresql",
              query: 'UPDATE "lots" SET "leading_cents" = $1 WHERE "id" = $2',
              table: "lots",
              ms: 2,
            },
          ],
        },
      ],
    },
    {
      name: "settle",
      language: "go",
      paths: ["settle/"],
      replicas: 2,
      ops: [
        {
          name: "process lots.closed",
          ms: 3,
          log: "lot settled for {house}",
          steps: [
            {
              id: "charge",
              do: "ext",
              host: "api.cardway.example",
              method: "POST",
              path: "/v1/charges",
              ms: 240,
              src: {
                file: "settle/internal/charge/charge.go",
                text: "res, err := g.client.Do(req)",
                fn: "lotline.example/settle/internal/charge.(*Gateway).post",
              },
            },
          ],
        },
      ],
    },
    {
      name: "hammer",
      language: "elixir",
      paths: ["apps/hammer/"],
      replicas: 1,
      ops: [
        {
          name: "Hammer.Closer.close_due",
          ms: 4,
          steps: [
            {
              do: "db",
              system: "postgresql",
              query: 'UPDATE "lots" SET "sold_at" = now() WHERE "closes_at" < now() RETURNING "id"',
              table: "lots",
              ms: 5,
            },
            {
              id: "publish",
              do: "send",
              system: "rabbitmq",
              topic: "lots.closed",
              to: "settle",
              op: "process lots.closed",
              ms: 1.5,
            },
          ],
        },
      ],
    },
  ],
  entries: { "web|POST /graphql/sale": 8, "web|POST /graphql/bid": 5, "hammer|Hammer.Closer.close_due": 3 },
  attributes: {
    house: ["brandt", "oakley", "sotheran", "vinsale"],
    kind: ["wine", "prints", "furniture", "watches"],
    "lot.group": ["day", "evening", "reserve-less", "timed"],
  },
  noise: [
    {
      at: "bids|POST /lots/:lot/bids",
      share: 0.03,
      fail: { type: "Conflict", message: "too_low", status: 409, quiet: true },
    },
    {
      at: "web|POST /graphql/bid",
      share: 0.003,
      fail: {
        type: "GraphQLError",
        message: 'Variable "$cents" of required type "Int!" was not provided.',
        status: 400,
      },
    },
  ],
  extras: changes(new URL("../scenarios/auction.txt", import.meta.url))("extras"),
  rename: { sotheran: ["calloway", "herstal"], settle: ["collect", "payin"] },
};
