import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

/** Map tiles of the earth from above: the edge in Go, a renderer in Rust, a catalog of scenes in Python, scenes in object storage. */
export const tiles: World = {
  id: "tiles",
  repository: "overlook/tiles",
  files: sources(new URL("tiles.txt", import.meta.url)),
  services: [
    {
      name: "edge",
      language: "go",
      paths: ["edge/"],
      replicas: 4,
      ops: [
        {
          name: "GET /tiles/{style}/{z}/{x}/{y}",
          ms: 1.5,
          steps: [
            step.call("render", "render", "GET /render/{style}/{z}/{x}/{y}", {
              chance: 0.3,
              timeout: 5000,
              src: place(
                "edge/internal/tile/renderer.go",
                "r.HTTP.Do(req)",
                "overlook/edge/internal/tile.Renderer.Tile",
              ),
            }),
          ],
        },
      ],
    },
    {
      name: "render",
      language: "rust",
      paths: ["render/"],
      replicas: 4,
      ops: [
        {
          name: "GET /render/{style}/{z}/{x}/{y}",
          ms: 25,
          steps: [
            step.call("scenes", "catalog", "GET /internal/scenes", { timeout: 3000 }),
            step.ext("scene", "scenes.blobyard.example", "GET", "/{key}", 45, {
              times: 2,
              timeout: 4000,
              src: place("render/src/store.rs", ".send()", "render::store::Store::get"),
            }),
          ],
        },
      ],
    },
    {
      name: "catalog",
      language: "python",
      paths: ["catalog/"],
      replicas: 2,
      ops: [
        {
          name: "GET /scenes",
          ms: 4,
          steps: [
            step.db(
              "footprints",
              "postgresql",
              "scenes",
              "SELECT key, taken_at FROM scenes WHERE footprint && ST_MakeEnvelope($1, $2, $3, $4, 4326) ORDER BY taken_at DESC LIMIT $5",
              12,
              {
                src: place("catalog/catalog/rows.py", "await pool.fetch(SCENES", "scenes_in"),
              },
            ),
          ],
        },
        {
          name: "GET /internal/scenes",
          ms: 4,
          steps: [
            step.db(
              "footprints",
              "postgresql",
              "scenes",
              "SELECT key, taken_at FROM scenes WHERE footprint && ST_MakeEnvelope($1, $2, $3, $4, 4326) ORDER BY taken_at DESC LIMIT $5",
              12,
              {
                src: place("catalog/catalog/rows.py", "await pool.fetch(SCENES", "scenes_in"),
              },
            ),
          ],
        },
      ],
    },
  ],
  entries: { "edge|GET /tiles/{style}/{z}/{x}/{y}": 12, "catalog|GET /scenes": 2 },
  attributes: {
    style: ["satellite", "terrain", "labels"],
    "tile.zoom": ["6", "9", "12", "14"],
    "api.client": ["hikemap", "agriview", "newsroom-maps", "flightdeck"],
  },
  noise: [
    {
      at: "catalog|GET /scenes",
      share: 0.01,
      fail: { type: "HTTPException", message: "422: longitudes 181.0 to 179.0", status: 422 },
    },
    {
      at: "edge|GET /tiles/{style}/{z}/{x}/{y}",
      share: 0.004,
      fail: { type: "*errors.errorString", message: "no such style", status: 404, quiet: true },
    },
  ],
  extras: changes(new URL("../scenarios/tiles.txt", import.meta.url))("extras"),
  rename: {
    blobyard: ["objectbay", "storehaus"],
    agriview: ["cropglass"],
    overlook: ["skysheet"],
    newsroom: ["gazette"],
  },
};
