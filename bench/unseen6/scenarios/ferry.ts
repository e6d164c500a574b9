import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import type { Failure } from "../../unseen/scenario.ts";
import { ferry as world } from "../worlds/ferry.ts";

const of = changes(new URL("./ferry.txt", import.meta.url));
const bff = "apps/mobile-bff/src/main/kotlin/no/strandline/bff/";
const go = "apps/manifest/internal/reserve/";
const booking = "mobile-bff|POST /bookings";

const closed: Failure = {
  type: "no.strandline.bff.BookingClosedException",
  message: "sailing {sailing} is closed, check-in ended PT45M before departure",
  status: 409,
  frames: [
    place(`${bff}CheckIn.kt`, "throw BookingClosedException", "CheckIn.requireOpen"),
    place(`${bff}BookingRoutes.kt`, "CheckIn.requireOpen", "bookings"),
  ],
};

export const ferryScenarios: Scenario[] = [
  // Decidable by: BookingClosedException from CheckIn.requireOpen for aberdeen and torshavn, whose clocks are behind Oslo's, and
  // for no other port, none before; one commit took the port's zone out of that very comparison; old instances, where the
  // rollout is slow, keep selling.
  {
    id: "ferry-quay-clock",
    group: "time zone",
    kind: "time zone dropped",
    world,
    service: "mobile-bff",
    symptom: "errors",
    alertOn: booking,
    changes: [
      ...of("ferry-quay-clock"),
      ...pool(of, { "pool-seatmap": null, "pool-poolwait": -35, "pool-show": -600 }),
    ],
    effects: ["aberdeen", "torshavn"].map((port) => ({
      at: `${booking}|check-in`,
      where: { port },
      share: 0.8,
      fail: closed,
      set: { onFail: closed },
    })),
    needs: ["exceptions"],
  },
  // Decidable by: client spans to manifest end at 160 ms, the number that one commit writes for that client, while
  // manifest's own spans take what they always took (about 140 ms) and succeed; only the new revision gives up.
  {
    id: "ferry-timeouts",
    group: "timeout",
    kind: "timeout lowered",
    world,
    service: "mobile-bff",
    symptom: "errors",
    alertOn: booking,
    changes: [
      ...of("ferry-timeouts"),
      ...pool(of, { "pool-show": -90, "pool-poolwait": 20, "pool-prefetch": null }),
    ],
    effects: [
      {
        at: `${booking}|reserve`,
        set: {
          timeout: 160,
          onFail: {
            type: "io.ktor.client.plugins.HttpRequestTimeoutException",
            message:
              "Request timeout has expired [url=http://manifest:8080/reservations, request_timeout=160 ms]",
            status: 504,
            frames: [place(`${bff}BookingRoutes.kt`, "Clients.manifest.post", "bookings")],
          },
        },
      },
    ],
  },
  // Decidable by: "channel id space exhausted" where manifest publishes; the only change there in the look-back took
  // away the Close of a channel opened for every publish. It was deployed three quarters of an hour before: 2047 channels
  // take that long at this rate. The broker's other user, notices, is well.
  {
    id: "ferry-channels",
    group: "resource held",
    kind: "channel leak",
    world,
    service: "manifest",
    symptom: "errors",
    alertOn: "manifest|POST /reservations",
    lag: 2700,
    changes: [
      ...of("ferry-channels"),
      ...pool(of, { "pool-prefetch": -45, "pool-poolwait": -100, "pool-days": -20 }),
    ],
    effects: [
      {
        at: "manifest|POST /reservations|booked",
        share: 0.95,
        ramp: 60,
        fail: {
          type: "*amqp.Error",
          message: 'Exception (504) Reason: "channel id space exhausted"',
          frames: [
            place(`${go}events.go`, "ch, err := e.conn.Channel()", "reserve.(*Events).Booked"),
            place(`${go}handler.go`, "h.events.Booked", "reserve.(*Handler).Create"),
          ],
        },
      },
    ],
    needs: ["exceptions", "logs"],
  },
  // Decidable by: AttributeError on the line that reads the car's length, for travellers on foot alone; the commit that
  // wrote the line removed the check for None. It reached one of two instances (canary); the other is well.
  {
    id: "ferry-on-foot",
    group: "guard removed",
    kind: "null check removed",
    world,
    service: "fares",
    symptom: "errors",
    alertOn: booking,
    oneInstance: true,
    changes: [
      ...of("ferry-on-foot"),
      ...pool(of, { "pool-poolwait": -400, "pool-overflow": -15, "pool-seatmap": null }),
    ],
    effects: [
      {
        at: "fares|POST /quote",
        where: { traveller: "foot" },
        fail: {
          type: "AttributeError",
          message: "'NoneType' object has no attribute 'length_cm'",
          frames: [
            place("apps/fares/fares/rules.py", "length_cm = car.length_cm", "vehicle"),
            place("apps/fares/fares/api.py", "rules.vehicle(tariff, wish.vehicle)", "quote"),
          ],
        },
      },
    ],
  },
  // Decidable by: the provider answers 503 to the charge and nothing else fails; it fails on instances of every
  // revision, and began before the commit that touches the charge was rolled out or at a moment of its own; status event.
  {
    id: "ferry-charges",
    group: "outside provider",
    kind: "payment provider down",
    world,
    service: "mobile-bff",
    symptom: "errors",
    alertOn: booking,
    changes: [
      ...of("ferry-charges"),
      ...pool(of, { "pool-show": -20, "pool-poolwait": -240, "pool-days": 70 }),
    ],
    effects: [
      {
        at: `${booking}|charge`,
        share: 0.7,
        fail: {
          type: "io.ktor.client.plugins.ServerResponseException",
          message:
            'Server error(POST https://api.tidepay.eu/v3/charges: 503 Service Unavailable. Text: "acquirer unavailable")',
          status: 503,
          frames: [place(`${bff}BookingRoutes.kt`, "Clients.tidepay.post", "bookings")],
        },
      },
    ],
    events: [
      {
        at: 190,
        kind: "status",
        text: "Tidepay: elevated error rates on card charges in Europe, investigating",
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: one sailing alone fails, with a nil deck in lines that no commit wrote; the timetable import (event)
  // created that sailing minutes before. The commit to the deck's lanes reads a lane, which these never reach.
  {
    id: "ferry-no-plan",
    group: "data",
    kind: "incomplete imported record",
    world,
    service: "manifest",
    symptom: "errors",
    alertOn: "manifest|POST /reservations",
    changes: [
      ...of("ferry-no-plan"),
      ...pool(of, { "pool-show": -55, "pool-prefetch": -300, "pool-seatmap": 15 }),
    ],
    effects: [
      { at: "manifest|POST /reservations|insert", where: { sailing: "4411" }, set: { chance: 0 } },
      { at: "manifest|POST /reservations|booked", where: { sailing: "4411" }, set: { chance: 0 } },
      {
        at: "manifest|POST /reservations",
        where: { sailing: "4411" },
        fail: {
          type: "panic",
          message: "runtime error: invalid memory address or nil pointer dereference",
          frames: [
            place(`${go}deck.go`, "range d.Decks[v.Deck()].Lanes", "reserve.(*DeckPlan).LaneFor"),
            place(`${go}handler.go`, "deck.LaneFor(in.Vehicle)", "reserve.(*Handler).Create"),
          ],
        },
      },
    ],
    events: [
      {
        at: -45,
        kind: "data",
        service: "manifest",
        text: "timetable import 31 finished: 3 sailings changed ship (4411, 4502, 4507), 2 without a deck plan",
      },
    ],
    needs: ["exceptions", "events"],
  },
  // Decidable by: whatever runs on one host is slow and times out, of every service and revision; the same revisions
  // elsewhere are as fast as ever.
  {
    id: "ferry-node",
    group: "node",
    kind: "node slow",
    world,
    service: "mobile-bff",
    symptom: "latency",
    alertOn: booking,
    changes: [
      ...pool(of, { "pool-show": -80, "pool-poolwait": -30, "pool-days": -170, "pool-prefetch": -20 }),
    ],
    effects: ["mobile-bff", "fares", "manifest", "notices"].map((service) => ({
      at: `${service}|*`,
      where: { host: "node-2" },
      slow: 1300,
    })),
    gauges: [
      {
        service: "manifest",
        name: "system.cpu.steal.utilization",
        unit: "1",
        base: 0.01,
        noise: 0.004,
        to: 0.71,
        where: { host: "node-2" },
      },
      {
        service: "fares",
        name: "system.cpu.steal.utilization",
        unit: "1",
        base: 0.01,
        noise: 0.004,
        to: 0.7,
        where: { host: "node-2" },
      },
    ],
    needs: ["revision", "metrics"],
  },
  // Decidable by: requests to list sailings are several times the usual the minute that summer tickets went on sale
  // (event), and everything slows with them as the pool runs dry; the commits do nothing to the number of requests.
  {
    id: "ferry-summer-sale",
    group: "traffic",
    kind: "announced rush",
    world,
    service: "mobile-bff",
    symptom: "traffic",
    alertOn: "mobile-bff|GET /sailings",
    changes: [...pool(of, { "pool-days": -50, "pool-show": -25, "pool-poolwait": -420 })],
    effects: [{ at: "mobile-bff|GET /sailings|upcoming", slow: 340, ramp: 90 }],
    surge: { factor: 4.5, entry: "mobile-bff|GET /sailings" },
    gauges: [
      {
        service: "mobile-bff",
        name: "db.client.connection.count",
        unit: "{connection}",
        base: 5,
        noise: 1,
        to: 16,
        ramp: 60,
        attributes: { "db.client.connection.state": "used" },
      },
      {
        service: "mobile-bff",
        name: "db.client.connection.pending_requests",
        unit: "{request}",
        base: 0,
        noise: 0.2,
        to: 40,
        ramp: 120,
      },
    ],
    events: [
      { at: -20, kind: "marketing", text: "Newsletter: summer crossings on sale now (410000 recipients)" },
    ],
    needs: ["events", "metrics"],
  },
];
