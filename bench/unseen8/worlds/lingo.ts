import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { cache, call, db, ext, send } = step;

/** An agency of translators: projects in segments, checks of terms, and a machine that reads them back. */
export const lingo: World = {
  id: "lingo",
  repository: "polyglot/desk",
  files: sources(new URL("./lingo.txt", import.meta.url)),
  services: [
    {
      name: "site",
      language: "php",
      paths: ["site/"],
      replicas: 3,
      ops: [
        {
          name: "GET /projects",
          ms: 7,
          steps: [
            db(
              "open",
              "mysql",
              "projects",
              "SELECT * FROM projects WHERE open = 1 ORDER BY id DESC LIMIT 50",
              6,
            ),
          ],
        },
        {
          name: "GET /projects/{id}",
          ms: 6,
          steps: [
            db("project", "mysql", "projects", "SELECT * FROM projects WHERE id = ? LIMIT 1", 2),
            db("words", "mysql", "segments", "SELECT SUM(words) FROM segments WHERE project_id = ?", 6),
          ],
        },
        {
          name: "PUT /segments/{id}",
          ms: 7,
          log: "segment saved ({lang})",
          steps: [
            db("update", "mysql", "segments", "UPDATE segments SET target = ?, state = ? WHERE id = ?", 4, {
              src: place(
                "site/app/Http/SegmentController.php",
                "$segment->update([",
                "App\\Http\\SegmentController->save",
              ),
            }),
            call("check", "jobs", "POST /checks", {
              timeout: 6000,
              src: place(
                "site/app/Http/SegmentController.php",
                "$this->jobs->check(",
                "App\\Http\\SegmentController->save",
              ),
            }),
          ],
        },
      ],
    },
    {
      name: "jobs",
      language: "go",
      paths: ["jobs/"],
      replicas: 3,
      ops: [
        {
          name: "POST /checks",
          ms: 4,
          steps: [
            db(
              "segment",
              "mysql",
              "segments",
              "SELECT id, source, target, reviewer FROM segments WHERE id = ?",
              3,
            ),
            send("push", "redis", "quality", "quality", "process quality", {
              src: place("jobs/internal/checks/check.go", "s.queue.Push(", "checks.(*Server).Check"),
            }),
            db("mark", "mysql", "segments", "UPDATE segments SET checked_at = NOW() WHERE id = ?", 4),
          ],
        },
        {
          name: "GET /previews/{project}",
          ms: 8,
          steps: [
            db("segments", "mysql", "segments", "SELECT id, target FROM segments WHERE project_id = ?", 9, {
              src: place(
                "jobs/internal/preview/preview.go",
                "s.store.Segments(",
                "preview.(*Server).Preview",
              ),
            }),
          ],
        },
        {
          name: "process results",
          ms: 1,
          steps: [db("score", "mysql", "segments", "UPDATE segments SET score = ? WHERE id = ?", 4)],
        },
      ],
    },
    {
      name: "quality",
      language: "python",
      paths: ["quality/"],
      replicas: 2,
      ops: [
        {
          name: "process quality",
          ms: 6,
          steps: [
            cache("seen", "GET seen:?"),
            ext("translate", "api.deepspeak.example", "POST", "/v2/translate", 180, {
              src: place("quality/app/score.py", "machine.translate(", "score"),
            }),
            send("publish", "redis", "results", "jobs", "process results", {
              src: place("quality/app/score.py", "results.publish(", "score"),
            }),
          ],
        },
      ],
    },
  ],
  entries: {
    "site|GET /projects": 3,
    "site|GET /projects/{id}": 4,
    "site|PUT /segments/{id}": 4,
    "jobs|GET /previews/{project}": 2.5,
  },
  attributes: {
    lang: ["de", "pl", "ja"],
    plan: ["freelance", "agency", "trial"],
  },
  noise: [
    {
      at: "site|GET /projects/{id}",
      share: 0.012,
      fail: {
        type: "Illuminate\\Database\\Eloquent\\ModelNotFoundException",
        message: "No query results for model [App\\Models\\Project] {n}",
        status: 404,
      },
    },
    {
      at: "jobs|GET /previews/{project}",
      share: 0.006,
      fail: {
        type: "*fmt.wrapError",
        message: "layout: open /srv/layouts/{n}: no such file or directory",
        status: 404,
      },
    },
  ],
  extras: changes(new URL("../scenarios/lingo.txt", import.meta.url))("extras"),
  rename: { deepspeak: ["transcore"], quality: ["grading"] },
};
