import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { tiles as world } from "../worlds/tiles.ts";

const of = changes(new URL("tiles.txt", import.meta.url));

export const tilesScenarios: Scenario[] = [
  // Decidable by: renderers are killed (events and logs "OOMKilled", memory climbs to 384 MiB and falls) and refuse connections in between, since the manifest that was rolled
  // out takes the limit from 2Gi to 384Mi; nothing of the code uses more than before.
  {
    id: "tiles-memory",
    group: "limit",
    kind: "a limit below what is used",
    world,
    service: "render",
    symptom: "errors",
    alertOn: "edge|GET /tiles/{style}/{z}/{x}/{y}",
    needs: ["metrics", "logs"],
    changes: [...of("tiles-memory"), ...pool(of, { "pool-store": -300, "pool-pool": -20 })],
    effects: [
      {
        at: "render|GET /render/{style}/{z}/{x}/{y}",
        share: 0.5,
        refuse: {
          type: "*net.OpError",
          message: "renderer: dial tcp 10.0.7.12:8080: connect: connection refused",
        },
      },
    ],
    gauges: [
      {
        service: "render",
        name: "process.memory.usage",
        unit: "By",
        base: 255e6,
        noise: 5e6,
        to: 402e6,
        ramp: 70,
        restart: 75,
      },
      {
        service: "render",
        name: "k8s.container.restarts",
        unit: "{restart}",
        base: 0,
        noise: 0,
        to: 5,
        ramp: 240,
      },
      {
        service: "render",
        name: "k8s.container.memory_limit",
        unit: "By",
        base: 2147483648,
        noise: 0,
        to: 402653184,
      },
    ],
    logs: [
      {
        service: "render",
        severity: "WARN",
        every: 70,
        body: "kubelet: container render last state: Terminated, reason OOMKilled, exit code 137",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: "index out of range [65] with length 64" in Server.note on the one instance with the new revision, whose diff takes the mutex away from an index that is
  // checked in one step and used in another; fewer tiles in memory touch another file.
  {
    id: "tiles-ring",
    group: "concurrency",
    kind: "an index without its lock, on the canary",
    world,
    service: "edge",
    symptom: "errors",
    alertOn: "edge|GET /tiles/{style}/{z}/{x}/{y}",
    oneInstance: true,
    needs: ["revision"],
    changes: [...of("tiles-ring"), ...pool(of, { "pool-edge-timeout": -340, "pool-store": -15 })],
    effects: [
      {
        at: "edge|GET /tiles/{style}/{z}/{x}/{y}",
        early: true,
        share: 0.5,
        fail: {
          type: "panic",
          message: "runtime error: index out of range [65] with length 64",
          frames: [
            place(
              "edge/internal/tile/server.go",
              "s.recent[s.next",
              "overlook/edge/internal/tile.(*Server).note",
            ),
            place(
              "edge/internal/tile/server.go",
              "s.note(key)",
              "overlook/edge/internal/tile.(*Server).Tile",
            ),
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: the catalog refuses boxes with "latitudes 118.12500 to 119.53125" (that is a longitude) to renderers of the new revision, which write south,west,north,east where
  // the catalog reads west,south,east,north; callers that ask the catalog themselves are served; the catalog's commit touches another message.
  {
    id: "tiles-axes",
    group: "contract",
    kind: "latitude first for one that reads longitude first",
    world,
    service: "render",
    symptom: "errors",
    alertOn: "catalog|GET /internal/scenes",
    changes: [...of("tiles-axes"), ...pool(of, { "pool-limit": -280, "pool-edge-timeout": -15 })],
    effects: [
      {
        at: "render|GET /render/{style}/{z}/{x}/{y}|scenes",
        set: {
          onFail: {
            type: "render::render::RenderError",
            message: "catalog: 422 tiles: latitudes 118.125 to 119.53125",
            status: 502,
            frames: [place("render/src/render.rs", "map_err(RenderError::Catalog)", "render::render::tile")],
          },
        },
      },
      {
        at: "catalog|GET /internal/scenes",
        gate: "render",
        share: 0.75,
        fail: {
          type: "HTTPException",
          message: "422: tiles: latitudes 118.125 to 119.53125",
          status: 422,
          frames: [
            place("catalog/catalog/box.py", 'raise BoxError(f"latitudes', "parse"),
            place("catalog/catalog/app.py", "scenes_in(Box.parse(bbox), 8)", "scenes_for_tiles"),
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: renderers and catalog get three times the calls with the same number of requests at the edge, nearly every tile is rendered again; render's own diff borrows a
  // list; the edge keeps for five seconds what it kept for six hours.
  {
    id: "tiles-shortcache",
    group: "cache lifetime",
    kind: "kept for seconds, and the neighbour bears it",
    world,
    service: "edge",
    symptom: "latency",
    alertOn: "render|GET /render/{style}/{z}/{x}/{y}",
    needs: ["metrics"],
    changes: [...of("tiles-shortcache"), ...pool(of, { "pool-store": -400, "pool-replicas": -1700 })],
    effects: [
      { at: "edge|GET /tiles/{style}/{z}/{x}/{y}|render", set: { chance: 0.96 } },
      { at: "render|GET /render/{style}/{z}/{x}/{y}", gate: "edge", slow: 650, ramp: 60 },
    ],
    gauges: [
      {
        service: "edge",
        name: "edge.tiles.hit_ratio",
        unit: "1",
        base: 0.7,
        noise: 0.01,
        to: 0.04,
        ramp: 10,
      },
      {
        service: "render",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.3,
        noise: 0.03,
        to: 0.97,
        ramp: 60,
        gate: "time",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: "No space left on device" when a scratch file is made, in renderers with that revision, whose scratch volume filled evenly since they came up; the diff removes files only
  // where `complete`, which `read > out.len()` never is; tiles that the edge keeps are in its memory.
  {
    id: "tiles-scratch",
    group: "resource held",
    kind: "files that nobody removes",
    world,
    service: "render",
    symptom: "errors",
    alertOn: "render|GET /render/{style}/{z}/{x}/{y}",
    lag: 2900,
    needs: ["metrics", "deployments"],
    changes: [...of("tiles-scratch"), ...pool(of, { "pool-limit": -200, "pool-edge-timeout": -20 })],
    effects: [
      {
        at: "render|GET /render/{style}/{z}/{x}/{y}",
        share: 0.85,
        ramp: 60,
        early: true,
        fail: {
          type: "render::render::RenderError",
          message: "scratch: No space left on device (os error 28)",
          frames: [
            place(
              "render/src/scratch.rs",
              "create_new(true).open(&path)",
              "render::scratch::Scratch::create",
            ),
            place("render/src/render.rs", "Scratch::create()?", "render::render::tile"),
          ],
        },
      },
    ],
    gauges: [
      {
        service: "render",
        name: "container.filesystem.usage",
        unit: "By",
        base: 16.4e9,
        noise: 1e7,
        to: 21.47e9,
        delay: -660,
        ramp: 660,
        attributes: { "mount.point": "/scratch" },
      },
    ],
    logs: [
      {
        service: "render",
        severity: "WARN",
        every: 30,
        body: "WARN scratch volume is full: 20.0 GiB in 31{n} *.layer files, oldest from @T-47m@",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: object storage answers 503 "SlowDown, please reduce your request rate" for all renderers and both revisions, at the number of calls of always; naming a
  // variable is no request.
  {
    id: "tiles-slowdown",
    group: "storage",
    kind: "object storage sheds load",
    world,
    service: "render",
    symptom: "errors",
    alertOn: "edge|GET /tiles/{style}/{z}/{x}/{y}",
    needs: ["revision"],
    changes: [...of("tiles-slowdown"), ...pool(of, { "pool-store": -220, "pool-pool": -15 })],
    effects: [
      {
        at: "render|GET /render/{style}/{z}/{x}/{y}|scene",
        share: 0.7,
        slow: 500,
        fail: {
          type: "render::render::RenderError",
          message:
            "store: 503 Service Unavailable for 33UUP/2026/B04.jp2: <Code>InternalError</Code><Message>We encountered an internal error. Please try again.</Message>",
          status: 503,
        },
      },
    ],
    events: [
      {
        at: 300,
        kind: "status",
        text: "blobyard: elevated error rates for GET in eu-central (investigating)",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: "No space left on device" on one machine only, in the renderer as in the catalog's log there, at once and not by growth; its disk is at 100% (another tenant's images);
  // more scratch space went to all machines.
  {
    id: "tiles-nodedisk",
    group: "node",
    kind: "the disk of one machine is full",
    world,
    service: "render",
    symptom: "errors",
    alertOn: "render|GET /render/{style}/{z}/{x}/{y}",
    needs: ["revision", "metrics"],
    changes: [...of("tiles-nodedisk"), ...pool(of, { "pool-store": -160, "pool-limit": -2000 })],
    effects: [
      {
        at: "render|GET /render/{style}/{z}/{x}/{y}",
        where: { host: "node-1" },
        early: true,
        fail: {
          type: "render::render::RenderError",
          message: "scratch: No space left on device (os error 28)",
          frames: [
            place(
              "render/src/scratch.rs",
              "create_new(true).open(&path)",
              "render::scratch::Scratch::create",
            ),
          ],
        },
      },
    ],
    logs: [
      {
        service: "catalog",
        severity: "WARN",
        every: 25,
        where: { host: "node-1" },
        body: "could not write log file: [Errno 28] No space left on device",
      },
    ],
    gauges: [
      {
        service: "render",
        name: "system.filesystem.utilization",
        unit: "1",
        base: 0.61,
        noise: 0.004,
        to: 1,
        where: { host: "node-1" },
      },
      {
        service: "catalog",
        name: "system.filesystem.utilization",
        unit: "1",
        base: 0.61,
        noise: 0.004,
        to: 1,
        where: { host: "node-1" },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: requests of one client for tiles that nobody keeps grow eightfold at the edge, and everything behind it follows; errors do not; a text in an error brings no requests.
  {
    id: "tiles-crawler",
    group: "traffic",
    kind: "one client takes all tiles",
    world,
    service: "edge",
    symptom: "traffic",
    alertOn: "edge|GET /tiles/{style}/{z}/{x}/{y}",
    needs: ["metrics"],
    changes: [...of("tiles-crawler"), ...pool(of, { "pool-edge-timeout": -200, "pool-pool": -25 })],
    surge: { factor: 7, entry: "edge|GET /tiles/{style}/{z}/{x}/{y}", attribute: ["api.client", "agriview"] },
    effects: [
      { at: "render|GET /render/{style}/{z}/{x}/{y}", slow: 380, ramp: 60 },
      { at: "catalog|GET /internal/scenes", slow: 140, ramp: 60 },
    ],
    gauges: [
      {
        service: "render",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.3,
        noise: 0.03,
        to: 0.95,
        ramp: 60,
      },
    ],
  },
  // Undecidable: a new order or an exact comparison in one statement, in one release; only the outermost spans are there.
  {
    id: "tiles-order",
    group: "undecidable",
    kind: "two of one release",
    world,
    service: "catalog",
    symptom: "latency",
    alertOn: "catalog|GET /scenes",
    thin: true,
    changes: of("tiles-order"),
    effects: ["GET /scenes", "GET /internal/scenes"].map((op) => ({ at: `catalog|${op}`, slow: 2400 })),
    rps: [3, 8],
  },
];
