import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, cache, db, ext, send, work } = step;

export const journeys = "tracker/src/main/java/aero/bags/Journeys.java";

/** Bags of an airport from the desk to the hold. */
export const baggage: World = {
  id: "baggage",
  repository: "skyhandling/bags",
  files: sources(new URL("./baggage.txt", import.meta.url)),
  services: [
    {
      name: "tag-desk",
      language: "typescript",
      paths: ["tag-desk/"],
      replicas: 3,
      ops: [
        {
          name: "POST /bags",
          ms: 6,
          log: "tag printed for flight {flight} at {station}",
          steps: [
            call("passenger", "dcs-gateway", "GET /passengers/{pnr}", {
              timeout: 3000,
              chance: 0.7,
              src: place("tag-desk/src/dcs-client.ts", "await fetchJson<Passenger>", "passenger"),
            }),
            call("open", "tracker", "POST /journeys", {
              src: place("tag-desk/src/bags.ts", "await openJourney", "registerBag"),
            }),
            call("chute", "sorter", "POST /chutes", {
              timeout: 1500,
              src: place("tag-desk/src/bags.ts", "await chuteFor", "registerBag"),
            }),
          ],
        },
        {
          name: "GET /bags/{tag}",
          ms: 3,
          steps: [call("journey", "tracker", "GET /journeys/{tag}", { timeout: 2500 })],
        },
      ],
    },
    {
      name: "tracker",
      language: "java",
      paths: ["tracker/"],
      replicas: 3,
      ops: [
        {
          name: "POST /journeys",
          ms: 4,
          steps: [
            db(
              "insert",
              "postgresql",
              "journeys",
              "INSERT INTO journeys (flight, surname, weight) VALUES ($1, $2, $3) RETURNING *",
              4,
              { src: place(journeys, "INSERT INTO journeys", "aero.bags.Journeys.open") },
            ),
            send("publish", "kafka", "bags.scanned", "loads", "process bags.scanned"),
          ],
        },
        {
          name: "GET /journeys/{tag}",
          ms: 3,
          steps: [
            db(
              "journey",
              "postgresql",
              "journeys",
              "SELECT tag, flight, surname, weight FROM journeys WHERE tag = $1",
              2,
              { src: place(journeys, "FROM journeys WHERE tag", "aero.bags.Journeys.byTag") },
            ),
            db(
              "scans",
              "postgresql",
              "scans",
              "SELECT point, read_at FROM scans WHERE tag = $1 ORDER BY read_at",
              3,
              { src: place(journeys, "FROM scans WHERE tag", "aero.bags.Journeys.scansOf") },
            ),
          ],
        },
        {
          name: "POST /scans",
          ms: 3,
          steps: [
            db(
              "journey",
              "postgresql",
              "journeys",
              "SELECT tag, flight, surname, weight FROM journeys WHERE tag = $1",
              2,
              { src: place(journeys, "FROM journeys WHERE tag", "aero.bags.Journeys.byTag") },
            ),
            db(
              "add",
              "postgresql",
              "scans",
              "INSERT INTO scans (tag, point, read_at) VALUES ($1, $2, $3)",
              3,
              {
                src: place(journeys, "INSERT INTO scans", "aero.bags.Journeys.add"),
              },
            ),
            send("publish", "kafka", "bags.scanned", "loads", "process bags.scanned"),
          ],
        },
      ],
    },
    {
      name: "sorter",
      language: "go",
      paths: ["sorter/"],
      replicas: 2,
      ops: [
        {
          name: "POST /chutes",
          ms: 2,
          steps: [
            cache("cached", "GET chute:{flight}"),
            call("plan", "loads", "GET /flights/{flight}/plan", {
              chance: 0.85,
              timeout: 900,
              retries: 2,
              src: place("sorter/chute.go", "s.loads.Plan(ctx", "sorter.(*Sorter).Chute"),
            }),
          ],
        },
      ],
    },
    {
      name: "loads",
      language: "kotlin",
      paths: ["loads/"],
      replicas: 3,
      ops: [
        {
          name: "GET /flights/{flight}/plan",
          ms: 3,
          steps: [
            db(
              "plan",
              "postgresql",
              "plans",
              "SELECT flight, chute, containers, closed_at FROM plans WHERE flight = $1",
              4,
              { src: place("loads/src/main/kotlin/Plans.kt", "FROM plans WHERE flight", "loads.Plans.plan") },
            ),
          ],
        },
        {
          name: "process bags.scanned",
          ms: 2,
          steps: [
            db(
              "insert",
              "postgresql",
              "loaded",
              "INSERT INTO loaded (tag, point, seen_at) VALUES ($1, $2, now()) ON CONFLICT (tag, point) DO NOTHING",
              3,
              {
                src: place(
                  "loads/src/main/kotlin/ScannedConsumer.kt",
                  "db.execute(",
                  "loads.ScannedConsumer.onScan",
                ),
              },
            ),
          ],
        },
      ],
    },
    {
      name: "reunite",
      language: "python",
      paths: ["reunite/"],
      replicas: 2,
      ops: [
        {
          name: "GET /claims/{claim}/matches",
          ms: 5,
          steps: [
            db(
              "claim",
              "postgresql",
              "claims",
              "SELECT id, surname, colour, brand, lost_at FROM claims WHERE id = %s",
              2,
            ),
            db(
              "found",
              "postgresql",
              "found",
              "SELECT tag, colour, brand, surname FROM found WHERE colour = %s LIMIT 50",
              6,
              { src: place("reunite/app/matches.py", "FROM found WHERE", "matches") },
            ),
            work("score", "rank found bags", 8),
            call("journey", "tracker", "GET /journeys/{tag}", {
              timeout: 2000,
              src: place("reunite/app/tracker.py", "_client.get(", "journey"),
            }),
          ],
        },
      ],
    },
    {
      name: "dcs-gateway",
      language: "java",
      paths: [],
      replicas: 2,
      ops: [
        {
          name: "GET /passengers/{pnr}",
          ms: 4,
          steps: [ext("dcs", "dcs.aeronet.example", "GET", "/v2/pnr", 60)],
        },
      ],
    },
  ],
  entries: {
    "tag-desk|POST /bags": 9,
    "tracker|POST /scans": 6,
    "tag-desk|GET /bags/{tag}": 3,
    "reunite|GET /claims/{claim}/matches": 1.6,
  },
  attributes: {
    station: ["north", "south", "pier-c", "transfer"],
    flight: ["XK211", "XK90", "LB4410", "LB12", "QN755"],
    carrier: ["XK", "LB", "QN"],
  },
  noise: [
    {
      at: "tag-desk|POST /bags",
      share: 0.012,
      fail: { type: "HttpProblem", message: "allowance exceeded", status: 409 },
    },
    {
      at: "tracker|POST /scans",
      share: 0.004,
      fail: {
        type: "org.springframework.dao.EmptyResultDataAccessException",
        message: "Incorrect result size: expected 1, actual 0",
        status: 404,
        frames: [place(journeys, "FROM journeys WHERE tag", "aero.bags.Journeys.byTag")],
      },
    },
  ],
  extras: changes(new URL("../scenarios/baggage.txt", import.meta.url))("extras"),
  rename: { chute: ["slide"], surname: ["lastname"], tracker: ["itinerary"], reunite: ["lostfound"] },
};
