import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, db, ext, send, work } = step;

/** A container terminal: trucks with appointments, stacks of boxes, and customs. */
export const harbor: World = {
  id: "harbor",
  repository: "quayside/terminal",
  files: sources(new URL("./harbor.txt", import.meta.url)),
  services: [
    {
      name: "portal",
      language: "typescript",
      paths: ["portal/"],
      replicas: 3,
      ops: [
        {
          name: "GET /vessels",
          ms: 5,
          steps: [
            db(
              "calls",
              "postgresql",
              "calls",
              "SELECT imo, name, carrier, eta FROM calls WHERE terminal = $1",
              6,
            ),
          ],
        },
        {
          name: "GET /containers/{id}",
          ms: 4,
          steps: [
            db("box", "postgresql", "containers", "SELECT * FROM containers WHERE id = $1", 3),
            call("position", "yard", "GET /positions/{container}", {
              timeout: 9000,
              src: place("portal/src/containers.ts", "await position(", "container"),
            }),
          ],
        },
        {
          name: "POST /appointments",
          ms: 6,
          log: "appointment for a {carrier} box",
          steps: [
            call("clearance", "customs", "GET /clearance/{container}", {
              timeout: 6000,
              src: place("portal/src/appointments.ts", "await clearance(", "book"),
            }),
            call("reserve", "yard", "POST /moves", {
              src: place("portal/src/appointments.ts", "await reserve(", "book"),
            }),
            db(
              "insert",
              "postgresql",
              "appointments",
              "INSERT INTO appointments (haulier, container, slot, move) VALUES ($1, $2, $3, $4)",
              4,
            ),
          ],
        },
      ],
    },
    {
      name: "yard",
      language: "java",
      paths: ["yard/"],
      replicas: 3,
      ops: [
        {
          name: "GET /positions/{container}",
          ms: 3,
          steps: [
            db(
              "own",
              "postgresql",
              "positions",
              "SELECT row, bay, tier FROM positions WHERE container = ?",
              2,
            ),
            db(
              "stack",
              "postgresql",
              "positions",
              "SELECT container, tier FROM positions WHERE row = ? AND bay = ?",
              4,
              {
                src: place("yard/src/main/java/quay/yard/Positions.java", "store.stack(", "Positions.of"),
              },
            ),
          ],
        },
        {
          name: "POST /moves",
          ms: 5,
          steps: [
            db(
              "from",
              "postgresql",
              "positions",
              "SELECT row, bay, tier FROM positions WHERE container = ?",
              2,
            ),
            db("plan", "postgresql", "bay_plans", "SELECT cells FROM bay_plans WHERE vessel = ?", 5),
            db(
              "save",
              "postgresql",
              "moves",
              "INSERT INTO moves (container, slot, reach) VALUES (?, ?, ?)",
              3,
            ),
          ],
        },
        {
          name: "process gate.events",
          ms: 2,
          steps: [
            db("truck", "postgresql", "trucks", "INSERT INTO trucks (plate, lane, at) VALUES (?, ?, ?)", 3),
          ],
        },
      ],
    },
    {
      name: "gate",
      language: "go",
      paths: ["gate/"],
      replicas: 2,
      ops: [
        {
          name: "POST /gate/in",
          ms: 3,
          steps: [
            work("plate", "ocr.Plate", 45, {
              src: place("gate/internal/lanes/in.go", "s.reader.Plate(", "lanes.(*Server).In"),
            }),
            db(
              "booking",
              "postgresql",
              "appointments",
              "SELECT id, row FROM appointments WHERE plate = $1",
              3,
            ),
            send("arrived", "kafka", "gate.events", "yard", "process gate.events", {
              src: place("gate/internal/lanes/in.go", "s.events.Publish(", "lanes.(*Server).In"),
            }),
          ],
        },
      ],
    },
    {
      name: "customs",
      language: "python",
      paths: ["customs/"],
      replicas: 2,
      ops: [
        {
          name: "GET /clearance/{container}",
          ms: 3,
          steps: [
            db("latest", "postgresql", "clearances", "SELECT state FROM clearances WHERE container = %s", 2),
            ext("status", "api.singlewindow.gov.example", "GET", "/v2/consignments/MSKU1", 420, {
              timeout: 5000,
              src: place("customs/app/clearance.py", "authority.status(", "clearance"),
            }),
          ],
        },
      ],
    },
  ],
  entries: {
    "portal|GET /vessels": 5,
    "portal|GET /containers/{id}": 4,
    "portal|POST /appointments": 3,
    "gate|POST /gate/in": 3,
  },
  attributes: {
    carrier: ["msk", "tidal", "hansa"],
    terminal: ["east", "west"],
    vessel: ["mv-aurora", "mv-calluna", "mv-brisk", "mv-dora"],
  },
  noise: [
    {
      at: "portal|POST /appointments",
      share: 0.012,
      fail: { type: "Refused", message: "container is held by customs", status: 409, quiet: true },
    },
    {
      at: "gate|POST /gate/in",
      share: 0.006,
      fail: { type: "*fmt.wrapError", message: "read plate in lane 4: no plate found", status: 422 },
    },
  ],
  extras: changes(new URL("../scenarios/harbor.txt", import.meta.url))("extras"),
  rename: { customs: ["clearing"], portal: ["haulierweb"] },
};
