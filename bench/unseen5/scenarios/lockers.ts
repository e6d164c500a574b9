import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { lockers as world } from "../worlds/lockers.ts";

const of = changes(new URL("lockers.txt", import.meta.url));
const kotlin = "parcels/src/main/kotlin/box/parcels";

export const lockersScenarios: Scenario[] = [
  // Decidable by: the one instance of the gate with the new revision answers for all stations as slowly as the slowest (time is lost before station.command begins,
  // which is itself as fast as ever), its processor idles and threads wait for a mutex; its diff holds mutex_ while a station is commanded.
  {
    id: "lockers-mutex",
    group: "lock",
    kind: "a mutex held while a station answers, on the canary",
    world,
    service: "gate",
    symptom: "latency",
    alertOn: "parcels|POST /parcels/{id}/pickup",
    oneInstance: true,
    needs: ["revision", "metrics"],
    changes: [...of("lockers-mutex"), ...pool(of, { "pool-connections": -200, "pool-leeway": -1500 })],
    effects: [{ at: "gate|POST /stations/{station}/doors/{door}/open", slow: 2700, ramp: 20 }],
    gauges: [
      {
        service: "gate",
        name: "gate.registry.lock_waiters",
        unit: "{thread}",
        base: 0,
        noise: 0.2,
        to: 29,
        ramp: 20,
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: OkHttp's "A connection to http://gate:8080/ was leaked. Did you forget to close a response body?" and waits for a connection in parcels while
  // the gate is as fast as before; the diff takes `.use` away; it needs some minutes until all 32 are gone. The gate's commit adds const.
  {
    id: "lockers-bodies",
    group: "resource held",
    kind: "replies that nobody closes",
    world,
    service: "parcels",
    symptom: "latency",
    alertOn: "parcels|POST /parcels/{id}/pickup",
    needs: ["logs", "deployments"],
    lag: 420,
    changes: [...of("lockers-bodies"), ...pool(of, { "pool-leeway": -2400, "pool-seen": -15 })],
    effects: [
      { at: "parcels|POST /parcels/{id}/pickup", slow: 3400, ramp: 60 },
      {
        at: "parcels|POST /parcels/{id}/pickup",
        delay: 50,
        share: 0.4,
        fail: {
          type: "java.io.InterruptedIOException",
          message: "timeout (waiting for a connection, 32 of 32 in use)",
          status: 504,
          frames: [
            place(`${kotlin}/GateClient.kt`, "http.newCall(request)", "GateClient.open"),
            place(`${kotlin}/PickupRoutes.kt`, "gate.open(", "PickupRoutes.pickups"),
          ],
        },
      },
    ],
    logs: [
      {
        service: "parcels",
        severity: "WARN",
        every: 12,
        delay: -120,
        body: "okhttp3.OkHttpClient: A connection to http://gate:8080/ was leaked. Did you forget to close a response body?",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: couriers' TypeError "found.id.padStart is not a function" at courier/src/parcels.ts, for every arrival, since parcels runs the revision whose view
  // has a Long where a String was; couriers' own commit trims what comes in.
  {
    id: "lockers-longid",
    group: "serialisation",
    kind: "a number where text was",
    world,
    service: "parcels",
    symptom: "errors",
    alertOn: "courier|POST /arrivals",
    changes: [...of("lockers-longid"), ...pool(of, { "pool-seen": -700, "pool-connections": -25 })],
    effects: [
      { at: "courier|POST /arrivals|sms", gate: "parcels", set: { chance: 0 } },
      {
        at: "courier|POST /arrivals",
        gate: "parcels",
        fail: {
          type: "TypeError",
          message: "found.id.padStart is not a function",
          frames: [
            place("courier/src/parcels.ts", "found.id.padStart", "remember"),
            place("courier/src/parcels.ts", "return remember(body)", "parcel"),
            place("courier/src/arrivals.ts", "await parcel(", "Object.<anonymous>"),
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: "token has expired" from the gate, only in calls of parcels, beginning five minutes after parcels was deployed with tokens kept for fifty minutes where
  // they live for five (the gate's and the client's own comments); the gate's commit changes the words of the refusal.
  {
    id: "lockers-tokenttl",
    group: "cache lifetime",
    kind: "kept longer than it is good for",
    world,
    service: "parcels",
    symptom: "errors",
    alertOn: "parcels|POST /parcels/{id}/pickup",
    lag: 320,
    needs: ["deployments"],
    changes: [...of("lockers-tokenttl"), ...pool(of, { "pool-leeway": -1800, "pool-seen": -15 })],
    effects: [
      {
        at: "parcels|POST /parcels/{id}/pickup|open",
        set: {
          onFail: {
            type: "box.parcels.DoorStuck",
            message: "gate answered 401",
            status: 500,
            frames: [
              place(`${kotlin}/GateClient.kt`, "throw DoorStuck(", "GateClient.open"),
              place(`${kotlin}/PickupRoutes.kt`, "gate.open(", "PickupRoutes.pickups"),
            ],
          },
        },
      },
      { at: "gate|POST /stations/{station}/doors/{door}/open|command", gate: "parcels", set: { chance: 0 } },
      {
        at: "gate|POST /stations/{station}/doors/{door}/open",
        gate: "parcels",
        early: true,
        fail: {
          type: "gate::Unauthorized",
          message: "token has expired",
          status: 401,
          frames: [place("gate/src/http.cpp", "verify(request.header", "gate::open_door")],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: "token is from the future" on one machine alone, whatever runs there; its clock is unsynchronised (log) and its offset grows where there are
  // metrics; the commit writes has_value().
  {
    id: "lockers-skew",
    group: "clock",
    kind: "the clock of one machine is behind",
    world,
    service: "gate",
    symptom: "errors",
    alertOn: "parcels|POST /parcels/{id}/pickup",
    needs: ["revision", "logs"],
    changes: [...of("lockers-skew"), ...pool(of, { "pool-leeway": -400, "pool-flags": -60 })],
    effects: [
      {
        at: "parcels|POST /parcels/{id}/pickup|open",
        set: {
          onFail: {
            type: "box.parcels.DoorStuck",
            message: "gate answered 401",
            status: 500,
            frames: [
              place(`${kotlin}/GateClient.kt`, "throw DoorStuck(", "GateClient.open"),
              place(`${kotlin}/PickupRoutes.kt`, "gate.open(", "PickupRoutes.pickups"),
            ],
          },
        },
      },
      {
        at: "gate|POST /stations/{station}/doors/{door}/open",
        early: true,
        where: { host: "node-2" },
        fail: {
          type: "gate::Unauthorized",
          message: "token is from the future",
          status: 401,
          frames: [place("gate/src/token.cpp", "token is from the future", "gate::verify")],
        },
      },
    ],
    logs: [
      {
        service: "gate",
        severity: "WARN",
        every: 20,
        where: { host: "node-2" },
        body: "W chronyd on this host: can't synchronise, no majority; system clock 94.{n} seconds slow of NTP time",
      },
    ],
    gauges: [
      {
        service: "gate",
        name: "system.clock.offset",
        unit: "s",
        base: 0.002,
        noise: 0.001,
        to: 94,
        where: { host: "node-2" },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: stations of one mobile carrier are silent and all others open as before, on every instance and revision; counting commands
  // knows no carriers.
  {
    id: "lockers-carrier",
    group: "network",
    kind: "a mobile carrier is down",
    world,
    service: "gate",
    symptom: "errors",
    alertOn: "parcels|POST /parcels/{id}/pickup",
    needs: ["revision"],
    changes: [...of("lockers-carrier"), ...pool(of, { "pool-connections": -150, "pool-flags": -2000 })],
    effects: [
      {
        at: "gate|POST /stations/{station}/doors/{door}/open|command",
        where: { "station.carrier": "airwave-m2m" },
        share: 0.9,
        slow: 6500,
      },
    ],
    events: [
      {
        at: 60,
        kind: "status",
        text: "airwave-m2m: data sessions of SIM cards in the north-west are interrupted, engineers are on site",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: from the flag's event on couriers call /v2/messages where it was /v1/messages, and the provider refuses ("sender id not registered"); the choice of
  // the path stood there before all commits; cutting an answer to 200 letters is no refusal.
  {
    id: "lockers-senderflag",
    group: "flag",
    kind: "a flag turned on in the console",
    world,
    service: "courier",
    symptom: "errors",
    alertOn: "courier|POST /arrivals",
    needs: ["events"],
    changes: [
      ...of("lockers-senderflag"),
      ...pool(of, { "pool-smspatience": -250, "pool-connections": -1500 }),
    ],
    ops: {
      courier: [
        {
          name: "POST /arrivals",
          ms: 4,
          steps: [
            { id: "parcel", do: "call", to: "parcels", op: "GET /parcels/{id}", timeout: 3000 },
            {
              id: "sms",
              do: "ext",
              host: "api.pingtext.example",
              method: "POST",
              path: "/v1/messages",
              ms: 120,
              timeout: 5000,
            },
            {
              id: "sms2",
              do: "ext",
              host: "api.pingtext.example",
              method: "POST",
              path: "/v2/messages",
              ms: 90,
              chance: 0,
              timeout: 5000,
            },
          ],
        },
      ],
    },
    effects: [
      { at: "courier|POST /arrivals|sms", set: { chance: 0 } },
      {
        at: "courier|POST /arrivals|sms2",
        set: { chance: 1 },
        fail: {
          type: "Error",
          message: 'sms: 422 {"error":"sender id BOXES is not registered for this destination"}',
          status: 422,
          frames: [place("courier/src/sms.ts", "reply.statusCode >= 300", "sms")],
        },
      },
    ],
    events: [
      {
        at: -3,
        kind: "feature_flag",
        service: "courier",
        text: "sms-sender-id: off -> on, production, by marketing (console)",
      },
    ],
    rps: [3, 8],
  },
  // Undecidable: rows locked while a door opens, or the order of two steps, in one release; only the outermost spans are there.
  {
    id: "lockers-twice",
    group: "undecidable",
    kind: "two of one release",
    world,
    service: "parcels",
    symptom: "latency",
    alertOn: "parcels|POST /parcels/{id}/pickup",
    thin: true,
    changes: of("lockers-twice"),
    effects: [{ at: "parcels|POST /parcels/{id}/pickup", slow: 2100 }],
  },
];
