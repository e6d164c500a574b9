import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

const kotlin = "batch/src/main/kotlin/encore/batch";

/** Royalties of musicians: batch jobs in Kotlin, statements in Python, a portal in PHP. */
export const royalty: World = {
  id: "royalty",
  repository: "encore-rights/royalties",
  files: sources(new URL("royalty.txt", import.meta.url)),
  services: [
    {
      name: "batch",
      language: "kotlin",
      paths: ["batch/"],
      replicas: 2,
      ops: [
        {
          name: "usage.importUsage",
          ms: 12,
          log: "chunk of {source} written",
          steps: [
            { id: "read", do: "work", name: "read chunk", ms: 6 },
            {
              id: "owners",
              do: "db",
              system: "postgresql",
              query: "SELECT id, part FROM owners WHERE isrc = ANY (?)",
              table: "owners",
              ms: 8,
              src: {
                file: `${kotlin}/SplitProcessor.kt`,
                text: "works.ownersOf(line.isrc)",
                fn: "SplitProcessor.process",
              },
            },
            {
              id: "write",
              do: "db",
              system: "postgresql",
              query: "INSERT INTO shares (owner, isrc, source, period, amount) VALUES (?, ?, ?, ?, ?)",
              table: "shares",
              ms: 14,
            },
          ],
        },
        {
          name: "usage.fetchInbox",
          ms: 5,
          steps: [
            {
              id: "sftp",
              do: "ext",
              host: "sftp.encore.example",
              method: "GET",
              path: "/inbox",
              ms: 140,
              timeout: 10000,
              onFail: {
                type: "org.apache.sshd.common.SshException",
                message:
                  "DefaultConnectFuture[svc@sftp.encore.example/203.0.113.40:22]: Failed to get operation result within specified timeout: 10000",
              },
            },
          ],
        },
      ],
    },
    {
      name: "statements",
      language: "python",
      paths: ["statements/"],
      replicas: 3,
      ops: [
        {
          name: "GET /statements/<owner>/<period>",
          ms: 6,
          steps: [
            {
              id: "shares",
              do: "db",
              system: "postgresql",
              query:
                "SELECT s.isrc, w.title, s.source, sum(s.amount) AS amount FROM shares s JOIN works w ON w.isrc = s.isrc WHERE s.owner = %(owner)s AND s.period = %(period)s GROUP BY s.isrc, w.title, s.source",
              table: "shares",
              ms: 16,
              src: {
                file: "statements/statements/views.py",
                text: "found = positions(owner, period)",
                fn: "statement",
              },
            },
            {
              id: "booked",
              do: "db",
              system: "postgresql",
              query: "SELECT amount FROM bookings WHERE owner = %(owner)s AND period = %(period)s",
              table: "bookings",
              ms: 2,
              src: { file: "statements/statements/ledger.py", text: "return db.execute(", fn: "booked" },
            },
          ],
        },
      ],
    },
    {
      name: "portal",
      language: "php",
      paths: ["portal/"],
      replicas: 2,
      ops: [
        {
          name: "GET /statements/{period}",
          ms: 14,
          log: "statement shown, period {period}",
          steps: [
            {
              id: "statement",
              do: "call",
              to: "statements",
              op: "GET /statements/<owner>/<period>",
              timeout: 5000,
              src: {
                file: "portal/src/Client/Statements.php",
                text: "$this->http->request('GET'",
                fn: "App\\Client\\Statements->of",
              },
              onFail: {
                type: "Symfony\\Component\\HttpClient\\Exception\\ServerException",
                message:
                  'HTTP/1.1 500 Internal Server Error returned for "http://statements:8000/statements/{n}/2026-2".',
                status: 500,
              },
            },
          ],
        },
      ],
    },
  ],
  entries: {
    "batch|usage.importUsage": 6,
    "batch|usage.fetchInbox": 3,
    "portal|GET /statements/{period}": 7,
  },
  attributes: {
    source: ["streamly", "tunein", "radiohaus", "clubnet"],
    period: ["2026-1", "2026-2", "2025-4"],
    territory: ["DACH", "Nordics", "Benelux", "Iberia"],
  },
  noise: [
    {
      at: "batch|usage.importUsage",
      share: 0.005,
      fail: { type: "java.lang.IllegalArgumentException", message: "no owners of DEA{n}" },
    },
    {
      at: "portal|GET /statements/{period}",
      share: 0.008,
      fail: { type: "NotFoundHttpException", message: "No period", status: 404, quiet: true },
    },
  ],
  extras: changes(new URL("../scenarios/royalty.txt", import.meta.url))("extras"),
  rename: {
    tunein: ["wavecast", "airtunes"],
    portal: ["backstage", "members"],
    streamly: ["playlisty", "sonara"],
  },
};
