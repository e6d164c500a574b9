import type { Scenario } from "../scenario.ts";
import { stream as base } from "../worlds/stream.ts";

const world = {
  ...base,
  services: base.services.map((service) =>
    service.name === "playlist" ? { ...service, paths: [...service.paths, "deploy/playlist.yaml"] } : service,
  ),
};
const play = "player-api|GET /play/:id";
const build = "playlist/src/build.rs";
const keys = "crates/keys/src/lib.rs";

export const streamScenarios: Scenario[] = [
  {
    id: "stream-unwrap",
    group: "code throws",
    kind: "unwrap of nothing",
    world,
    service: "playlist",
    symptom: "errors",
    alertOn: play,
    changes: [
      {
        role: "culprit",
        message: "playlist: a region is always known by now",
        edits: [
          {
            file: build,
            from: '    let suffix = region.map(|name| format!("?region={name}")).unwrap_or_default();',
            to: '    let suffix = format!("?region={}", region.unwrap());',
          },
        ],
      },
      {
        role: "decoy",
        at: -26,
        message: "playlist: collect typed rows",
        edits: [
          {
            file: "playlist/src/store.rs",
            from: "    Ok(rows)",
            to: "    tracing::trace!(count = rows.len());\n    Ok(rows)",
          },
        ],
      },
      {
        role: "decoy",
        message: "player: three and a half seconds (risk of pile-up)",
        edits: [{ file: "player/play.go", from: "3 * time.Second", to: "3500 * time.Millisecond" }],
      },
    ],
    effects: [
      {
        at: "playlist|GET /playlists/:id",
        share: 0.5,
        fail: {
          type: "panic",
          message: "called `Option::unwrap()` on a `None` value",
          frames: [{ file: build, text: "region.unwrap()", fn: "playlist::build::build" }],
        },
      },
    ],
  },
  {
    id: "stream-poisoned-lock",
    group: "shared library",
    kind: "arithmetic in a library",
    world,
    service: "license",
    symptom: "errors",
    alertOn: play,
    changes: [
      {
        role: "culprit",
        message: "keys: drop one tenth instead of all",
        edits: [
          {
            file: keys,
            from: "            kept.clear();",
            to: "            let each = kept.len() / (self.limit / 1000);\n            let drop: Vec<String> = kept.keys().step_by(each).cloned().collect();\n            drop.iter().for_each(|id| {\n                kept.remove(id);\n            });",
          },
        ],
      },
      {
        role: "decoy",
        at: -16,
        message: "license: serde_json with a fixed minor",
        edits: [{ file: "license/Cargo.toml", from: 'serde_json = "1"', to: 'serde_json = "1.0"' }],
      },
    ],
    effects: [
      {
        at: "license|POST /licenses",
        share: 0.95,
        delay: 15,
        fail: {
          type: "panic",
          message:
            "called `Result::unwrap()` on an `Err` value: PoisonError { .. }; first panic: attempt to divide by zero",
          frames: [{ file: keys, text: "kept.len() / (self.limit", fn: "keys::KeyCache::put" }],
        },
      },
    ],
  },
  {
    id: "stream-cache-seconds",
    group: "cache",
    kind: "cache switched off",
    world,
    service: "playlist",
    symptom: "latency",
    alertOn: play,
    changes: [
      {
        role: "culprit",
        message: "deploy: live channels must not lag",
        edits: [
          {
            file: "deploy/playlist.yaml",
            from: '{ name: SEGMENT_CACHE_SECONDS, value: "30" }',
            to: '{ name: SEGMENT_CACHE_SECONDS, value: "0" }',
          },
        ],
      },
      {
        role: "decoy",
        at: -34,
        message: "playlist: longest by fold",
        edits: [
          {
            file: build,
            from: "segments.iter().map(|segment| segment.ms).max().unwrap_or(0);",
            to: "segments.iter().fold(0, |most, segment| most.max(segment.ms));",
          },
        ],
      },
    ],
    effects: [
      { at: "playlist|GET /playlists/:id|segments", set: { chance: 1 } },
      { at: "playlist|GET /playlists/:id|segments", slow: 210, ramp: 45 },
    ],
  },
  {
    id: "stream-memory-limit",
    group: "start-up or configuration",
    kind: "memory limit lowered",
    world,
    service: "playlist",
    symptom: "errors",
    alertOn: play,
    needs: ["logs", "metrics"],
    changes: [
      {
        role: "culprit",
        message: "deploy: right-size requests and limits",
        edits: [
          {
            file: "deploy/playlist.yaml",
            from: 'requests: { cpu: 500m, memory: 256Mi }\n            limits: { cpu: "2", memory: 512Mi }',
            to: 'requests: { cpu: 100m, memory: 64Mi }\n            limits: { cpu: "2", memory: 128Mi }',
          },
        ],
      },
      {
        role: "decoy",
        at: -43,
        message: "playlist: own the asset name",
        edits: [{ file: build, from: "asset: asset.to_owned(),", to: "asset: asset.to_string()," }],
      },
    ],
    effects: [
      {
        at: "playlist|GET /playlists/:id",
        every: { period: 45, lasts: 22 },
        share: 0.8,
        refuse: { type: "*url.Error", message: "dial tcp 10.3.0.9:8080: connect: connection refused" },
      },
    ],
    logs: [
      {
        service: "playlist",
        severity: "ERROR",
        body: "container playlist terminated: OOMKilled, exit code 137, restarting ({n})",
        every: 40,
      },
    ],
    gauges: [
      {
        service: "playlist",
        name: "process.memory.usage",
        unit: "By",
        base: 205e6,
        noise: 3e6,
        to: 131e6,
        ramp: 2,
      },
      {
        service: "playlist",
        name: "k8s.container.memory_limit",
        unit: "By",
        base: 536870912,
        noise: 0,
        to: 134217728,
      },
    ],
  },
  {
    id: "stream-player-flag",
    group: "feature flag",
    kind: "flag turned on",
    world,
    service: "player-api",
    symptom: "latency",
    alertOn: play,
    needs: ["events"],
    ops: {
      "player-api": [
        {
          name: "GET /play/:id",
          ms: 3,
          steps: [
            { do: "call", id: "playlist", to: "playlist", op: "GET /playlists/:id" },
            { do: "call", id: "license", to: "license", op: "POST /licenses" },
            {
              do: "ext",
              id: "ads",
              chance: 0,
              host: "decide.adwheel.example",
              method: "POST",
              path: "/v1/break",
              ms: 900,
            },
          ],
          log: "play for region {region}",
        },
      ],
    },
    changes: [
      {
        role: "decoy",
        at: -31,
        message: "player: address of the playlist in one variable",
        edits: [
          {
            file: "player/play.go",
            from: '\turl := a.playlists + "/playlists/" + r.PathValue("id")',
            to: '\tid := r.PathValue("id")\n\turl := a.playlists + "/playlists/" + id',
          },
        ],
      },
      {
        role: "decoy",
        message: "keys: limit in the constructor (locking!)",
        edits: [
          {
            file: keys,
            from: "Self { kept: Mutex::new(HashMap::new()), limit }",
            to: "Self { kept: Mutex::new(HashMap::with_capacity(limit)), limit }",
          },
        ],
      },
    ],
    effects: [
      { at: `${play}|ads`, gate: "time", where: { region: "us" }, set: { chance: 1 } },
      { at: `${play}|ads`, gate: "time", where: { region: "eu" }, set: { chance: 1 } },
    ],
    events: [
      {
        at: -4,
        kind: "feature_flag",
        service: "player-api",
        text: "flag 'server-side-ads' rolled out to regions us and eu",
      },
    ],
    logs: [
      {
        service: "player-api",
        severity: "INFO",
        body: "feature_flag.evaluation server-side-ads variant=on",
        every: 10,
        gate: "time",
      },
    ],
  },
  {
    id: "stream-drm-network",
    group: "network",
    kind: "route to a provider",
    world,
    service: "license",
    symptom: "errors",
    alertOn: play,
    changes: [
      {
        role: "decoy",
        at: -22,
        message: "license: reqwest pinned",
        edits: [{ file: "license/Cargo.toml", from: 'reqwest = "0.12"', to: 'reqwest = "0.12.23"' }],
      },
      {
        role: "decoy",
        message: "keys: clone only when found",
        edits: [
          {
            file: keys,
            from: "self.kept.lock().unwrap().get(id).cloned()",
            to: "let kept = self.kept.lock().unwrap();\n        kept.get(id).cloned()",
          },
        ],
      },
    ],
    effects: [
      {
        at: "license|POST /licenses|drm",
        gate: "time",
        share: 0.7,
        slow: 2900,
        fail: {
          type: "reqwest::Error",
          message:
            "error sending request for url (https://drm.keyvault.example/v1/keys): tcp connect error: No route to host (os error 113)",
        },
      },
    ],
    logs: [
      {
        service: "license",
        severity: "WARN",
        body: "egress 10.3.8.1: icmp host unreachable ({n})",
        every: 20,
        gate: "time",
      },
    ],
    events: [
      {
        at: -3,
        kind: "network",
        text: "NAT gateway nat-2 replaced by the network team; routes being announced",
      },
    ],
  },
  {
    id: "stream-internal-dns",
    group: "name resolution",
    kind: "cluster DNS",
    world,
    service: "player-api",
    symptom: "errors",
    alertOn: play,
    changes: [
      {
        role: "decoy",
        at: -40,
        message: "playlist: no suffix without a region, clearer",
        edits: [
          {
            file: build,
            from: '        .map(|segment| format!("{}{}", segment.uri, suffix))',
            to: '        .map(|segment| format!("{}{suffix}", segment.uri))',
          },
        ],
      },
      {
        role: "decoy",
        at: -75,
        message: "deploy: playlist asks for more processor",
        edits: [{ file: "deploy/playlist.yaml", from: "cpu: 500m", to: "cpu: 600m" }],
      },
    ],
    effects: [
      {
        at: `${play}|playlist`,
        gate: "time",
        share: 0.45,
        slow: 1000,
        fail: {
          type: "*url.Error",
          message:
            'Get "http://playlist:8080/playlists/{n}": dial tcp: lookup playlist on 10.96.0.10:53: i/o timeout',
        },
      },
      {
        at: `${play}|license`,
        gate: "time",
        share: 0.45,
        slow: 1000,
        fail: {
          type: "*url.Error",
          message:
            'Post "http://license:8080/licenses": dial tcp: lookup license on 10.96.0.10:53: i/o timeout',
        },
      },
      {
        at: "license|POST /licenses|drm",
        gate: "time",
        share: 0.4,
        slow: 1000,
        fail: {
          type: "reqwest::Error",
          message:
            "error trying to connect: dns error: failed to lookup address information: Temporary failure in name resolution",
        },
      },
    ],
  },
];
