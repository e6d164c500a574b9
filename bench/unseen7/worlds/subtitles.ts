import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, db, send, work } = step;

/** What is said in meetings, written below the picture. */
export const subtitles: World = {
  id: "subtitles",
  repository: "spokenline/subtitles",
  files: sources(new URL("./subtitles.txt", import.meta.url)),
  services: [
    {
      name: "meet",
      language: "kotlin",
      paths: ["meet/"],
      replicas: 3,
      ops: [
        {
          name: "POST /rooms/{room}/chunks",
          ms: 4,
          log: "chunk in {spoken} for {plan}",
          steps: [
            db(
              "room",
              "postgresql",
              "rooms",
              "SELECT id, language, opened_at FROM rooms WHERE id = ? AND closed_at IS NULL",
              2,
              {
                src: place("meet/src/main/kotlin/Rooms.kt", "FROM rooms WHERE id", "meet.Rooms.open"),
              },
            ),
            send("chunk", "rabbitmq", "chunks", "asr", "process chunks", {
              src: place("meet/src/main/kotlin/Chunks.kt", "queue.send(", "meet.Chunks.take"),
            }),
          ],
        },
      ],
    },
    {
      name: "asr",
      language: "python",
      paths: ["asr/", "libs/pytext/"],
      replicas: 4,
      ops: [
        {
          name: "process chunks",
          ms: 5,
          steps: [
            work("infer", "transcribe", 190, {
              src: place("asr/app/model.py", "_model.transcribe(", "transcribe"),
            }),
            call("save", "text", "POST /sentences", {
              timeout: 3000,
              src: place("asr/app/sentences.py", '_http.post("/sentences"', "save"),
            }),
          ],
        },
      ],
    },
    {
      name: "text",
      language: "rust",
      paths: ["text/"],
      replicas: 3,
      ops: [
        {
          name: "POST /sentences",
          ms: 1,
          steps: [
            db(
              "insert",
              "postgresql",
              "sentences",
              "INSERT INTO sentences (room, speaker, source, text) VALUES ($1, $2, $3, $4)",
              3,
            ),
          ],
        },
        {
          name: "GET /sentences/{room}",
          ms: 2,
          steps: [
            db(
              "rows",
              "postgresql",
              "sentences",
              "SELECT id, speaker, text FROM sentences WHERE room = $1 AND id > $2 ORDER BY id LIMIT $3",
              3,
              { src: place("text/src/since.rs", "FROM sentences WHERE room", "text::since::since") },
            ),
          ],
        },
      ],
    },
    {
      name: "captions",
      language: "typescript",
      paths: ["captions/"],
      replicas: 2,
      ops: [
        {
          name: "GET /rooms/{room}/captions",
          ms: 3,
          steps: [
            call("sentences", "text", "GET /sentences/{room}", {
              timeout: 3000,
              src: place("captions/src/poll.ts", "await sentences(", "poll"),
            }),
          ],
        },
      ],
    },
    {
      name: "finder",
      language: "python",
      paths: ["finder/", "libs/pytext/"],
      replicas: 2,
      ops: [
        {
          name: "GET /search",
          ms: 4,
          steps: [
            db(
              "match",
              "postgresql",
              "sentences",
              "SELECT id, room, text FROM sentences WHERE document @@ to_tsquery(%s) LIMIT 50",
              18,
              {
                src: place("finder/app/search.py", "return all_rows(", "search"),
              },
            ),
          ],
        },
      ],
    },
  ],
  entries: {
    "captions|GET /rooms/{room}/captions": 6,
    "meet|POST /rooms/{room}/chunks": 5,
    "finder|GET /search": 2,
  },
  attributes: {
    spoken: ["de", "en", "nl", "pl"],
    plan: ["free", "pro", "campus"],
    kind: ["meeting", "webinar", "lesson"],
  },
  noise: [
    {
      at: "meet|POST /rooms/{room}/chunks",
      share: 0.012,
      fail: { type: "meet.Closed", message: "room is closed", status: 410 },
    },
    {
      at: "finder|GET /search",
      share: 0.008,
      fail: { type: "psycopg.errors.SyntaxError", message: "syntax error in tsquery", status: 400 },
    },
  ],
  extras: changes(new URL("../scenarios/subtitles.txt", import.meta.url))("extras"),
  rename: { captions: ["screens"], finder: ["lookup"], sentence: ["utterance"] },
};
