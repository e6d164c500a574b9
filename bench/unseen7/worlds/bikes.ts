import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, db, send } = step;

/** Bikes that a city lends by the minute, and the docks they stand in. */
export const bikes: World = {
  id: "bikes",
  repository: "velocity-share/platform",
  files: sources(new URL("./bikes.txt", import.meta.url)),
  services: [
    {
      name: "rides",
      language: "typescript",
      paths: ["rides/"],
      replicas: 3,
      ops: [
        {
          name: "POST /rides",
          ms: 4,
          log: "ride started in {city}",
          steps: [
            call("hold", "wallet", "POST /holds", {
              timeout: 2000,
              src: place("rides/src/start.ts", "await hold(", "startRide"),
            }),
            call("unlock", "docks", "POST /docks/{dock}/unlock", {
              timeout: 4000,
              src: place("rides/src/start.ts", "await unlock(", "startRide"),
            }),
            db("insert", "mongodb", "rides", "insert rides", 3),
          ],
        },
        {
          name: "POST /rides/{id}/end",
          ms: 4,
          steps: [
            db("ride", "mongodb", "rides", "find rides", 2),
            call("capture", "wallet", "POST /holds/{id}/capture", {
              timeout: 2000,
              src: place("rides/src/end.ts", "await capture(", "endRide"),
            }),
            db("close", "mongodb", "rides", "update rides", 3),
          ],
        },
        {
          name: "POST /rides/{id}/photo",
          ms: 30,
          steps: [db("photo", "mongodb", "photos", "insert photos", 12)],
        },
      ],
    },
    {
      name: "docks",
      language: "rust",
      paths: ["docks/"],
      replicas: 3,
      ops: [
        {
          name: "POST /docks/{dock}/unlock",
          ms: 2,
          steps: [
            db(
              "state",
              "postgresql",
              "dock_state",
              "SELECT dock, bike, key_id FROM dock_state WHERE dock = $1",
              2,
            ),
            send("order", "mqtt", "docks/orders", "docks", "process docks/acks", {
              src: place("docks/src/unlock.rs", "docks.send(dock", "docks::unlock::unlock"),
            }),
          ],
        },
        {
          name: "POST /bikes/report",
          ms: 1,
          steps: [
            db(
              "save",
              "postgresql",
              "bikes",
              "UPDATE bikes SET metres = $2, charge = $3 WHERE bike = $1",
              2,
              {
                src: place("docks/src/telemetry.rs", "docks.save(", "docks::telemetry::report"),
              },
            ),
          ],
        },
        { name: "process docks/acks", ms: 1, steps: [] },
      ],
    },
    {
      name: "stations",
      language: "python",
      paths: ["stations/"],
      replicas: 2,
      ops: [
        {
          name: "GET /stations/near",
          ms: 4,
          steps: [
            db("within", "mongodb", "stations", "find stations {position: {$geoWithin: ?}}", 6, {
              src: place("stations/app/store.py", "db.stations.find({", "within"),
            }),
            db("free", "mongodb", "docks", "aggregate docks [{$match: ?}, {$group: ?}]", 7, {
              src: place("stations/app/store.py", "db.docks.aggregate(", "free_bikes"),
            }),
          ],
        },
        {
          name: "GET /stations/{id}",
          ms: 3,
          steps: [
            db("station", "mongodb", "stations", "find stations {_id: ?}", 2),
            db("docks", "mongodb", "docks", "find docks {station: ?}", 3),
          ],
        },
      ],
    },
    {
      name: "wallet",
      language: "java",
      paths: [],
      replicas: 2,
      ops: [
        { name: "POST /holds", ms: 14, steps: [] },
        { name: "POST /holds/{id}/capture", ms: 18, steps: [] },
      ],
    },
  ],
  entries: {
    "stations|GET /stations/near": 5,
    "stations|GET /stations/{id}": 2,
    "rides|POST /rides": 2.5,
    "rides|POST /rides/{id}/end": 2,
    "rides|POST /rides/{id}/photo": 2.2,
    "docks|POST /bikes/report": 6,
  },
  attributes: {
    city: ["freiburg", "utrecht", "leuven"],
    bike_model: ["city3", "city4", "cargo"],
    app: ["ios-8.1", "android-8.1", "android-7.9"],
  },
  noise: [
    {
      at: "docks|POST /docks/{dock}/unlock",
      share: 0.01,
      fail: { type: "docks::error::Problem", message: "no bike in this dock", status: 409, quiet: true },
    },
    {
      at: "stations|GET /stations/{id}",
      share: 0.006,
      fail: { type: "KeyError", message: "'station'", status: 404 },
    },
  ],
  extras: changes(new URL("../scenarios/bikes.txt", import.meta.url))("extras"),
  rename: { docks: ["racks"], wallet: ["purse"], rides: ["trips"], metres: ["meters"] },
};
