import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { cache, call, db, ext, send, work } = step;

/** Podcasts: a studio for those who make them, feeds for apps, advertisements in between. */
export const podium: World = {
  id: "podium",
  repository: "earshot/podium",
  files: sources(new URL("./podium.txt", import.meta.url)),
  services: [
    {
      name: "studio",
      language: "typescript",
      paths: ["studio/"],
      replicas: 3,
      ops: [
        {
          name: "POST /shows/{show}/episodes",
          ms: 6,
          log: "episode published by {app}",
          steps: [
            db(
              "insert",
              "cassandra",
              "episodes",
              "INSERT INTO episodes (show, id, title, seconds, audio) VALUES (?, ?, ?, ?, ?)",
              4,
              {
                src: place("studio/src/episodes.ts", 'db.insert("episodes"', "publish"),
              },
            ),
            call("transcript", "transcripts", "POST /transcripts", {
              timeout: 4000,
              src: place("studio/src/episodes.ts", "await transcripts.post(", "publish"),
            }),
          ],
        },
        {
          name: "GET /dashboard",
          ms: 5,
          steps: [
            call("introspect", "identity", "POST /introspect", {
              timeout: 2500,
              src: place("studio/src/account.ts", "await identity.post(", "dashboard"),
            }),
            db("shows", "cassandra", "shows", "SELECT id, title FROM shows WHERE owner = ?", 4),
          ],
        },
      ],
    },
    {
      name: "feeds",
      language: "go",
      paths: ["feeds/"],
      replicas: 4,
      ops: [
        {
          name: "GET /feeds/{show}",
          ms: 2,
          steps: [
            cache("version", "GET version:?", {
              src: place("feeds/internal/feed/feed.go", "s.versions.Of(", "feed.(*Server).Feed"),
            }),
            db("episodes", "cassandra", "episodes", "SELECT * FROM episodes WHERE show = ?", 30, {
              chance: 0.12,
              src: place("feeds/internal/feed/feed.go", "s.store.Episodes(", "feed.(*Server).render"),
            }),
          ],
        },
        {
          name: "GET /media/{audio}",
          ms: 2,
          steps: [
            work("sign", "media.Sign", 1),
            ext("head", "storage.cloudbucket.example", "HEAD", "/earshot-audio/ep", 28),
            call("ad", "ads", "GET /slots/{show}", { tolerate: true }),
          ],
        },
      ],
    },
    {
      name: "ads",
      language: "java",
      paths: ["ads/"],
      replicas: 3,
      ops: [
        {
          name: "GET /slots/{show}",
          ms: 3,
          steps: [
            db(
              "open",
              "cassandra",
              "campaigns",
              "SELECT * FROM campaigns WHERE show = ? AND open = true",
              5,
              {
                src: place("ads/src/main/java/ear/ads/Choose.java", "store.open(show)", "Choose.forSlot"),
              },
            ),
          ],
        },
      ],
    },
    {
      name: "transcripts",
      language: "python",
      paths: ["transcripts/"],
      replicas: 2,
      ops: [
        {
          name: "POST /transcripts",
          ms: 4,
          steps: [
            db(
              "create",
              "cassandra",
              "transcripts",
              "INSERT INTO transcripts (id, episode, audio, state) VALUES (%s, %s, %s, %s)",
              4,
            ),
            send("put", "kafka", "transcripts", "transcripts", "process transcripts", {
              src: place("transcripts/app/enqueue.py", "queue.put(", "enqueue"),
            }),
          ],
        },
        { name: "process transcripts", ms: 90, steps: [] },
      ],
    },
    {
      name: "identity",
      language: "kotlin",
      paths: [],
      replicas: 2,
      ops: [{ name: "POST /introspect", ms: 6, steps: [] }],
    },
  ],
  entries: {
    "feeds|GET /feeds/{show}": 5,
    "feeds|GET /media/{audio}": 4,
    "studio|GET /dashboard": 3,
    "studio|POST /shows/{show}/episodes": 4,
  },
  attributes: {
    app: ["pocketear", "castbird", "web"],
    genre: ["news", "history", "comedy"],
    campaign: ["brew", "vpn-now", "mattress"],
  },
  noise: [
    {
      at: "feeds|GET /feeds/{show}",
      share: 0.01,
      fail: { type: "*errors.errorString", message: "no such show", status: 404, quiet: true },
    },
    {
      at: "studio|POST /shows/{show}/episodes",
      share: 0.012,
      fail: { type: "Invalid", message: "title must not be empty", status: 422 },
    },
  ],
  extras: changes(new URL("../scenarios/podium.txt", import.meta.url))("extras"),
  rename: { transcripts: ["captions"], cloudbucket: ["objectvault"], podium: ["stagehand"] },
};
