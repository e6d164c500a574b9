import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, db, ext, work } = step;

/** Probes in the soil of farms, and the water that fields get. */
export const furrow: World = {
  id: "furrow",
  repository: "furrow-water/furrow",
  files: sources(new URL("./furrow.txt", import.meta.url)),
  services: [
    {
      name: "console",
      language: "elixir",
      paths: ["console/"],
      replicas: 2,
      ops: [
        {
          name: "POST /plans",
          ms: 4,
          log: "plan requested for {crop} in {region}",
          steps: [
            call("plan", "planner", "POST /plans", {
              timeout: 8000,
              src: place("console/lib/console/plans.ex", "Planner.plan(field", "Console.Plans.request/2"),
            }),
            call("valves", "devices", "POST /schedules", { timeout: 3000 }),
          ],
        },
        {
          name: "GET /fields/{field}",
          ms: 4,
          steps: [
            call("status", "planner", "GET /fields/{field}", { timeout: 8000 }),
            call("picture", "skycast", "GET /pictures/{field}", { timeout: 5000, tolerate: true }),
          ],
        },
      ],
    },
    {
      name: "planner",
      language: "python",
      paths: ["planner/"],
      replicas: 3,
      ops: [
        {
          name: "POST /plans",
          ms: 4,
          steps: [
            db("field", "mongodb", "fields", "find fields", 4),
            call("forecast", "skycast", "GET /forecasts/{cell}", {
              timeout: 4000,
              src: place("planner/forecasts.py", "await client.get(", "rain"),
            }),
            work("need", "compute need", 3),
            db("save", "mongodb", "plans", "update plans", 4),
          ],
        },
        {
          name: "GET /fields/{field}",
          ms: 3,
          steps: [db("field", "mongodb", "fields", "find fields", 4)],
        },
      ],
    },
    {
      name: "ingest",
      language: "go",
      paths: ["ingest/"],
      replicas: 3,
      ops: [
        {
          name: "POST /readings",
          ms: 1,
          log: "reading from {gateway}",
          steps: [
            db("insert", "mongodb", "readings", "insert readings", 3, {
              src: place("ingest/readings.go", "s.store.Insert(ctx", "ingest.(*Service).Take"),
            }),
          ],
        },
      ],
    },
    {
      name: "skycast",
      language: "kotlin",
      paths: ["skycast/"],
      replicas: 2,
      ops: [
        {
          name: "GET /forecasts/{cell}",
          ms: 3,
          steps: [
            ext("point", "api.meteora.example", "GET", "/v1/point", 340, {
              chance: 0.7,
              src: place(
                "skycast/src/main/kotlin/furrow/Forecasts.kt",
                'http.get("https://api.meteora',
                "Forecasts.fetch",
              ),
            }),
          ],
        },
        {
          name: "GET /pictures/{field}",
          ms: 3,
          steps: [
            ext("scenes", "api.orbitview.example", "GET", "/v2/scenes", 150, {
              src: place(
                "skycast/src/main/kotlin/furrow/Pictures.kt",
                'http.get("https://api.orbitview',
                "Pictures.newest",
              ),
            }),
          ],
        },
      ],
    },
    {
      name: "devices",
      language: "rust",
      paths: [],
      replicas: 2,
      ops: [{ name: "POST /schedules", ms: 8, steps: [] }],
    },
  ],
  entries: {
    "ingest|POST /readings": 5,
    "console|POST /plans": 3,
    "console|GET /fields/{field}": 2.5,
  },
  attributes: {
    gateway: ["gw-mk1", "gw-mk2", "gw-mk3"],
    crop: ["maize", "tomato", "vine", "potato"],
    region: ["murcia", "alentejo", "ica", "puglia"],
  },
  noise: [
    {
      at: "ingest|POST /readings",
      share: 0.012,
      fail: { type: "*fmt.wrapError", message: "line of 2 parts", status: 400 },
    },
    {
      at: "console|POST /plans",
      share: 0.006,
      fail: { type: "Console.FieldLocked", message: "field is being watered", status: 409, quiet: true },
    },
  ],
  extras: changes(new URL("../scenarios/furrow.txt", import.meta.url))("extras"),
  rename: { ingest: ["uplink"], skycast: ["almanac"], orbitview: ["satlens"] },
};
