import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, cache, db, ext, send, work } = step;

/** A terminal where containers come by truck and leave by ship. */
export const quay: World = {
  id: "quay",
  repository: "northpier/terminal",
  files: sources(new URL("./quay.txt", import.meta.url)),
  services: [
    {
      name: "gatehouse",
      language: "typescript",
      paths: ["gatehouse/"],
      replicas: 3,
      ops: [
        {
          name: "POST /visits",
          ms: 5,
          log: "visit of {carrier} at lane {lane}",
          steps: [
            call("who", "tokens", "GET /introspect", { timeout: 1500 }),
            call("release", "customs-link", "GET /releases/{box}", {
              timeout: 4500,
              src: place("gatehouse/src/visits.ts", "await release(box)", "openVisit"),
            }),
            call("move", "yard", "POST /moves", {
              timeout: 3500,
              src: place("gatehouse/src/visits.ts", "await move(box", "openVisit"),
            }),
            send("publish", "kafka", "visits", "berth", "process visits", {
              src: place("gatehouse/src/bus.ts", "await producer.send", "publish"),
            }),
          ],
        },
        {
          name: "GET /slots",
          ms: 3,
          steps: [call("free", "yard", "GET /free", { timeout: 3500 })],
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
          name: "POST /moves",
          ms: 4,
          steps: [
            db(
              "next",
              "postgresql",
              "slots",
              "SELECT * FROM slots WHERE box IS NULL AND block = (SELECT block FROM carriers WHERE code = ?) ORDER BY tier LIMIT 1 FOR UPDATE SKIP LOCKED",
              5,
            ),
            db("occupy", "postgresql", "slots", "UPDATE slots SET box = ?, since = now() WHERE code = ?", 4),
          ],
        },
        {
          name: "GET /free",
          ms: 3,
          steps: [
            db(
              "free",
              "postgresql",
              "slots",
              "SELECT code, block, since FROM slots WHERE box IS NULL AND block = ? ORDER BY tier",
              7,
            ),
          ],
        },
      ],
    },
    {
      name: "berth",
      language: "go",
      paths: ["berth/"],
      replicas: 2,
      ops: [
        {
          name: "POST /plans",
          ms: 3,
          log: "plan for crane of {berth}",
          steps: [
            db(
              "stack",
              "postgresql",
              "slots",
              "SELECT s.box, s.tier, b.size_type FROM slots s JOIN boxes b ON b.number = s.box WHERE s.vessel = $1 AND s.bay = $2 ORDER BY s.tier",
              9,
              { src: place("berth/plan.go", "p.store.Stack(ctx", "berth.(*Planner).Plan") },
            ),
            work("sequence", "sequence bay", 6),
          ],
        },
        {
          name: "process visits",
          ms: 2,
          steps: [
            db(
              "arrived",
              "postgresql",
              "boxes",
              "UPDATE boxes SET slot = $2, arrived = now() WHERE number = $1",
              4,
            ),
          ],
        },
        { name: "POST /reports", ms: 3, steps: [work("note", "note move", 1)] },
      ],
    },
    {
      name: "customs-link",
      language: "python",
      paths: ["customs-link/"],
      replicas: 2,
      ops: [
        {
          name: "GET /releases/{box}",
          ms: 3,
          steps: [
            cache("known", "GET release:{box}"),
            ext("ask", "api.singlewindow.example", "GET", "/v2/releases/{box}", 90, {
              chance: 0.55,
              src: place("customs-link/authority.py", "answer.raise_for_status()", "release"),
            }),
          ],
        },
      ],
    },
    {
      name: "tokens",
      language: "go",
      paths: [],
      replicas: 2,
      ops: [{ name: "GET /introspect", ms: 5, steps: [] }],
    },
  ],
  entries: {
    "gatehouse|POST /visits": 4,
    "gatehouse|GET /slots": 2.5,
    "berth|POST /plans": 2,
    "berth|POST /reports": 2,
  },
  attributes: {
    carrier: ["hanse", "atlas", "pontis", "meridian", "kobe-line"],
    lane: ["1", "2", "3", "5", "7"],
    berth: ["north", "south", "east"],
  },
  noise: [
    {
      at: "gatehouse|POST /visits",
      share: 0.015,
      fail: { type: "HoldError", message: "held: phytosanitary check", status: 409, quiet: true },
    },
    {
      at: "yard|GET /free",
      share: 0.003,
      fail: {
        type: "org.springframework.dao.QueryTimeoutException",
        message: "query timed out",
        status: 503,
      },
    },
  ],
  extras: changes(new URL("../scenarios/quay.txt", import.meta.url))("extras"),
  rename: { gatehouse: ["portal"], berth: ["jetty"], "customs-link": ["clearance"] },
};
