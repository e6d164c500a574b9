import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** Books hotel rooms: search over rates, bookings with a hold on a card, the desk where guests arrive. */
export const stay: World = {
  id: "stay",
  repository: "staywell/engine",
  files: sources(new URL("stay.txt", import.meta.url)),
  services: [
    {
      name: "search",
      language: "java",
      paths: ["search/"],
      replicas: 3,
      ops: [
        {
          name: "GET /availability",
          ms: 12,
          steps: [
            {
              id: "free",
              do: "db",
              system: "postgresql",
              query: "SELECT id, name, stars FROM hotels WHERE city = $1 AND free @> daterange($2, $3)",
              table: "hotels",
              ms: 9,
            },
            {
              id: "rates",
              do: "call",
              to: "rates",
              op: "GET /rates/{hotel}",
              timeout: 2500,
              src: {
                file: "search/src/main/java/stay/search/RatesClient.java",
                text: "return http.get()",
                fn: "RatesClient.forHotels",
              },
            },
            { id: "rank", do: "work", name: "rank offers", ms: 2 },
          ],
        },
      ],
    },
    {
      name: "rates",
      language: "kotlin",
      paths: ["rates/"],
      replicas: 3,
      ops: [
        {
          name: "GET /rates/{hotel}",
          ms: 4,
          steps: [
            {
              id: "book",
              do: "db",
              system: "postgresql",
              query:
                "SELECT hotel, per_night, currency FROM rates WHERE hotel = ? AND valid @> daterange(?, ?)",
              table: "rates",
              ms: 4,
              chance: 0.5,
            },
            {
              id: "channel",
              do: "call",
              to: "channel",
              op: "POST /allotments",
              chance: 0.45,
              timeout: 2000,
              src: {
                file: "rates/src/main/kotlin/stay/rates/ChannelClient.kt",
                text: "http.post(",
                fn: "ChannelClient.allotments",
              },
            },
          ],
        },
      ],
    },
    {
      name: "booking",
      language: "java",
      paths: ["booking/"],
      replicas: 3,
      ops: [
        {
          name: "POST /bookings",
          ms: 10,
          log: "booked a room in {region}",
          steps: [
            {
              id: "room",
              do: "db",
              system: "postgresql",
              query:
                "SELECT id, per_night FROM rooms WHERE hotel = ? AND kind = ? AND free_from <= ? LIMIT 1 FOR UPDATE SKIP LOCKED",
              table: "rooms",
              ms: 5,
              src: {
                file: "booking/src/main/java/stay/booking/RoomRepository.java",
                text: "return jdbc.sql(",
                fn: "RoomRepository.lockOneFree",
              },
            },
            {
              id: "hold",
              do: "ext",
              host: "api.cardhold.example",
              method: "POST",
              path: "/v2/holds",
              ms: 140,
              timeout: 6000,
              src: {
                file: "booking/src/main/java/stay/booking/CardGateway.java",
                text: 'http.post().uri("/v2/holds")',
                fn: "CardGateway.hold",
              },
            },
            {
              id: "insert",
              do: "db",
              system: "postgresql",
              query: "INSERT INTO bookings (room, guest_email, hold, nights) VALUES (?, ?, ?, ?)",
              table: "bookings",
              ms: 4,
            },
          ],
        },
        {
          name: "DELETE /bookings/{id}",
          ms: 6,
          steps: [
            {
              id: "release",
              do: "ext",
              host: "api.cardhold.example",
              method: "DELETE",
              path: "/v2/holds/{reference}",
              ms: 90,
              timeout: 6000,
            },
            {
              do: "db",
              system: "postgresql",
              query: "DELETE FROM bookings WHERE id = ?",
              table: "bookings",
              ms: 3,
            },
          ],
        },
      ],
    },
    {
      name: "frontdesk",
      language: "php",
      paths: ["frontdesk/"],
      replicas: 2,
      ops: [
        {
          name: "GET /stays/{id}",
          ms: 8,
          steps: [
            {
              id: "one",
              do: "db",
              system: "postgresql",
              query: "SELECT * FROM bookings WHERE id = ?",
              table: "bookings",
              ms: 2,
            },
            {
              id: "others",
              do: "db",
              system: "postgresql",
              query:
                "SELECT id, room, arrival, departure FROM bookings WHERE lower(guest_email) = ? ORDER BY arrival",
              table: "bookings",
              ms: 3,
            },
          ],
        },
      ],
    },
    {
      name: "channel",
      language: "go",
      paths: [],
      replicas: 2,
      ops: [{ name: "POST /allotments", ms: 45, steps: [] }],
    },
  ],
  entries: {
    "search|GET /availability": 8,
    "booking|POST /bookings": 5,
    "booking|DELETE /bookings/{id}": 1,
    "frontdesk|GET /stays/{id}": 5,
  },
  attributes: {
    region: ["emea", "americas", "apac", "nordics"],
    brand: ["grandview", "cityloft", "harbourline"],
  },
  noise: [
    {
      at: "booking|POST /bookings",
      share: 0.012,
      fail: { type: "stay.booking.SoldOut", message: "no {brand} room left", status: 409 },
    },
    {
      at: "frontdesk|GET /stays/{id}",
      share: 0.01,
      fail: { type: "NotFound", message: "no such stay", status: 404, quiet: true },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "booking: no mail to guests who asked for none (timeout of the mail server is unchanged)",
      edits: [
        {
          file: "booking/src/main/resources/application.yml",
          from: "  confirm-mail: true\n",
          to: "  confirm-mail: true\n  confirm-mail-footer: staywell.example/unsubscribe\n",
        },
      ],
    },
    {
      role: "innocent",
      message: "search: stars weigh a little more",
      edits: [
        {
          file: "search/src/main/java/stay/search/Ranking.java",
          from: "  private static final double STARS = 0.6;\n  private static final double PRICE = 0.4;",
          to: "  private static final double STARS = 0.65;\n  private static final double PRICE = 0.35;",
        },
      ],
    },
    {
      role: "innocent",
      message: "frontdesk: warmer greeting",
      edits: [
        {
          file: "frontdesk/src/StayController.php",
          from: "'Welcome'",
          to: "'Welcome, we are glad you came'",
        },
      ],
    },
    {
      role: "innocent",
      message: "build(deps): bump phpunit/phpunit from 11.4.3 to 11.5.1 in /frontdesk",
      edits: [
        {
          file: "frontdesk/composer.lock",
          from: '"name": "phpunit/phpunit", "version": "11.4.3"',
          to: '"name": "phpunit/phpunit", "version": "11.5.1"',
        },
      ],
    },
    {
      role: "innocent",
      message: "rates: 400 says which of the days is wrong",
      edits: [
        {
          file: "rates/src/main/kotlin/stay/rates/Routes.kt",
          from: 'Problem("departure before arrival")',
          to: 'Problem("departure $departure is not after arrival $arrival")',
        },
      ],
    },
  ],
  rename: {
    frontdesk: ["reception", "lobby"],
    cardhold: ["paylock", "acquirio"],
    harbourline: ["bluequay"],
  },
};
