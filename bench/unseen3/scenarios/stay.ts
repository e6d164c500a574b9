import type { Scenario } from "../../judging-set/scenario.ts";
import { stay as world } from "../worlds/stay.ts";

const bookings = "booking/src/main/java/stay/booking";

export const stayScenarios: Scenario[] = [
  {
    id: "stay-arrival-zone",
    group: "time zone",
    kind: "today of the server instead of today of the hotel",
    world,
    service: "booking",
    symptom: "errors",
    alertOn: "booking|POST /bookings",
    changes: [
      {
        role: "culprit",
        message: "booking: one clock, in UTC\n\nWe had three ways to ask for today. Tests can now set it.",
        edits: [
          {
            file: `${bookings}/BookingService.java`,
            from: "LocalDate.now(clock.withZone(ZoneId.of(request.hotel().zone())));",
            to: "LocalDate.now(clock.withZone(ZoneOffset.UTC));",
          },
          {
            file: `${bookings}/BookingService.java`,
            from: "import java.time.ZoneId;\n",
            to: "import java.time.ZoneOffset;\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "booking: fix rejected bookings of 29 February",
        at: -90,
        edits: [
          {
            file: "rates/src/main/kotlin/stay/rates/Routes.kt",
            from: '        val arrival = LocalDate.parse(call.request.queryParameters["arrival"])\n',
            to: '        // LocalDate knows leap years; the test of 29 February stands in RoutesTest.\n        val arrival = LocalDate.parse(call.request.queryParameters["arrival"])\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "card gateway: log the currency first",
        at: 10,
        edits: [
          {
            file: `${bookings}/CardGateway.java`,
            from: 'log.info("held {} {}", cents, currency);',
            to: 'log.info("held {} {}", currency, cents);',
          },
        ],
      },
    ],
    effects: [
      {
        at: "booking|POST /bookings",
        early: true,
        where: { region: "americas" },
        fail: {
          type: "stay.booking.ArrivalInThePast",
          message: "arrival is before today",
          status: 422,
          frames: [
            {
              file: `${bookings}/BookingService.java`,
              text: "throw new ArrivalInThePast",
              fn: "BookingService.book",
            },
          ],
        },
      },
    ],
    needs: ["exceptions"],
  },
  {
    id: "stay-rate-by-rate",
    group: "n+1",
    kind: "a request for each hotel instead of one for all",
    world,
    service: "search",
    symptom: "latency",
    changes: [
      {
        role: "culprit",
        message: "search: a hotel without a rate no longer hides the others (#812)",
        edits: [
          {
            file: "search/src/main/java/stay/search/AvailabilityController.java",
            from: "    Map<String, Rate> byHotel =\n        rates.forHotels(free.stream().map(Hotel::id).toList(), arrival, departure);\n",
            to: "    Map<String, Rate> byHotel = new HashMap<>();\n    for (Hotel hotel : free) {\n      Rate rate = rates.forHotel(hotel.id(), arrival, departure);\n      if (rate != null) {\n        byHotel.put(hotel.id(), rate);\n      }\n    }\n",
          },
          {
            file: "search/src/main/java/stay/search/AvailabilityController.java",
            from: "import java.util.List;\n",
            to: "import java.util.HashMap;\nimport java.util.List;\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "rates: slow requests, explain the cache",
        at: -25,
        edits: [
          {
            file: "rates/src/main/kotlin/stay/rates/RateBook.kt",
            from: "/** Rates of hotels that are ours, kept for a while. */",
            to: "/** Rates of hotels that are ours, kept for five minutes: the slow part is the range index. */",
          },
        ],
      },
    ],
    effects: [{ at: "search|GET /availability|rates", set: { times: 14 } }],
    rps: [1, 3],
  },
  {
    id: "stay-unused-index",
    group: "index",
    kind: "an index dropped that a neighbour needs",
    world,
    service: "booking",
    symptom: "latency",
    alertOn: "frontdesk|GET /stays/{id}",
    changes: [
      {
        role: "culprit",
        message:
          "booking: drop indexes that no query of ours uses\n\nWrites on bookings spend a third of their time on indexes.",
        edits: [
          {
            file: "booking/src/main/resources/db/migration/V32__fewer_indexes.sql",
            add: "-- Nothing in booking looks guests up by mail any more.\nDROP INDEX IF EXISTS bookings_guest_email;\nDROP INDEX IF EXISTS bookings_hold_reference_old;\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "frontdesk: other stays of a guest, read-only view",
        at: -30,
        edits: [
          {
            file: "frontdesk/src/StayController.php",
            from: "    /** The stay that a guest asks for at the desk, and the others of the same guest. */\n",
            to: "    /**\n     * The stay that a guest asks for at the desk, and the others of the same guest.\n     * Read-only: what is changed at the desk goes through booking.\n     */\n",
          },
        ],
      },
    ],
    effects: [{ at: "frontdesk|GET /stays/{id}|others", gate: "booking", slow: 1900 }],
  },
  {
    id: "stay-calendar-major",
    group: "dependency",
    kind: "major version of a library answers otherwise",
    world,
    service: "frontdesk",
    symptom: "errors",
    alertOn: "frontdesk|GET /stays/{id}",
    changes: [
      {
        role: "culprit",
        message: "build(deps): bump brick/calendar from 2.4.1 to 3.0.0 in /frontdesk",
        edits: [
          {
            file: "frontdesk/composer.json",
            from: '"brick/calendar": "^2.4"',
            to: '"brick/calendar": "^3.0"',
          },
          {
            file: "frontdesk/composer.lock",
            from: '"name": "brick/calendar", "version": "2.4.1"',
            to: '"name": "brick/calendar", "version": "3.0.0"',
          },
        ],
      },
      {
        role: "decoy",
        message: "frontdesk: serializer docs, fix type error in the editor",
        at: -18,
        edits: [
          {
            file: "frontdesk/src/StaySerializer.php",
            from: "    /** @return array<string, mixed> */",
            to: "    /** @return array{id: string, room: string, arrival: string, departure: string, nights: int} */",
          },
        ],
      },
      {
        role: "decoy",
        message: "build(deps): bump monolog/monolog from 3.7.0 to 3.8.1 in /frontdesk",
        at: -200,
        edits: [
          {
            file: "frontdesk/composer.lock",
            from: '"name": "monolog/monolog", "version": "3.7.0"',
            to: '"name": "monolog/monolog", "version": "3.8.1"',
          },
        ],
      },
    ],
    effects: [
      {
        at: "frontdesk|GET /stays/{id}",
        fail: {
          type: "TypeError",
          message:
            "Stay\\Frontdesk\\StaySerializer::iso(): Argument #1 ($day) must be of type string, Brick\\Calendar\\Formatted given",
          frames: [
            {
              file: "frontdesk/src/StaySerializer.php",
              text: "'arrival' => $this->iso(",
              fn: "Stay\\Frontdesk\\StaySerializer->one",
            },
            {
              file: "frontdesk/src/StayController.php",
              text: "'stay' => $this->serializer->one($stay)",
              fn: "Stay\\Frontdesk\\StayController->show",
            },
          ],
        },
      },
    ],
  },
  {
    id: "stay-row-lock",
    group: "lock",
    kind: "waits for rows that others hold",
    world,
    service: "booking",
    symptom: "latency",
    alertOn: "booking|POST /bookings",
    changes: [
      {
        role: "culprit",
        message: "booking: guests get the cheapest free room\n\nUntil now it was any free one.",
        edits: [
          {
            file: `${bookings}/RoomRepository.java`,
            from: "            LIMIT 1 FOR UPDATE SKIP LOCKED\n",
            to: "            ORDER BY per_night LIMIT 1 FOR UPDATE\n",
          },
          {
            file: `${bookings}/RoomRepository.java`,
            from: "  /** One free room, locked until the booking stands; rooms that others hold are passed over. */",
            to: "  /** The cheapest free room, locked until the booking stands. */",
          },
        ],
      },
      {
        role: "decoy",
        message: "booking: holds are logged once the card is locked",
        at: -22,
        edits: [
          {
            file: `${bookings}/CardGateway.java`,
            from: "/** Holds and releases amounts on guests' cards, at the acquirer. */",
            to: "/** Holds (locks) and releases amounts on guests' cards, at the acquirer. */",
          },
        ],
      },
    ],
    effects: [
      {
        at: "booking|POST /bookings|room",
        slow: 1700,
        set: {
          query:
            "SELECT id, per_night FROM rooms WHERE hotel = ? AND kind = ? AND free_from <= ? ORDER BY per_night LIMIT 1 FOR UPDATE",
        },
      },
      {
        at: "booking|POST /bookings|room",
        share: 0.14,
        slow: 800,
        fail: {
          type: "org.springframework.dao.CannotAcquireLockException",
          message: 'ERROR: canceling statement due to lock timeout; while locking tuple in relation "rooms"',
          frames: [
            {
              file: `${bookings}/RoomRepository.java`,
              text: "return jdbc.sql(",
              fn: "RoomRepository.lockOneFree",
            },
            {
              file: `${bookings}/BookingService.java`,
              text: "rooms.lockOneFree(",
              fn: "BookingService.book",
            },
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "stay-acquirer-down",
    group: "provider",
    kind: "the acquirer answers 503",
    world,
    service: "booking",
    symptom: "errors",
    alertOn: "booking|POST /bookings",
    changes: [
      {
        role: "decoy",
        message: "card gateway: error of a refused hold is clearer in the log",
        at: -15,
        edits: [
          {
            file: `${bookings}/CardGateway.java`,
            from: 'log.info("held {} {}", cents, currency);',
            to: 'log.info("held {} {} on a card", cents, currency);',
          },
        ],
      },
      {
        role: "decoy",
        message: "booking: holds keep their number of nights",
        at: -140,
        edits: [
          {
            file: `${bookings}/BookingService.java`,
            from: "    long nights = ChronoUnit.DAYS.between(request.arrival(), request.departure());\n",
            to: "    // A stay over a change of the clock still has whole nights.\n    long nights = ChronoUnit.DAYS.between(request.arrival(), request.departure());\n",
          },
        ],
      },
    ],
    effects: [
      {
        at: "booking|POST /bookings|hold",
        share: 0.75,
        slow: 400,
        fail: {
          type: "org.springframework.web.client.HttpServerErrorException$ServiceUnavailable",
          message:
            '503 Service Unavailable: {"code":"maintenance","message":"api.cardhold.example is degraded"}',
          status: 503,
        },
      },
      {
        at: "booking|DELETE /bookings/{id}|release",
        share: 0.75,
        slow: 400,
        fail: {
          type: "org.springframework.web.client.HttpServerErrorException$ServiceUnavailable",
          message:
            '503 Service Unavailable: {"code":"maintenance","message":"api.cardhold.example is degraded"}',
          status: 503,
        },
      },
    ],
  },
  {
    id: "stay-channel-release",
    group: "another repository",
    kind: "a service of another team answers otherwise since its release",
    world,
    service: "channel",
    symptom: "errors",
    alertOn: "search|GET /availability",
    foreign: { service: "channel", at: -12, version: ["7.2.0", "8.0.0"], announced: true },
    needs: ["events", "revision"],
    changes: [
      {
        role: "decoy",
        message: "rates: client of the channel manager, say who runs it",
        at: -45,
        edits: [
          {
            file: "rates/src/main/kotlin/stay/rates/ChannelClient.kt",
            from: "/** Allotments of hotels that sell through the channel manager, which another team runs. */",
            to: "/** Allotments of hotels that sell through the channel manager: ask #team-channel, not us. */",
          },
        ],
      },
    ],
    effects: [
      {
        at: "channel|POST /allotments",
        gate: "foreign",
        early: true,
        fail: {
          type: "BadRequest",
          message: 'unknown field "currency" (use "currencies")',
          status: 400,
        },
      },
    ],
  },
];
