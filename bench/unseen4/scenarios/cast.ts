import { changes } from "../../judging-set/changes.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { cast as world } from "../worlds/cast.ts";

const commits = changes(new URL("cast.txt", import.meta.url));
const tasks = "studio/studio/episodes/tasks.py";

export const castScenarios: Scenario[] = [
  {
    id: "cast-eager-sink",
    group: "limit",
    kind: "batches of one, and the store cannot merge its parts",
    world,
    service: "plays",
    symptom: "errors",
    alertOn: "plays|sink.flush",
    lag: 1260,
    changes: commits("cast-eager-sink"),
    effects: [
      {
        at: "plays|sink.flush|insert",
        share: 0.7,
        ramp: 40,
        slow: 900,
        fail: {
          type: "*proto.Exception",
          message:
            "send 1 plays: code: 252, message: Too many parts (3002 with average size of 1.12 KiB) in table 'stats.plays (6f1c)'. Merges are processing significantly slower than inserts",
          frames: [
            {
              file: "plays/internal/sink/sink.go",
              text: 'fmt.Errorf("send %d plays: %w"',
              fn: "castbox.example/plays/internal/sink.(*Sink).flush",
            },
            {
              file: "plays/internal/sink/sink.go",
              text: "s.flush(ctx); err != nil",
              fn: "castbox.example/plays/internal/sink.(*Sink).Run",
            },
          ],
        },
      },
    ],
    gauges: [
      {
        service: "plays",
        name: "clickhouse.parts.active",
        unit: "{part}",
        base: 2100,
        noise: 60,
        to: 3000,
        ramp: 40,
      },
    ],
    rps: [3, 8],
  },
  {
    id: "cast-first-enclosure",
    group: "canary",
    kind: "nothing where something is unwrapped, on one instance",
    world,
    service: "fetcher",
    symptom: "errors",
    alertOn: "fetcher|fetcher::poll",
    oneInstance: true,
    needs: ["revision", "exceptions"],
    changes: commits("cast-first-enclosure"),
    effects: [
      {
        at: "fetcher|fetcher::poll",
        share: 0.85,
        fail: {
          type: "panic",
          message: "called `Option::unwrap()` on a `None` value",
          frames: [
            {
              file: "fetcher/src/poll.rs",
              text: "item.enclosure.as_deref().unwrap()",
              fn: "fetcher::poll::audio_of",
            },
            {
              file: "fetcher/src/poll.rs",
              text: "mirror(client, audio_of(item)).await?",
              fn: "fetcher::poll::poll::{{closure}}",
            },
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "cast-short-links",
    group: "delayed",
    kind: "links that end before the cache lets go of them",
    world,
    service: "studio",
    symptom: "errors",
    alertOn: "plays|GET /play/{episode}",
    lag: 3660,
    changes: commits("cast-short-links"),
    effects: [
      // A wobble that has nothing to do with it.
      {
        at: "fetcher|fetcher::poll|get",
        gate: "time",
        delay: -100,
        every: { period: 100000, lasts: 90 },
        slow: 800,
      },
      {
        at: "plays|GET /play/{episode}|audio",
        gate: "studio",
        share: 0.6,
        ramp: 150,
        fail: {
          type: "*url.Error",
          message:
            "HEAD https://objects.castbox.example/audio/{n}.mp3: 403 Forbidden: Request has expired (X-Amz-Expires=3600)",
          status: 403,
          frames: [
            {
              file: "plays/internal/web/redirect.go",
              text: "url, err := h.audio(episode)",
              fn: "castbox.example/plays/internal/web.(*Handler).ServeHTTP",
            },
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "cast-endless-feed",
    group: "bad data",
    kind: "feeds of one host have grown without end",
    world,
    service: "fetcher",
    symptom: "errors",
    alertOn: "fetcher|fetcher::poll",
    changes: commits("cast-endless-feed"),
    effects: [
      { at: "fetcher|fetcher::poll|get", gate: "time", where: { source: "own" }, slow: 2900 },
      {
        at: "fetcher|fetcher::poll",
        gate: "time",
        where: { source: "own" },
        fail: {
          type: "anyhow::Error",
          message: "feed of feeds.megaphonic.example is larger than 8388608 bytes",
          frames: [
            {
              file: "fetcher/src/poll.rs",
              text: 'bail!("feed of {} is larger',
              fn: "fetcher::poll::poll::{{closure}}",
            },
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "cast-hand-edited-map",
    group: "operator",
    kind: "a setting of the cluster was edited by hand",
    world,
    service: "worker",
    symptom: "errors",
    alertOn: "worker|process publish",
    needs: ["events", "logs"],
    changes: commits("cast-hand-edited-map"),
    effects: [
      {
        at: "worker|process publish|probe",
        gate: "time",
        share: 0.9,
        fail: {
          type: "FileNotFoundError",
          message: "[Errno 2] No such file or directory: 'ffprobe'",
          frames: [
            { file: tasks, text: 'out = subprocess.run(["ffprobe"', fn: "probe" },
            { file: tasks, text: "episode.seconds = probe(", fn: "publish" },
          ],
        },
      },
    ],
    events: [
      {
        at: -10,
        kind: "config",
        service: "worker",
        text: "configmap/worker-env edited with kubectl by t.lund: PATH=/usr/local/sbin:/usr/sbin (was /usr/local/bin:/usr/bin:/bin)",
      },
    ],
    logs: [
      {
        service: "worker",
        severity: "INFO",
        gate: "time",
        every: 50,
        body: "celery@worker ready. (restarted, environment changed)",
      },
    ],
    rps: [3, 8],
  },
  {
    id: "cast-two-slow-feeds",
    group: "undecidable",
    kind: "feeds of all items, or an address signed for each",
    world,
    service: "studio",
    symptom: "latency",
    alertOn: "studio|GET /feeds/<slug>",
    thin: true,
    oneRelease: true,
    changes: commits("cast-two-slow-feeds"),
    effects: [{ at: "studio|GET /feeds/<slug>", slow: 1400 }],
    rps: [3, 8],
  },
];
