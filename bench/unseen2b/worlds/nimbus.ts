import type { World } from "../../unseen/scenario.ts";
import { readSources } from "../read-sources.ts";

/** Weather stations to maps: events from a receiver over quality control to a grid, and a map server beside it. */
export const nimbus: World = {
  id: "nimbus",
  repository: "skylark/nimbus",
  services: [
    {
      name: "receiver",
      language: "python",
      paths: ["receiver/", "deploy/values.yaml"],
      replicas: 3,
      ops: [
        {
          name: "POST /observations",
          ms: 6,
          steps: [
            { do: "cache", command: "SISMEMBER stations" },
            { do: "work", id: "spool", name: "spool", ms: 3 },
            {
              do: "send",
              system: "kafka",
              topic: "observations.raw",
              to: "qc",
              op: "process observations.raw",
            },
          ],
        },
      ],
    },
    {
      name: "qc",
      language: "python",
      paths: ["qc/", "deploy/values.yaml"],
      replicas: 3,
      ops: [
        {
          name: "process observations.raw",
          ms: 6,
          steps: [
            {
              do: "db",
              id: "neighbours",
              ms: 4,
              system: "postgresql",
              table: "cells",
              query:
                "SELECT temperature, pressure, wind_speed FROM cells WHERE cell = ANY(%s) ORDER BY minute DESC LIMIT 8",
            },
            {
              do: "send",
              id: "clean",
              system: "kafka",
              topic: "observations.clean",
              to: "gridder",
              op: "process observations.clean",
            },
          ],
        },
      ],
    },
    {
      name: "gridder",
      language: "rust",
      paths: ["gridder/", "deploy/values.yaml"],
      replicas: 4,
      ops: [
        {
          name: "process observations.clean",
          ms: 5,
          steps: [
            {
              do: "db",
              id: "store",
              ms: 7,
              system: "postgresql",
              table: "cells",
              query:
                "INSERT INTO cells (cell, minute, temperature, wind_speed, weight) SELECT c, $2, $3, $4, w FROM unnest($1::bigint[], $5::float8[]) AS t(c, w) ON CONFLICT (cell, minute) DO UPDATE SET weight = cells.weight + excluded.weight",
              src: {
                file: "gridder/src/consume.rs",
                text: "INSERT INTO cells",
                fn: "gridder::consume::Gridder::store",
              },
            },
          ],
          log: "gridded station={station}",
        },
      ],
    },
    {
      name: "tiles",
      language: "go",
      paths: ["tiles/", "deploy/values.yaml"],
      replicas: 3,
      ops: [
        {
          name: "GET /tiles/{z}/{x}/{y}",
          ms: 9,
          steps: [
            { do: "cache", command: "GET tile:z:x:y" },
            {
              do: "db",
              id: "cells",
              chance: 0.35,
              ms: 14,
              system: "postgresql",
              table: "cells",
              query:
                "SELECT cell, temperature, wind_speed FROM cells WHERE minute = (SELECT max(minute) FROM cells) AND cell <@ box($1, $2, $3, $4)",
              src: {
                file: "tiles/cmd/tiles/handler.go",
                text: "s.db.Query(ctx,",
                fn: "main.(*server).cells",
              },
            },
          ],
        },
        {
          name: "GET /forecast",
          ms: 3,
          steps: [
            {
              do: "ext",
              id: "model",
              chance: 0.6,
              ms: 110,
              host: "api.metmodel.example",
              method: "GET",
              path: "/v3/point",
              src: {
                file: "tiles/cmd/tiles/forecast.go",
                text: "c.http.Do(request)",
                fn: "main.(*forecastClient).at",
              },
            },
          ],
        },
      ],
    },
    {
      name: "rollup",
      language: "python",
      paths: ["rollup/", "deploy/values.yaml"],
      replicas: 2,
      ops: [
        {
          name: "job tick",
          ms: 3,
          steps: [
            {
              do: "db",
              ms: 2,
              system: "postgresql",
              table: "jobs",
              query: "SELECT name FROM jobs WHERE due <= now() FOR UPDATE SKIP LOCKED",
            },
            {
              do: "db",
              id: "hourly",
              chance: 0,
              ms: 600,
              system: "postgresql",
              table: "hourly",
              query:
                "INSERT INTO hourly (cell, hour, temperature, wind_speed) SELECT cell, date_trunc('hour', minute), avg(temperature), avg(wind_speed) FROM cells WHERE minute >= date_trunc('hour', now()) - interval '1 hour' AND minute < date_trunc('hour', now()) GROUP BY 1, 2 ON CONFLICT DO NOTHING",
              src: { file: "rollup/app/jobs.py", text: "done = await db.execute(", fn: "hourly_means" },
            },
          ],
        },
      ],
    },
  ],
  files: readSources("nimbus"),
  entries: {
    "receiver|POST /observations": 6,
    "tiles|GET /tiles/{z}/{x}/{y}": 6,
    "tiles|GET /forecast": 3,
    "rollup|job tick": 0.5,
  },
  attributes: {
    station: ["EKVG1", "ENBR2", "LOWW1", "KJFK4", "KSEA2", "SBGR1", "EPKK1"],
    dialect: ["synop-ms", "synop-ms", "synop-kt", "us"],
  },
  noise: [
    {
      at: "qc|process observations.raw",
      share: 0.008,
      fail: { type: "app.consume.Rejected", message: "{station}: 7.2 from its neighbours" },
    },
    {
      at: "receiver|POST /observations",
      share: 0.004,
      fail: {
        type: "fastapi.HTTPException",
        message: "404: station {station} is not registered",
        status: 404,
      },
    },
    {
      at: "tiles|GET /forecast",
      share: 0.003,
      fail: { type: "*url.Error", message: "metmodel: context deadline exceeded", status: 504 },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "qc: ruff format, and a docstring for the handler (#441)",
      edits: [
        {
          file: "qc/app/consume.py",
          from: "class Handler:\n    def __init__(self, dedupe: Dedupe, neighbours: Neighbours, bus) -> None:\n",
          to: 'class Handler:\n    """Takes one observation at a time."""\n\n    def __init__(self, dedupe: Dedupe, neighbours: Neighbours, bus) -> None:\n',
        },
        {
          file: "qc/app/limits.py",
          from: '"""What no weather on this planet exceeds, per quantity, in SI."""\n',
          to: '"""What no weather on this planet exceeds.\n\nPer quantity, in SI.\n"""\n',
        },
      ],
    },
    {
      role: "innocent",
      message: "tiles: name the statement of the map",
      edits: [
        {
          file: "tiles/cmd/tiles/handler.go",
          from: "	west, south, east, north := bounds(z, x, y)\n",
          to: "	// In degrees, the south-west corner first.\n	west, south, east, north := bounds(z, x, y)\n",
        },
      ],
    },
    {
      role: "innocent",
      message: "rollup: drop-old runs at 02:40, after the backup",
      edits: [
        {
          file: "rollup/app/jobs.py",
          from: 'Job("drop-old", "20 2 * * *", drop_old)',
          to: 'Job("drop-old", "40 2 * * *", drop_old)',
        },
      ],
    },
    {
      role: "innocent",
      message: "gridder: derive Clone for Clean, the replay tool wants it",
      edits: [
        {
          file: "gridder/src/consume.rs",
          from: "#[derive(Debug, Deserialize)]\npub struct Clean {",
          to: "#[derive(Clone, Debug, Deserialize)]\npub struct Clean {",
        },
      ],
    },
  ],
  rename: {
    receiver: ["intaker", "collectord"],
    gridder: ["mesher"],
    tiles: ["mapper"],
    metmodel: ["skymodel", "isobarics"],
    observations: ["readings"],
    rollup: ["condenser"],
  },
};
