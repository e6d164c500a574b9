import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const java = "src/main/java/com/pallium/";

/** Freight: a monorepo on the JVM with libraries that its services share (Java, Scala, Kotlin); PostgreSQL, ActiveMQ. */
export const freight: World = {
  id: "freight",
  repository: "pallium/forwarding",
  files: sources(new URL("./freight.txt", import.meta.url)),
  services: [
    {
      name: "consignments",
      language: "java",
      paths: ["consignments/", "libs/"],
      replicas: 3,
      ops: [
        {
          name: "POST /consignments",
          ms: 9,
          log: "booked for {hub}",
          steps: [
            step.db(
              "insert",
              "postgresql",
              "consignments",
              "INSERT INTO consignments (goods, hub, ready_at) VALUES (?, ?, ?) RETURNING id",
              5,
            ),
            step.call("assess", "customs", "POST /assessments", {
              timeout: 6000,
              src: place(
                `consignments/${java}consignments/Duties.java`,
                "http.execute(post",
                "Duties.assess",
              ),
            }),
            step.call("plan", "planner", "POST /plans", { timeout: 4000 }),
          ],
        },
        {
          name: "GET /consignments/{id}",
          ms: 4,
          steps: [
            step.db(
              "find",
              "postgresql",
              "consignments",
              "SELECT id, goods, hub, ready_at FROM consignments WHERE id = ?",
              3,
            ),
          ],
        },
      ],
    },
    {
      name: "customs",
      language: "java",
      paths: ["customs/", "libs/"],
      replicas: 3,
      ops: [
        {
          name: "POST /assessments",
          ms: 8,
          log: "assessed {goods}",
          steps: [
            step.db(
              "classify",
              "postgresql",
              "tariff_rows",
              "SELECT code, goods FROM tariff_rows WHERE goods = ? LIMIT ?",
              6,
            ),
            step.ext("declare", "atlas-gateway.zollportal.gov.eu", "POST", "/declarations", 210, {
              src: place(
                `customs/${java}customs/Authority.java`,
                "return http.execute(post",
                "Authority.declare",
              ),
            }),
          ],
        },
      ],
    },
    {
      name: "planner",
      language: "scala",
      paths: ["planner/"],
      replicas: 2,
      ops: [
        {
          name: "POST /plans",
          ms: 10,
          log: "planned for {hub}",
          steps: [
            step.db(
              "legs",
              "postgresql",
              "legs",
              "SELECT id, origin, target, cost FROM legs WHERE origin = ? ORDER BY cost LIMIT ?",
              9,
              {
                src: place(
                  "planner/src/main/scala/com/pallium/planner/Legs.scala",
                  ".query[Leg].to[List]",
                  "Legs.from",
                ),
              },
            ),
            step.send("planned", "activemq", "plans.ready", "docks", "process plans.ready"),
          ],
        },
      ],
    },
    {
      name: "docks",
      language: "kotlin",
      paths: ["docks/"],
      replicas: 2,
      ops: [
        {
          name: "process plans.ready",
          ms: 5,
          steps: [
            step.db(
              "arrival",
              "postgresql",
              "arrivals",
              "INSERT INTO arrivals (consignment, ready_at) VALUES (?, ?)",
              4,
              {
                src: place(
                  "docks/src/main/kotlin/com/pallium/docks/Arrivals.kt",
                  "statement.executeUpdate()",
                  "Arrivals.onPlanned",
                ),
              },
            ),
          ],
        },
        {
          name: "GET /gates/{hub}",
          ms: 5,
          log: "gates of {hub}",
          steps: [
            step.db(
              "gates",
              "postgresql",
              "arrivals",
              "SELECT gate, consignment, ready_at FROM arrivals WHERE hub = ?",
              6,
              {
                src: place(
                  "docks/src/main/kotlin/com/pallium/docks/Arrivals.kt",
                  "statement.executeQuery()",
                  "Arrivals.gates",
                ),
              },
            ),
          ],
        },
      ],
    },
  ],
  entries: {
    "consignments|POST /consignments": 6,
    "consignments|GET /consignments/{id}": 4,
    "docks|GET /gates/{hub}": 4,
  },
  attributes: {
    hub: ["rotterdam", "gdansk", "istanbul", "porto"],
    goods: ["textiles", "machinery", "produce", "paper"],
  },
  noise: [
    {
      at: "consignments|POST /consignments",
      share: 0.012,
      fail: {
        type: "org.springframework.web.bind.MethodArgumentNotValidException",
        message: "Validation failed for argument [0]: goods must not be blank",
        status: 400,
      },
    },
    {
      at: "consignments|GET /consignments/{id}",
      share: 0.01,
      fail: { type: "NotFound", message: "no consignment", status: 404, quiet: true },
    },
  ],
  extras: changes(new URL("../scenarios/freight.txt", import.meta.url))("extras"),
  rename: {
    pallium: ["cargonaut", "transmare"],
    consignment: ["shipment"],
    zollportal: ["dutyportal"],
  },
};
