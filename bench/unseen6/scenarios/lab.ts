import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import type { Failure } from "../../unseen/scenario.ts";
import { lab as world } from "../worlds/lab.ts";

const of = changes(new URL("./lab.txt", import.meta.url));
const consumer = "triage|process specimen.received";
const reports = "portal|GET /wards/:ward/reports";
const auth = "src/Intake/Auth/RequireScope.cs";
const missing = (type: string): Failure => ({
  type,
  message:
    "1 validation error for Specimen\ncollectedAt\n  Field required [type=missing, input_value={'barcode': 'L{n}', 'ward': '{ward}', 'collected_at': '@T-30m@'}, input_type=dict]",
  frames: [place("triage/triage/consumer.py", "Specimen.model_validate", "handle")],
});
const failedOver: Failure = {
  type: "Microsoft.Data.SqlClient.SqlException",
  message:
    "A network-related or instance-specific error occurred while establishing a connection to SQL Server. Unable to access availability database 'Lab' because the database replica is not in the PRIMARY or SECONDARY role",
};

export const labScenarios: Scenario[] = [
  // Decidable by: triage, not deployed, misses the field collectedAt and shows an input that has collected_at; one commit
  // of intake renamed exactly that; messages published by intake's old instances pass until the rollout is over.
  {
    id: "lab-event-names",
    group: "contract",
    kind: "field of an event renamed",
    world,
    service: "intake",
    symptom: "errors",
    alertOn: consumer,
    changes: [
      ...of("lab-event-names"),
      ...pool(of, { "pool-linger": -900, "pool-weights": -60, "pool-userheader": null }),
    ],
    effects: [
      {
        at: consumer,
        gate: "intake",
        early: true,
        fail: missing("pydantic_core._pydantic_core.ValidationError"),
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: the SELECT on Reports, whose text in db.query.text changed to a CONVERT round the indexed column, takes
  // seconds instead of 14 ms, on new instances alone; that text is in one diff; inserts into the same table stay fast.
  {
    id: "lab-function-on-column",
    group: "database",
    kind: "index unused",
    world,
    service: "portal",
    symptom: "latency",
    alertOn: reports,
    changes: [
      ...of("lab-function-on-column"),
      ...pool(of, { "pool-userheader": -45, "pool-range": null, "pool-linger": 30 }),
    ],
    effects: [
      {
        at: `${reports}|recent`,
        slow: 2600,
        set: {
          query:
            "SELECT r.Barcode, r.Analyte, r.Value, r.Verdict, r.StoredAt FROM Reports r JOIN Specimens s ON s.Barcode = r.Barcode WHERE s.Ward = @ward AND CONVERT(datetime2, r.StoredAt AT TIME ZONE 'UTC' AT TIME ZONE 'W. Europe Standard Time') >= DATEADD(hour, -@hours, SYSDATETIME()) ORDER BY r.StoredAt DESC",
        },
      },
    ],
  },
  // Decidable by: triage's validation fails with a message that links to pydantic 3 and speaks of its strict mode; it
  // begins with each new instance of triage; the one commit there that could do it is the major; intake's event is as before.
  {
    id: "lab-strict-dates",
    group: "dependency",
    kind: "dependency major",
    world,
    service: "triage",
    symptom: "errors",
    alertOn: consumer,
    changes: [
      ...of("lab-strict-dates"),
      ...pool(of, { "pool-weights": -500, "pool-linger": -25, "pool-location": null }),
    ],
    effects: [
      {
        at: consumer,
        share: 0.9,
        early: true,
        fail: {
          type: "pydantic_core._pydantic_core.ValidationError",
          message:
            "1 validation error for Specimen\ncollectedAt\n  Input should be a valid datetime instance [type=datetime_type, input_value='@T-30m@', input_type=str]\n    For further information visit https://errors.pydantic.dev/3.0/v/datetime_type",
          frames: [place("triage/triage/consumer.py", "Specimen.model_validate", "handle")],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: the old generation of validator's heap climbs from one deployment on and messages slow down by garbage
  // collection, OutOfMemoryError at last, in the frame of the map; one commit replaced a bounded cache by an unbounded map
  // that keeps whole results; traffic is flat.
  {
    id: "lab-duplicates",
    group: "unbounded collection",
    kind: "cache without a bound",
    world,
    service: "validator",
    symptom: "saturation",
    alertOn: "validator|process analyser.result",
    alertSays: {
      name: "HeapNearLimit",
      summary: "validator: old generation 97% full after collection",
      metric: "jvm_old_gen_ratio",
    },
    lag: 1500,
    minutes: 8,
    changes: [
      ...of("lab-duplicates"),
      ...pool(of, { "pool-weights": -50, "pool-linger": -70, "pool-labels": -15, "pool-userheader": null }),
    ],
    effects: [
      { at: "validator|process analyser.result", slow: 1400, ramp: 240 },
      {
        at: "validator|process analyser.result",
        delay: 150,
        share: 0.35,
        early: true,
        fail: {
          type: "java.lang.OutOfMemoryError",
          message: "Java heap space",
          frames: [
            place(
              "validator/src/main/java/org/serolab/validator/Duplicates.java",
              "known.putIfAbsent",
              "Duplicates.seen",
            ),
            place(
              "validator/src/main/java/org/serolab/validator/ResultListener.java",
              "duplicates.seen",
              "ResultListener.on",
            ),
          ],
        },
      },
    ],
    gauges: [
      {
        service: "validator",
        name: "process.memory.usage",
        unit: "By",
        base: 330e6,
        noise: 9e6,
        to: 1068e6,
        ramp: 1920,
        delay: -1500,
      },
      {
        service: "validator",
        name: "jvm.gc.pause.share",
        unit: "1",
        base: 0.01,
        noise: 0.003,
        to: 0.62,
        ramp: 240,
      },
    ],
    needs: ["metrics", "exceptions"],
  },
  // Decidable by: only client=mobile is refused, "audience lab-mobile is not accepted", by the array from which one commit
  // took lab-mobile; web and kiosk pass.
  {
    id: "lab-audience",
    group: "authentication",
    kind: "audience dropped",
    world,
    service: "intake",
    symptom: "errors",
    alertOn: "intake|POST /specimens",
    changes: [
      ...of("lab-audience"),
      ...pool(of, { "pool-location": -20, "pool-linger": -260, "pool-weights": null }),
    ],
    effects: ["POST /specimens", "GET /specimens/{barcode}"].map((op) => ({
      at: `intake|${op}`,
      where: { client: "mobile" },
      early: true,
      fail: {
        type: "Intake.Auth.TokenRejectedException",
        message: "audience lab-mobile is not accepted",
        status: 401,
        frames: [place(auth, "is not accepted", "Intake.Auth.RequireScopeAttribute.OnAuthorization")],
      },
    })),
    needs: ["exceptions"],
  },
  // Decidable by: TLS to the hospital's gateway fails for every instance from one instant, "certificate has expired" with
  // the date; no revision matters, nothing of ours speaks to its certificate.
  {
    id: "lab-hospital-certificate",
    group: "certificate",
    kind: "partner's certificate expired",
    world,
    service: "triage",
    symptom: "errors",
    alertOn: consumer,
    atFullHour: true,
    changes: [
      ...of("lab-hospital-certificate"),
      ...pool(of, { "pool-weights": -30, "pool-location": -140, "pool-linger": null }),
    ],
    effects: [
      {
        at: `${consumer}|forward`,
        fail: {
          type: "httpx.ConnectError",
          message:
            "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1010)",
          status: 0,
          frames: [
            place("triage/triage/hl7.py", "client.post(GATEWAY", "forward"),
            place("triage/triage/consumer.py", "await forward(specimen, urgency)", "handle"),
          ],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: "token is not valid yet", by up to a minute and a half, on one host alone, whatever revision it runs; a log
  // of its time daemon says that the clock stepped back. The check itself is old.
  {
    id: "lab-clock",
    group: "clock",
    kind: "clock of one host behind",
    world,
    service: "intake",
    symptom: "errors",
    alertOn: "intake|POST /specimens",
    changes: [
      ...of("lab-clock"),
      ...pool(of, { "pool-location": -35, "pool-userheader": -90, "pool-range": null }),
    ],
    effects: ["POST /specimens", "GET /specimens/{barcode}"].map((op) => ({
      at: `intake|${op}`,
      where: { host: "node-3" },
      share: 0.95,
      early: true,
      fail: {
        type: "Intake.Auth.TokenRejectedException",
        message: "token is not valid yet, by {n} ms",
        status: 401,
        frames: [place(auth, "token is not valid yet", "Intake.Auth.RequireScopeAttribute.OnAuthorization")],
      },
    })),
    logs: [
      {
        service: "intake",
        severity: "WARN",
        body: "chronyd: System clock wrong by 94.118 seconds, no selectable sources",
        every: 40,
        gate: "time",
        where: { host: "node-3" },
      },
    ],
    minutes: 8,
    needs: ["revision", "logs", "exceptions"],
  },
  // Decidable by: every service that uses the database fails at once, for two minutes, with the replica's role in the
  // message; the event names the maintenance; the commits touch one service each.
  {
    id: "lab-failover",
    group: "database maintenance",
    kind: "availability group failed over",
    world,
    service: "intake",
    symptom: "errors",
    alertOn: "intake|POST /specimens",
    changes: [...of("lab-failover"), ...pool(of, { "pool-range": -40, "pool-userheader": -15 })],
    effects: [
      `${reports}|recent`,
      "intake|POST /specimens|insert",
      "intake|GET /specimens/{barcode}|find",
      "validator|process analyser.result|store",
    ].map((at) => ({ at, share: 0.85, every: { period: 900, lasts: 170 }, slow: 300, fail: failedOver })),
    events: [
      {
        at: -25,
        kind: "maintenance",
        text: "DBA: planned failover of availability group LAB-AG1 to sql-b for patching",
      },
    ],
    needs: ["events", "exceptions"],
  },
];
