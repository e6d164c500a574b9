import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** Public libraries: a catalogue in Laravel, loans in Rails, waiting lists in Go, one MySQL for all. */
export const lending: World = {
  id: "lending",
  repository: "shelfmark/libraries",
  files: sources(new URL("lending.txt", import.meta.url)),
  services: [
    {
      name: "catalogue",
      language: "php",
      paths: ["catalogue/"],
      replicas: 3,
      ops: [
        {
          name: "GET /titles/{isbn}",
          ms: 9,
          log: "title shown in branch {branch}",
          steps: [
            {
              id: "title",
              do: "db",
              system: "mysql",
              query: "select * from `titles` where `isbn` = ? limit 1",
              table: "titles",
              ms: 3,
              chance: 0.35,
              src: {
                file: "catalogue/app/Http/Controllers/TitleController.php",
                text: "->where('isbn', $isbn)->firstOrFail()",
                fn: "App\\Http\\Controllers\\TitleController->show",
              },
            },
            {
              id: "waiting",
              do: "call",
              to: "holds",
              op: "GET /holds/{isbn}",
              timeout: 2000,
              src: {
                file: "catalogue/app/Services/Holds.php",
                text: '->get("/holds/{$isbn}")',
                fn: "App\\Services\\Holds->waiting",
              },
              onFail: {
                type: "Illuminate\\Http\\Client\\RequestException",
                message: "HTTP request returned status code 500: unavailable",
                status: 500,
              },
            },
          ],
        },
      ],
    },
    {
      name: "loans",
      language: "ruby",
      paths: ["loans/"],
      replicas: 3,
      ops: [
        {
          name: "POST /loans",
          ms: 12,
          log: "copy lent in branch {branch}",
          steps: [
            {
              id: "copy",
              do: "db",
              system: "mysql",
              query: "SELECT `copies`.* FROM `copies` WHERE `copies`.`barcode` = ? LIMIT 1 FOR UPDATE",
              table: "copies",
              ms: 3,
              src: { file: "loans/app/services/lend.rb", text: "copy = Copy.lock.find_by!", fn: "call" },
            },
            { id: "prepare", do: "work", name: "Lend#prepare", ms: 0.6 },
            {
              id: "insert",
              do: "db",
              system: "mysql",
              query: "INSERT INTO `loans` (`reader_id`, `copy_id`, `due_on`) VALUES (?, ?, ?)",
              table: "loans",
              ms: 3,
            },
            {
              id: "mail",
              do: "ext",
              host: "mail.readers.example",
              method: "POST",
              path: "/messages",
              ms: 120,
              tolerate: true,
            },
          ],
        },
        {
          name: "GET /loans",
          ms: 8,
          steps: [
            {
              id: "loans",
              do: "db",
              system: "mysql",
              query:
                "SELECT `loans`.* FROM `loans` WHERE `loans`.`reader_id` = ? AND `loans`.`returned_on` IS NULL",
              table: "loans",
              ms: 3,
            },
            {
              id: "titles",
              do: "db",
              system: "mysql",
              query: "SELECT `titles`.* FROM `titles` WHERE `titles`.`id` IN (?)",
              table: "titles",
              ms: 3,
              src: {
                file: "loans/app/controllers/loans_controller.rb",
                text: "loans = reader.loans.open",
                fn: "index",
              },
            },
          ],
        },
      ],
    },
    {
      name: "holds",
      language: "go",
      paths: ["holds/", "lib/"],
      replicas: 2,
      ops: [
        {
          name: "GET /holds/{isbn}",
          ms: 1,
          steps: [
            {
              id: "count",
              do: "db",
              system: "mysql",
              query: "SELECT COUNT(*) FROM holds WHERE isbn = ? AND fetched_at IS NULL",
              table: "holds",
              ms: 2,
              src: {
                file: "holds/internal/queue/lists.go",
                text: "l.db.QueryRowContext(",
                fn: "shelfmark.example/holds/internal/queue.(*Lists).Waiting",
              },
            },
          ],
        },
      ],
    },
  ],
  entries: { "catalogue|GET /titles/{isbn}": 8, "loans|POST /loans": 4, "loans|GET /loans": 4 },
  attributes: {
    branch: ["north", "harbour", "university", "station"],
    number: ["isbn-13", "isbn-10", "isbn-10-x"],
    card: ["adult", "child", "institution"],
  },
  noise: [
    {
      at: "catalogue|GET /titles/{isbn}",
      share: 0.015,
      fail: {
        type: "NotFound",
        message: "No query results for model [App\\Models\\Title].",
        status: 404,
        quiet: true,
      },
    },
    {
      at: "loans|POST /loans",
      share: 0.012,
      fail: { type: "Lend::Refused", message: "copy is lent", status: 409 },
    },
  ],
  extras: changes(new URL("../scenarios/lending.txt", import.meta.url))("extras"),
  rename: {
    harbour: ["riverside", "old-town"],
    holds: ["waitlists", "reservations"],
    university: ["college", "museum"],
  },
};
