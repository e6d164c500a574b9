import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { claims as world } from "../worlds/claims.ts";

const of = changes(new URL("./claims.txt", import.meta.url));
const job = "claims-jobs|process ocr";
const payout = "claims-web|POST /claims/:id/payout";

export const claimsScenarios: Scenario[] = [
  // Decidable by: the jobs, not deployed, get UndefinedColumn for claims.scan_path, all of them from one moment; a commit
  // deployed with the web application then has the migration that removes that column.
  {
    id: "claims-scan-path",
    group: "database",
    kind: "column dropped under a reader",
    world,
    service: "claims-web",
    symptom: "errors",
    alertOn: job,
    changes: [
      ...of("claims-scan-path"),
      ...pool(of, { "pool-fewer": -45, "pool-checkout": -300, "pool-boxes": null }),
    ],
    effects: [
      {
        at: `${job}|row`,
        gate: "time",
        fail: {
          type: "Sequel::DatabaseError",
          message:
            'PG::UndefinedColumn: ERROR:  column "scan_path" does not exist\nLINE 1: SELECT "id", "scan_path", "kind" FROM "claims" WHERE ("id" =...',
          frames: [place("jobs/lib/scan_job.rb", "DB[:claims].where(id: claim_id)", "perform")],
        },
      },
    ],
    needs: ["exceptions", "deployments"],
  },
  // Decidable by: "could not obtain a connection from the pool within …" in every operation of web, on new instances alone,
  // waiters in a gauge, while queries that run are fast; threads per process went from 5 to 24 over a pool of 5 in one diff.
  {
    id: "claims-threads",
    group: "connection pool",
    kind: "more threads than connections",
    world,
    service: "claims-web",
    symptom: "errors",
    alertOn: "claims-web|GET /claims",
    changes: [
      ...of("claims-threads"),
      ...pool(of, { "pool-channel": -60, "pool-fewer": -15, "pool-ordering": null }),
    ],
    effects: ["GET /claims", "POST /claims", "POST /claims/:id/payout"].flatMap((op) => [
      { at: `claims-web|${op}`, slow: 700, ramp: 20 },
      {
        at: `claims-web|${op}`,
        share: 0.35,
        ramp: 20,
        early: true,
        slow: 4300,
        fail: {
          type: "ActiveRecord::ConnectionTimeoutError",
          message:
            "could not obtain a connection from the pool within 5.000 seconds (waited 5.003 seconds); all pooled connections were in use",
        },
      },
    ]),
    gauges: [
      {
        service: "claims-web",
        name: "db.client.connection.count",
        unit: "{connection}",
        base: 3,
        noise: 0.6,
        to: 5,
        ramp: 10,
        attributes: { "db.client.connection.state": "used" },
      },
      {
        service: "claims-web",
        name: "db.client.connection.pending_requests",
        unit: "{request}",
        base: 0,
        noise: 0.2,
        to: 17,
        ramp: 20,
      },
    ],
    needs: ["metrics", "exceptions"],
  },
  // Decidable by: "Object of type float32 is not JSON serializable" in ocr, on the one instance that has the new revision (canary); the commit
  // turned a float into a float32 in what goes to json.dumps.
  {
    id: "claims-mean",
    group: "serialisation",
    kind: "value not serialisable",
    world,
    service: "ocr",
    symptom: "errors",
    oneInstance: true,
    alertOn: job,
    changes: [
      ...of("claims-mean"),
      ...pool(of, { "pool-boxes": -500, "pool-fewer": -20, "pool-channel": null }),
    ],
    effects: [
      {
        at: "ocr|POST /read",
        share: 0.93,
        fail: {
          type: "TypeError",
          message: "Object of type float32 is not JSON serializable",
          frames: [place("ocr/ocr/app.py", "json.dumps(fields)", "read")],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: NoSuchBucket with a name that one commit wrote into the values of the jobs; old processes still read the
  // old bucket; the store answers quickly.
  {
    id: "claims-bucket",
    group: "configuration",
    kind: "wrong value in configuration",
    world,
    service: "claims-jobs",
    symptom: "errors",
    alertOn: job,
    changes: [
      ...of("claims-bucket"),
      ...pool(of, { "pool-ocrerror": -25, "pool-boxes": -15, "pool-checkout": null }),
    ],
    effects: [
      {
        at: `${job}|get`,
        fail: {
          type: "Aws::S3::Errors::NoSuchBucket",
          message: "The specified bucket does not exist (bucket halden-claim-scans)",
          status: 404,
          frames: [
            place("jobs/lib/bucket.rb", "S3.get_object", "get"),
            place("jobs/lib/scan_job.rb", "Bucket.get(row[:scan_path])", "perform"),
          ],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: the object store of the provider is slow and answers 503 for a while, for every process; the bucket's name
  // is as ever; its status says so.
  {
    id: "claims-store",
    group: "outside provider",
    kind: "object storage degraded",
    world,
    service: "claims-jobs",
    symptom: "errors",
    alertOn: job,
    changes: [
      ...pool(of, { "pool-fewer": -30, "pool-ocrerror": -70, "pool-boxes": -15, "pool-channel": -200 }),
    ],
    effects: [
      { at: `${job}|get`, slow: 2400, share: 0.9 },
      {
        at: `${job}|get`,
        share: 0.5,
        fail: {
          type: "Aws::S3::Errors::ServiceUnavailable",
          message: "Service is unable to handle request.",
          status: 503,
          frames: [
            place("jobs/lib/bucket.rb", "S3.get_object", "get"),
            place("jobs/lib/scan_job.rb", "Bucket.get(row[:scan_path])", "perform"),
          ],
        },
      },
    ],
    events: [{ at: 150, kind: "status", text: "Object storage eu-north-1: increased error rates for GET" }],
    needs: ["exceptions"],
  },
  // Decidable by: the bank answers 401 "token revoked" to every transfer from the minute in which an operator rotated the
  // credential (event); the code that reads it is old; the commit to the same file touches the answer of a success.
  {
    id: "claims-token",
    group: "credential",
    kind: "credential revoked",
    world,
    service: "claims-web",
    symptom: "errors",
    alertOn: payout,
    changes: [
      ...of("claims-token"),
      ...pool(of, { "pool-checkout": -35, "pool-channel": -15, "pool-fewer": null }),
    ],
    effects: [
      {
        at: `${payout}|transfer`,
        fail: {
          type: "Payouts::BankError",
          message:
            '401 {"tppMessages":[{"category":"ERROR","code":"TOKEN_INVALID","text":"token was revoked by its owner"}]}',
          status: 401,
          frames: [
            place("app/services/payouts/bank.rb", "raise BankError", "transfer"),
            place("app/controllers/claims_controller.rb", "Payouts::Bank.transfer", "payout"),
          ],
        },
      },
    ],
    events: [
      {
        at: -4,
        kind: "operation",
        text: "vault: lease of halvorbank/prod revoked by treasury-ops (rotation), new lease not yet synced",
      },
    ],
    needs: ["exceptions", "events"],
  },
  // Decidable by: whatever runs on one host is starved, web, jobs and ocr alike, since a batch job of another team landed on
  // it (event); the same revisions on other hosts are well.
  {
    id: "claims-hungry-neighbour",
    group: "node",
    kind: "noisy neighbour",
    world,
    service: "ocr",
    symptom: "latency",
    alertOn: "claims-web|GET /claims",
    minutes: 7,
    changes: [
      ...of("claims-hungry-neighbour"),
      ...pool(of, { "pool-channel": -50, "pool-fewer": -20, "pool-checkout": -15 }),
    ],
    effects: ["claims-web", "claims-jobs", "ocr"].map((service) => ({
      at: `${service}|*`,
      where: { host: "node-1" },
      slow: 1700,
    })),
    gauges: [
      {
        service: "ocr",
        name: "system.linux.cpu.pressure.some",
        unit: "1",
        base: 0.03,
        noise: 0.01,
        to: 0.86,
        where: { host: "node-1" },
      },
      {
        service: "claims-web",
        name: "system.linux.cpu.pressure.some",
        unit: "1",
        base: 0.03,
        noise: 0.01,
        to: 0.85,
        where: { host: "node-1" },
      },
    ],
    events: [
      {
        at: -20,
        kind: "schedule",
        text: "pod actuarial-batch-29 scheduled on node-1 (no limits, 30 processes)",
      },
    ],
    needs: ["revision", "metrics", "events"],
  },
  // Not decidable: two commits of one release each put work into the rendering of the same list, after its one
  // query, and no span tells one from the other.
  {
    id: "claims-two-renderings",
    group: "undecidable",
    kind: "two commits, one release",
    world,
    service: "claims-web",
    symptom: "latency",
    alertOn: "claims-web|GET /claims",
    oneRelease: true,
    changes: [...of("claims-two-renderings"), ...pool(of, { "pool-fewer": -30, "pool-boxes": -400 })],
    effects: [{ at: "claims-web|GET /claims", slow: 1100 }],
  },
];
