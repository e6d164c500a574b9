import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const kotlin = "parcels/src/main/kotlin/box/parcels";

/** Parcel lockers: the gate to the stations in C++, parcels in Kotlin, couriers in Node, a provider for text messages. */
export const lockers: World = {
  id: "lockers",
  repository: "boxwand/lockers",
  files: sources(new URL("lockers.txt", import.meta.url)),
  services: [
    {
      name: "gate",
      language: "cpp",
      paths: ["gate/"],
      replicas: 3,
      ops: [
        {
          name: "POST /stations/{station}/doors/{door}/open",
          ms: 3,
          steps: [
            step.work("command", "station.command", 180, {
              timeout: 6000,
              src: place("gate/src/session.cpp", "Reply Registry::open", "gate::Registry::open"),
              onFail: { type: "gate::Timeout", message: "station did not answer within 6 s", status: 504 },
            }),
          ],
        },
      ],
    },
    {
      name: "parcels",
      language: "kotlin",
      paths: ["parcels/"],
      replicas: 3,
      ops: [
        {
          name: "POST /parcels/{id}/pickup",
          ms: 4,
          log: "collected at {station}",
          steps: [
            step.db(
              "find",
              "postgresql",
              "parcels",
              "SELECT id, station, door, code, state FROM parcels WHERE id = ?",
              3,
              {
                src: place(`${kotlin}/ParcelStore.kt`, "FROM parcels WHERE id", "ParcelStore.find"),
              },
            ),
            step.call("open", "gate", "POST /stations/{station}/doors/{door}/open", {
              timeout: 10_000,
              onFail: {
                type: "box.parcels.DoorStuck",
                message: "gate answered 504",
                status: 500,
                frames: [
                  place(`${kotlin}/GateClient.kt`, "throw DoorStuck(", "GateClient.open"),
                  place(`${kotlin}/PickupRoutes.kt`, "gate.open(", "PickupRoutes.pickups"),
                ],
              },
              src: place(`${kotlin}/GateClient.kt`, "http.newCall(request)", "GateClient.open"),
            }),
          ],
        },
        {
          name: "GET /parcels/{id}",
          ms: 3,
          steps: [
            step.db(
              "find",
              "postgresql",
              "parcels",
              "SELECT id, station, door, code, state FROM parcels WHERE id = ?",
              3,
            ),
          ],
        },
      ],
    },
    {
      name: "courier",
      language: "typescript",
      paths: ["courier/"],
      replicas: 2,
      ops: [
        {
          name: "POST /arrivals",
          ms: 4,
          steps: [
            step.call("parcel", "parcels", "GET /parcels/{id}", {
              timeout: 3000,
              src: place("courier/src/parcels.ts", "await request(", "parcel"),
            }),
            step.ext("sms", "api.pingtext.example", "POST", "/v1/messages", 120, {
              timeout: 5000,
              src: place("courier/src/sms.ts", "await request(", "sms"),
            }),
          ],
        },
      ],
    },
  ],
  entries: { "parcels|POST /parcels/{id}/pickup": 8, "courier|POST /arrivals": 6 },
  attributes: {
    station: ["north-gate-04", "uni-library-1", "harbour-22", "mall-east-9"],
    "station.carrier": ["telvia", "airwave-m2m"],
    "courier.company": ["swiftvan", "pedalpost", "cargolane"],
  },
  noise: [
    {
      at: "parcels|POST /parcels/{id}/pickup",
      share: 0.02,
      fail: { type: "Forbidden", message: "wrong code", status: 403, quiet: true },
    },
    {
      at: "courier|POST /arrivals",
      share: 0.005,
      fail: { type: "Error", message: 'sms: 400 {"error":"no such number"}' },
    },
  ],
  extras: changes(new URL("../scenarios/lockers.txt", import.meta.url))("extras"),
  rename: {
    pingtext: ["shoutline", "textharbor"],
    telvia: ["mobicel"],
    boxwand: ["parcelwall"],
    courier: ["dropoff"],
  },
};
