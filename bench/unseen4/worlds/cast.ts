import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** Hosting of podcasts: a studio in Django and Celery, a fetcher of feeds in Rust, plays counted in Go. */
export const cast: World = {
  id: "cast",
  repository: "castbox/hosting",
  files: sources(new URL("cast.txt", import.meta.url)),
  services: [
    {
      name: "studio",
      language: "python",
      paths: ["studio/"],
      replicas: 3,
      ops: [
        {
          name: "GET /feeds/<slug>",
          ms: 9,
          log: "feed read by {player}",
          steps: [
            {
              id: "episodes",
              do: "db",
              system: "postgresql",
              query:
                'SELECT "episodes_episode"."id", "episodes_episode"."title", "episodes_episode"."audio_key" FROM "episodes_episode" WHERE "episodes_episode"."show_id" = %s ORDER BY "episodes_episode"."published_at" DESC LIMIT 300',
              table: "episodes_episode",
              ms: 6,
              src: {
                file: "studio/studio/episodes/views.py",
                text: "episodes = Episode.objects.filter(",
                fn: "feed",
              },
            },
            { id: "urls", do: "cache", command: "GET url:?", ms: 0.7, times: 3 },
          ],
        },
        {
          name: "POST /episodes/<episode_id>/release",
          ms: 6,
          steps: [
            {
              id: "publish",
              do: "send",
              system: "celery",
              topic: "publish",
              to: "worker",
              op: "process publish",
              ms: 1.5,
            },
          ],
        },
      ],
    },
    {
      name: "worker",
      language: "python",
      paths: ["studio/"],
      replicas: 2,
      ops: [
        {
          name: "process publish",
          ms: 20,
          steps: [
            {
              id: "probe",
              do: "work",
              name: "ffprobe",
              ms: 180,
              src: {
                file: "studio/studio/episodes/tasks.py",
                text: "episode.seconds = probe(",
                fn: "publish",
              },
            },
            {
              id: "save",
              do: "db",
              system: "postgresql",
              query:
                'UPDATE "episodes_episode" SET "seconds" = %s, "published_at" = %s WHERE "episodes_episode"."id" = %s',
              table: "episodes_episode",
              ms: 4,
            },
          ],
        },
      ],
    },
    {
      name: "fetcher",
      language: "rust",
      paths: ["fetcher/"],
      replicas: 3,
      ops: [
        {
          name: "fetcher::poll",
          ms: 6,
          steps: [
            {
              id: "get",
              do: "ext",
              host: "feeds.elsewhere.example",
              method: "GET",
              path: "/rss",
              ms: 160,
              src: {
                file: "fetcher/src/poll.rs",
                text: "let reply = client.get(url)",
                fn: "fetcher::poll::poll",
              },
            },
          ],
        },
      ],
    },
    {
      name: "plays",
      language: "go",
      paths: ["plays/"],
      replicas: 3,
      ops: [
        {
          name: "GET /play/{episode}",
          ms: 1,
          log: "play by {player}",
          steps: [
            {
              id: "audio",
              do: "ext",
              host: "objects.castbox.example",
              method: "HEAD",
              path: "/audio/{key}",
              ms: 14,
              src: {
                file: "plays/internal/web/redirect.go",
                text: "url, err := h.audio(episode)",
                fn: "castbox.example/plays/internal/web.(*Handler).ServeHTTP",
              },
            },
          ],
        },
        {
          name: "sink.flush",
          ms: 3,
          steps: [
            {
              id: "insert",
              do: "db",
              system: "clickhouse",
              query: "INSERT INTO plays (episode, client, at)",
              table: "plays",
              ms: 30,
              src: {
                file: "plays/internal/sink/sink.go",
                text: "batch.Send(); err != nil",
                fn: "castbox.example/plays/internal/sink.(*Sink).flush",
              },
            },
          ],
        },
      ],
    },
  ],
  entries: {
    "plays|GET /play/{episode}": 9,
    "plays|sink.flush": 3,
    "studio|GET /feeds/<slug>": 6,
    "studio|POST /episodes/<episode_id>/release": 4,
    "fetcher|fetcher::poll": 7,
  },
  attributes: {
    player: ["overcastle", "pocketcaster", "applecore", "spotlight"],
    genre: ["crime", "history", "talk", "science"],
    source: ["own", "imported", "mirrored"],
  },
  noise: [
    {
      at: "fetcher|fetcher::poll",
      share: 0.03,
      fail: {
        type: "reqwest::Error",
        message: "HTTP status client error (404 Not Found) for url (https://feeds.elsewhere.example/{n}.xml)",
      },
    },
    {
      at: "plays|GET /play/{episode}",
      share: 0.008,
      fail: { type: "NotFound", message: "no such episode", status: 404, quiet: true },
    },
  ],
  extras: changes(new URL("../scenarios/cast.txt", import.meta.url))("extras"),
  rename: { pocketcaster: ["earbird", "poddle"], castbox: ["audiohive", "soundloft"] },
};
