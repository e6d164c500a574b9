import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { seal as world } from "../worlds/seal.ts";

const of = changes(new URL("./seal.txt", import.meta.url));

export const sealScenarios: Scenario[] = [
  // Decidable by: links are refused as expired three hours ago that were made minutes ago, for people west of Greenwich alone and
  // since desk's release; that release writes the signer's local time into the link without its zone.
  {
    id: "sl-local-until",
    group: "time zone",
    kind: "local time written without its zone",
    world,
    service: "desk",
    symptom: "errors",
    alertOn: "desk|POST /signatures",
    changes: [
      ...of("local-until"),
      ...pool(of, { "pool-slot": -45, "pool-reason": -260, "pool-threads": 20 }),
    ],
    effects: [
      {
        at: "desk|POST /signatures",
        where: { timezone: "America/Lima" },
        early: true,
        share: 0.9,
        ramp: 45,
        fail: {
          type: "LinkExpired",
          message: "link expired at @T-179m@",
          status: 410,
          frames: [
            place("desk/src/links.ts", "throw new LinkExpired", "openLink"),
            place("desk/src/signatures.ts", "openLink(token)", "sign"),
          ],
        },
      },
    ],
    needs: ["exceptions", "logs"],
    rps: [3, 8],
  },
  // Decidable by: verifier finds other digests than those that were sealed, on instances built since the library changed, while its
  // own files did not; the commit makes more of a text the same before it is digested, and old seals were made without.
  {
    id: "sl-canon",
    group: "shared library",
    kind: "canonical form changed under two services",
    world,
    service: "verifier",
    symptom: "errors",
    alertOn: "verifier|POST /checks",
    changes: [...of("canon"), ...pool(of, { "pool-reason": -40, "pool-slot": 25, "pool-trail": -600 })],
    effects: [
      {
        at: "verifier|POST /checks",
        share: 0.7,
        fail: {
          type: "seal.DigestMismatch",
          message: "page 2 of d-{n}: digest differs from the sealed one",
          frames: [
            place("verifier/src/main/java/seal/Checks.java", "throw new DigestMismatch", "Checks.check"),
          ],
        },
      },
    ],
    needs: ["exceptions", "deployments"],
  },
  // Decidable by: archive refuses templates of other tenants in more than half of the envelopes, and only where a new
  // instance of desk asks; the commit leaves the tenant out of the key under which templates are kept.
  {
    id: "sl-template-key",
    group: "cache",
    kind: "cache key without the tenant",
    world,
    service: "desk",
    symptom: "errors",
    alertOn: "desk|POST /envelopes",
    changes: [
      ...of("template-key"),
      ...pool(of, { "pool-trail": -30, "pool-slot": -500, "pool-threads": -90 }),
    ],
    effects: [
      {
        at: "archive|POST /documents",
        gate: "desk",
        share: 0.57,
        early: true,
        ramp: 30,
        fail: {
          type: "seal.NotYours",
          message: "template t-standard belongs to another tenant than {tenant}",
          status: 403,
          frames: [
            place("archive/src/main/java/seal/Documents.java", "throw new NotYours", "Documents.store"),
          ],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: the statement that reads a trail has no page any more on archive's new instances and takes a second or two; nothing
  // else in the same database does, and the commit sorts and filters in the process instead.
  {
    id: "sl-whole-trail",
    group: "limit of a query",
    kind: "all entries read to show a hundred",
    world,
    service: "archive",
    symptom: "latency",
    alertOn: "desk|GET /envelopes/{id}/trail",
    changes: [
      ...of("whole-trail"),
      ...pool(of, { "pool-reason": -20, "pool-slot": -180, "pool-threads": 30 }),
    ],
    effects: [
      {
        at: "archive|GET /trails/{id}|entries",
        set: { query: "SELECT id, at, who, what FROM trail WHERE document = ?" },
        slow: 1250,
      },
      { at: "archive|GET /trails/{id}", slow: 380 },
    ],
  },
  // Decidable by: the time stamp takes seconds wherever it is asked for, on old and new instances, and the authority's page says so
  // some minutes later; all the rest of a seal is as quick as before, and the commit that shares the call was live earlier.
  {
    id: "sl-timemark",
    group: "provider",
    kind: "time-stamp authority slow",
    world,
    service: "signer",
    symptom: "latency",
    alertOn: "desk|POST /signatures",
    changes: [...of("timemark"), ...pool(of, { "pool-reason": -70, "pool-trail": 20 })],
    events: [{ at: 130, kind: "status", text: "Timemark: time stamps are answered with delay in Europe" }],
    effects: [{ at: "signer|POST /seals|stamp", gate: "time", slow: 4300, ramp: 40 }],
    needs: ["events"],
  },
  // Decidable by: statements on one table wait for a lock and give up, from three services with releases of different days; the
  // operation that rebuilds an index of that table offline began seconds before.
  {
    id: "sl-rebuild",
    group: "database maintenance",
    kind: "index rebuilt offline",
    world,
    service: "archive",
    symptom: "errors",
    alertOn: "desk|POST /envelopes",
    changes: [...of("rebuild"), ...pool(of, { "pool-slot": -25, "pool-threads": -300 })],
    events: [
      {
        at: -7,
        kind: "operation",
        text: "SQL Server agent: ALTER INDEX PK_documents ON documents REBUILD (ONLINE = OFF) started",
      },
    ],
    effects: [
      {
        at: "archive|POST /documents|insert",
        gate: "time",
        share: 0.8,
        slow: 2500,
        fail: {
          type: "org.springframework.dao.CannotAcquireLockException",
          message: "SQL [INSERT INTO documents]; Lock request time out period exceeded.",
        },
      },
      {
        at: "signer|POST /seals|digest",
        gate: "time",
        share: 0.7,
        slow: 2500,
        fail: {
          type: "Microsoft.Data.SqlClient.SqlException",
          message: "Lock request time out period exceeded. (1222) table documents",
        },
      },
      { at: "verifier|POST /checks|pages", gate: "time", slow: 1900 },
    ],
    needs: ["exceptions", "events"],
  },
  // Decidable by: the module refuses the PIN of every instance of signer at the moment at which a rotation ended; the PIN comes
  // from the secret store, no file of the repository has it, and the commit changed in which slot's log a request is named.
  {
    id: "sl-pin",
    group: "credential",
    kind: "secret rotated, process not told",
    world,
    service: "signer",
    symptom: "errors",
    alertOn: "desk|POST /signatures",
    changes: [...of("pin"), ...pool(of, { "pool-reason": -140, "pool-threads": 15 })],
    events: [
      { at: -5, kind: "operation", text: "secret store: yearly rotation of hsm/slot-3 done, version 6 -> 7" },
    ],
    effects: [
      {
        at: "signer|POST /seals|hsm",
        gate: "time",
        share: 1,
        fail: {
          type: "System.Net.Http.HttpRequestException",
          message: "Response status code does not indicate success: 401 (CKR_PIN_INCORRECT slot 3).",
          status: 401,
        },
      },
    ],
    needs: ["exceptions", "events"],
  },
  // Not decidable: two commits of one release each add work to the making of a seal, one before and one after the time stamp, and
  // only the outermost spans are kept.
  {
    id: "sl-two-checks",
    group: "undecidable",
    kind: "two commits of one release at one place",
    world,
    service: "signer",
    symptom: "latency",
    alertOn: "desk|POST /signatures",
    thin: true,
    oneRelease: true,
    changes: [...of("two-checks"), ...pool(of, { "pool-reason": -800 })],
    effects: [{ at: "signer|POST /seals", slow: 1700, ramp: 20 }],
  },
];
