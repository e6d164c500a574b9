import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** Provisions mobile lines: orders of dealers, numbers, SIM cards, and the adapter of the operator's core. */
export const line: World = {
  id: "line",
  repository: "lineup/provisioning",
  files: sources(new URL("line.txt", import.meta.url)),
  services: [
    {
      name: "orders",
      language: "csharp",
      paths: ["orders/"],
      replicas: 3,
      ops: [
        {
          name: "POST /orders",
          ms: 7,
          log: "order of {dealer} is ACTIVE",
          steps: [
            {
              id: "insert",
              do: "db",
              system: "postgresql",
              query: "INSERT INTO orders (dealer, area, iccid) VALUES ($1, $2, $3) RETURNING id",
              table: "orders",
              ms: 4,
            },
            {
              id: "reserve",
              do: "call",
              to: "numbers",
              op: "POST /numbers/reserve",
              timeout: 4000,
              src: {
                file: "orders/src/NumbersClient.cs",
                text: "await http.PostAsJsonAsync(",
                fn: "Lineup.Orders.NumbersClient.ReserveAsync",
              },
            },
            { id: "decode", do: "work", name: "read reserved number", ms: 0.4, chance: 0.0001 },
            {
              id: "activate",
              do: "call",
              to: "sims",
              op: "POST /sims/activate",
              timeout: 12000,
              src: {
                file: "orders/src/SimsClient.cs",
                text: "await http.PostAsJsonAsync(",
                fn: "Lineup.Orders.SimsClient.ActivateAsync",
              },
            },
          ],
        },
        {
          name: "GET /orders/{id}",
          ms: 3,
          steps: [
            {
              do: "db",
              system: "postgresql",
              query: "SELECT id, state, msisdn FROM orders WHERE id = $1",
              table: "orders",
              ms: 2,
            },
          ],
        },
      ],
    },
    {
      name: "numbers",
      language: "ruby",
      paths: ["numbers/"],
      replicas: 2,
      ops: [
        {
          name: "POST /numbers/reserve",
          ms: 6,
          steps: [
            {
              id: "take",
              do: "db",
              system: "postgresql",
              query:
                "UPDATE numbers SET held_by = $1, held_until = $2 WHERE msisdn = (SELECT msisdn FROM numbers WHERE area = $3 LIMIT 1) RETURNING msisdn",
              table: "numbers",
              ms: 8,
              src: {
                file: "numbers/app/services/reservation.rb",
                text: "row = connection.select_one(",
                fn: "Reservation#take",
              },
            },
          ],
        },
      ],
    },
    {
      name: "sims",
      language: "kotlin",
      paths: ["sims/", "infra/sims/"],
      replicas: 3,
      ops: [
        {
          name: "POST /sims/activate",
          ms: 6,
          steps: [
            {
              id: "claim",
              do: "db",
              system: "postgresql",
              query: "SELECT iccid, imsi, profile, state FROM cards WHERE iccid = ? FOR UPDATE",
              table: "cards",
              ms: 4,
            },
            { id: "provision", do: "call", to: "network", op: "POST /subscribers", timeout: 10000 },
            {
              id: "publish",
              do: "ext",
              host: "sns.eu-west-1.amazonaws.com",
              method: "POST",
              path: "/",
              ms: 14,
              src: {
                file: "sims/src/main/kotlin/lineup/sims/Events.kt",
                text: 'SimEvent("activated"',
                fn: "Events.activated",
              },
            },
          ],
        },
      ],
    },
    {
      name: "network",
      language: "go",
      paths: ["network/"],
      replicas: 2,
      ops: [
        {
          name: "POST /subscribers",
          ms: 3,
          steps: [
            {
              id: "core",
              do: "ext",
              host: "gateway.corenet.example",
              method: "POST",
              path: "/prov/v3/subscribers",
              ms: 160,
              timeout: 9000,
              src: {
                file: "network/provision.go",
                text: "c.http.Do(request)",
                fn: "example.org/lineup/network.(*Core).Provision",
              },
            },
          ],
        },
      ],
    },
  ],
  entries: { "orders|POST /orders": 6, "orders|GET /orders/{id}": 7 },
  attributes: {
    dealer: ["phonehaus", "mobishop", "callcorner", "direct-web"],
    batch: ["b-71", "b-74", "b-77", "b-79"],
  },
  noise: [
    {
      at: "numbers|POST /numbers/reserve",
      share: 0.006,
      fail: { type: "Reservation::NoneFree", message: "no number is free in 0{n}", status: 409 },
    },
    {
      at: "orders|GET /orders/{id}",
      share: 0.012,
      fail: { type: "NotFound", message: "no such order", status: 404, quiet: true },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "infra: alarm on dead letters after 50, 20 was too many pages",
      edits: [
        {
          file: "infra/sims/queue.tf",
          from: "  threshold           = 20\n",
          to: "  threshold           = 50\n",
        },
      ],
    },
    {
      role: "innocent",
      message: "numbers: conflict tells the area in quotes",
      edits: [
        {
          file: "numbers/app/services/reservation.rb",
          from: '"no number is free in #{@area}"',
          to: '"no number is free in area #{@area}"',
        },
      ],
    },
    {
      role: "innocent",
      message: "sims: where the check digit comes from",
      edits: [
        {
          file: "sims/src/main/kotlin/lineup/sims/Iccid.kt",
          from: "/** Numbers printed on SIM cards: ITU-T E.118, the last digit is Luhn's. */",
          to: "/** Numbers printed on SIM cards: ITU-T E.118, nineteen or twenty digits, the last one is Luhn's. */",
        },
      ],
    },
    {
      role: "innocent",
      message: "orders: summary of the reservation's time limit",
      edits: [
        {
          file: "orders/src/NumbersClient.cs",
          from: "/// <summary>Reserves numbers; a reservation runs out when it is not used.</summary>",
          to: "/// <summary>Reserves numbers; a reservation runs out after a quarter of an hour when it is not used.</summary>",
        },
      ],
    },
  ],
  rename: {
    phonehaus: ["teleworld", "sim-city"],
    corenet: ["hlrgate", "mobilecore"],
  },
};
