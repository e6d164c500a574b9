import { changes } from "../../judging-set/changes.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { royalty as world } from "../worlds/royalty.ts";

const commits = changes(new URL("royalty.txt", import.meta.url));
const kotlin = "batch/src/main/kotlin/encore/batch";

export const royaltyScenarios: Scenario[] = [
  {
    id: "royalty-big-chunks",
    group: "limit",
    kind: "chunks that do not fit into the heap",
    world,
    service: "batch",
    symptom: "memory",
    alertOn: "batch|usage.importUsage",
    needs: ["metrics"],
    lag: 2700,
    atFullHour: true,
    changes: commits("royalty-big-chunks"),
    effects: [
      { at: "batch|usage.importUsage|read", slow: 2600, ramp: 80 },
      {
        at: "batch|usage.importUsage",
        share: 0.5,
        ramp: 90,
        fail: {
          type: "java.lang.OutOfMemoryError",
          message: "Java heap space",
          frames: [
            {
              file: `${kotlin}/UsageReader.kt`,
              text: "val cells = lines.next().split",
              fn: "UsageReader.read",
            },
          ],
        },
      },
    ],
    gauges: [
      {
        service: "batch",
        name: "process.memory.usage",
        unit: "By",
        base: 7e8,
        noise: 1e7,
        to: 2.1e9,
        ramp: 80,
      },
      {
        service: "batch",
        name: "jvm.gc.duration",
        unit: "s",
        base: 0.02,
        noise: 0.005,
        to: 4.1,
        ramp: 80,
        attributes: { "jvm.gc.name": "G1 Old Generation", "jvm.gc.action": "end of major GC" },
      },
    ],
  },
  {
    id: "royalty-hourly-rebuild",
    group: "delayed",
    kind: "a job that holds a table, now every hour",
    world,
    service: "batch",
    symptom: "errors",
    alertOn: "portal|GET /statements/{period}",
    lag: 6100,
    atFullHour: true,
    changes: commits("royalty-hourly-rebuild"),
    effects: [
      {
        at: "statements|GET /statements/<owner>/<period>|booked",
        gate: "batch",
        share: 0.75,
        slow: 3000,
        fail: {
          type: "sqlalchemy.exc.OperationalError",
          message:
            '(psycopg.errors.LockNotAvailable) canceling statement due to lock timeout\nCONTEXT:  while locking tuple in relation "bookings"',
          frames: [
            { file: "statements/statements/ledger.py", text: "return db.execute(", fn: "booked" },
            { file: "statements/statements/views.py", text: "booked(owner, period)", fn: "statement" },
          ],
        },
      },
    ],
    logs: [
      {
        service: "batch",
        severity: "INFO",
        every: 45,
        body: "Job: [SimpleJob: [name=balances]] launched with the following parameters: [{'at':'{value={n}, type=class java.lang.Long}'}]",
      },
    ],
    rps: [3, 8],
  },
  {
    id: "royalty-lost-tenths",
    group: "wrong result",
    kind: "shares are rounded down, and no longer add up",
    world,
    service: "batch",
    symptom: "errors",
    alertOn: "portal|GET /statements/{period}",
    lag: 2400,
    changes: commits("royalty-lost-tenths"),
    effects: [
      {
        at: "statements|GET /statements/<owner>/<period>",
        gate: "batch",
        where: { period: "2026-1" },
        fail: {
          type: "statements.views.Mismatch",
          message: "owner {n}: statement 412.09, booked 412.117",
          frames: [{ file: "statements/statements/views.py", text: "raise Mismatch(", fn: "statement" }],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "royalty-loop-titles",
    group: "query in a loop",
    kind: "a query for each position of a statement",
    world,
    service: "statements",
    symptom: "latency",
    alertOn: "portal|GET /statements/{period}",
    changes: commits("royalty-loop-titles"),
    effects: [
      {
        at: "statements|GET /statements/<owner>/<period>|shares",
        set: {
          times: 20,
          ms: 24,
          query:
            "SELECT coalesce(t.title, w.title) FROM works w LEFT JOIN translations t ON t.isrc = w.isrc AND t.lang = %(lang)s WHERE w.isrc = %(isrc)s",
        },
      },
    ],
  },
  {
    id: "royalty-utf8",
    group: "serialisation",
    kind: "another encoding than the files have",
    world,
    service: "batch",
    symptom: "errors",
    alertOn: "batch|usage.importUsage",
    changes: commits("royalty-utf8"),
    effects: [
      // A wobble that has nothing to do with it.
      {
        at: "portal|GET /statements/{period}",
        gate: "time",
        delay: -160,
        every: { period: 100000, lasts: 55 },
        slow: 120,
      },
      {
        at: "batch|usage.importUsage",
        early: true,
        share: 0.85,
        fail: {
          type: "java.nio.charset.MalformedInputException",
          message: "Input length = 1",
          frames: [
            { file: `${kotlin}/UsageReader.kt`, text: "Files.readAllLines(file", fn: "UsageReader.open" },
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "royalty-bad-delivery",
    group: "bad data",
    kind: "a partner delivers lines with a cell too many",
    world,
    service: "batch",
    symptom: "errors",
    alertOn: "batch|usage.importUsage",
    changes: commits("royalty-bad-delivery"),
    effects: [
      // A wobble that has nothing to do with it.
      {
        at: "statements|GET /statements/<owner>/<period>|shares",
        gate: "time",
        delay: -210,
        every: { period: 100000, lasts: 70 },
        slow: 90,
      },
      {
        at: "batch|usage.importUsage",
        gate: "time",
        early: true,
        where: { source: "streamly" },
        fail: {
          type: "java.lang.IllegalStateException",
          message: "a line of 5 cells",
          frames: [
            { file: `${kotlin}/UsageReader.kt`, text: "check(cells.size == 4)", fn: "UsageReader.read" },
          ],
        },
      },
    ],
    logs: [
      {
        service: "batch",
        severity: "INFO",
        gate: "time",
        every: 30,
        body: "inbox: streamly_2026Q2_v3.tsv, {n} lines, header 'isrc title plays amount currency'",
      },
    ],
    rps: [3, 8],
  },
  {
    id: "royalty-plan-flip",
    group: "database",
    kind: "the planner takes another plan after statistics were gathered",
    world,
    service: "statements",
    symptom: "latency",
    alertOn: "portal|GET /statements/{period}",
    needs: ["events"],
    changes: commits("royalty-plan-flip"),
    effects: [{ at: "statements|GET /statements/<owner>/<period>|shares", gate: "time", slow: 2300 }],
    events: [
      {
        at: -8,
        kind: "database",
        service: "postgres",
        text: 'automatic analyze of table "royalties.public.shares" finished; auto_explain: Seq Scan on shares replaces Index Scan using shares_owner_period_idx',
      },
    ],
    gauges: [
      {
        service: "statements",
        name: "postgresql.blocks_read",
        unit: "{block}",
        base: 900,
        noise: 90,
        gate: "time",
        to: 214000,
        ramp: 20,
        attributes: { source: "heap_read", "postgresql.table.name": "shares" },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "royalty-inbox-host",
    group: "provider",
    kind: "the host of the inbox takes no connections",
    world,
    service: "batch",
    symptom: "errors",
    alertOn: "batch|usage.fetchInbox",
    changes: commits("royalty-inbox-host"),
    effects: [
      {
        at: "batch|usage.fetchInbox|sftp",
        gate: "time",
        slow: 60000,
      },
    ],
    rps: [3, 8],
  },
];
