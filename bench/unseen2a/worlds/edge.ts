import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** The control plane of a content delivery network. */
export const edge: World = {
  id: "edge",
  repository: "farpoint/edgecontrol",
  files: sources(new URL("edge.txt", import.meta.url)),
  services: [
    {
      name: "configapi",
      language: "go",
      paths: ["configapi/"],
      replicas: 3,
      ops: [
        {
          name: "GET /zones/{zone}",
          ms: 2,
          steps: [
            {
              do: "db",
              id: "load",
              system: "postgresql",
              query: "SELECT body, version FROM zone_configs WHERE zone = $1 ORDER BY version DESC LIMIT 1",
              table: "zone_configs",
              ms: 3,
            },
          ],
        },
        {
          name: "PUT /zones/{zone}",
          ms: 4,
          steps: [
            {
              do: "db",
              id: "save",
              system: "postgresql",
              query: "INSERT INTO zone_configs (zone, body, version) VALUES ($1, $2, $3) RETURNING version",
              table: "zone_configs",
              ms: 5,
            },
            {
              do: "send",
              id: "announce",
              system: "kafka",
              topic: "config-changes",
              to: "publisher",
              op: "process config-changes",
            },
          ],
        },
        {
          name: "POST /zones/{zone}/purge",
          ms: 2,
          steps: [
            {
              do: "call",
              id: "purge",
              to: "purger",
              op: "POST /purge",
              timeout: 6000,
              src: {
                file: "configapi/internal/purge/client.go",
                text: "reply, err := c.http.Do(request)",
                fn: "edgecontrol/configapi/internal/purge.(*Client).Send",
              },
            },
          ],
        },
      ],
    },
    {
      name: "publisher",
      language: "rust",
      paths: ["publisher/"],
      replicas: 3,
      ops: [
        {
          name: "process config-changes",
          ms: 6,
          log: "published",
          steps: [
            { do: "call", id: "source", to: "configapi", op: "GET /zones/{zone}" },
            { do: "work", id: "compile", name: "compile", ms: 9 },
            {
              do: "ext",
              id: "put",
              host: "objects.eu-1.cloudkeep.example",
              method: "PUT",
              path: "/edge-config/{zone}/{version}.bin",
              ms: 320,
              retries: 1,
              src: {
                file: "publisher/src/consumer.rs",
                text: "self.uploader.put(",
                fn: "publisher::consumer::Consumer::on_change",
              },
            },
          ],
        },
      ],
    },
    {
      name: "purger",
      language: "typescript",
      paths: ["purger/"],
      replicas: 2,
      ops: [
        {
          name: "POST /purge",
          ms: 3,
          log: "purge enqueued",
          steps: [
            {
              do: "db",
              id: "locations",
              system: "postgresql",
              query: "SELECT location FROM zone_locations WHERE zone = $1",
              table: "zone_locations",
              ms: 2,
            },
            {
              do: "db",
              id: "outbox",
              system: "postgresql",
              query: "INSERT INTO outbox (location, zone, paths) VALUES ($1, $2, $3)",
              table: "outbox",
              times: 2,
              ms: 2,
            },
          ],
        },
      ],
    },
    {
      name: "certs",
      language: "python",
      paths: ["certs/"],
      replicas: 2,
      ops: [
        {
          name: "POST /certificates",
          ms: 12,
          steps: [
            {
              do: "ext",
              id: "begin",
              host: "acme.trustroot.example",
              method: "POST",
              path: "/new-order",
              ms: 160,
            },
            {
              do: "ext",
              id: "txt",
              host: "api.zonefile.example",
              method: "PUT",
              path: "/v4/records/{name}",
              ms: 90,
              src: { file: "certs/certs/issue.py", text: "await dns.set_txt(", fn: "issue" },
            },
            {
              do: "ext",
              id: "finish",
              host: "acme.trustroot.example",
              method: "POST",
              path: "/finalize",
              ms: 420,
            },
          ],
        },
      ],
    },
  ],
  entries: {
    "configapi|GET /zones/{zone}": 5,
    "configapi|PUT /zones/{zone}": 3,
    "configapi|POST /zones/{zone}/purge": 3,
    "certs|POST /certificates": 1.5,
  },
  attributes: {
    customer: ["newsroom", "fashionhall", "playbox", "museo"],
    plan: ["standard", "media", "enterprise"],
  },
  noise: [
    {
      at: "configapi|GET /zones/{zone}",
      share: 0.008,
      fail: { type: "*errors.errorString", message: "no such zone", status: 404, quiet: true },
    },
    {
      at: "certs|POST /certificates",
      share: 0.02,
      fail: { type: "certs.acme.Unauthorized", message: "CAA record forbids issuance", status: 422 },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "publisher: the format's number is explained where it is written",
      edits: [
        {
          file: "publisher/src/compile.rs",
          from: "const FORMAT: u16 = 7;",
          to: "/// The edge reads this and the one before.\nconst FORMAT: u16 = 7;",
        },
      ],
    },
    {
      role: "innocent",
      message: "build(deps): bump fastify from 5.1.0 to 5.1.1 in /purger",
      edits: [{ file: "purger/package.json", from: '"fastify": "5.1.0"', to: '"fastify": "5.1.1"' }],
    },
    {
      role: "innocent",
      message: "certs: uvicorn 0.32.2",
      edits: [{ file: "certs/requirements.txt", from: "uvicorn==0.32.1", to: "uvicorn==0.32.2" }],
    },
    {
      role: "innocent",
      message: "configapi: stale zones, what they are for",
      edits: [
        {
          file: "configapi/internal/registry/registry.go",
          from: "// Stale lists the zones that nobody has asked for since a moment.",
          to: "// Stale lists the zones that nobody has asked for since a moment; the weekly clean-up asks.",
        },
      ],
    },
    {
      role: "innocent",
      message: "purger: log how many paths were purged, zero is suspicious",
      edits: [
        {
          file: "purger/src/api.ts",
          from: 'log.info({ zone, paths: paths.length, locations: targets.length }, "purge enqueued");',
          to: 'log.info({ zone, paths: paths.length, empty: paths.length === 0, locations: targets.length }, "purge enqueued");',
        },
      ],
    },
  ],
  rename: {
    farpoint: ["nearshore", "latitude"],
    cloudkeep: ["blobyard", "silostore"],
    zonefile: ["nameyard", "dnsworks"],
    newsroom: ["gazette", "broadcaster"],
    purger: ["evictor", "flusher"],
  },
};
