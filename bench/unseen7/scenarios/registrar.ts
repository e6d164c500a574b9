import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { registrar as world } from "../worlds/registrar.ts";

const of = changes(new URL("./registrar.txt", import.meta.url));

export const registrarScenarios: Scenario[] = [
  // Decidable by: signatures of some requests no longer match, on the gateway's new instances and for all resellers whose
  // targets are encoded in their own way; the commit signs what it has put together anew. No secret was changed.
  {
    id: "rg-signed-path",
    group: "authentication",
    kind: "signature over another form of the request",
    world,
    service: "gateway",
    symptom: "errors",
    alertOn: "gateway|GET /v1/check",
    changes: [
      ...of("signed-path"),
      ...pool(of, { "pool-taken": -70, "pool-wait": -15, "pool-hundred": -500 }),
    ],
    effects: ["POST /v1/domains", "GET /v1/check"].map((op) => ({
      at: `gateway|${op}`,
      where: { target: "encoded" },
      share: 0.97,
      early: true,
      fail: {
        type: "*errors.errorString",
        message: "signature does not match",
        status: 401,
        frames: [
          place("gateway/auth.go", "return Reseller{}, errSignature", "gateway.(*Gateway).authenticate"),
        ],
      },
    })),
    needs: ["exceptions", "logs"],
  },
  // Decidable by: zones of one tier find no nameservers on the publisher's new instances; in the commit's file that tier stands
  // one level too deep, while the other is where it was.
  {
    id: "rg-config-shape",
    group: "configuration",
    kind: "key at the wrong level",
    world,
    service: "publisher",
    symptom: "errors",
    alertOn: "publisher|process zone.changed",
    changes: [
      ...of("config-shape"),
      ...pool(of, { "pool-serial": -45, "pool-tld": -20, "pool-hundred": 30 }),
    ],
    effects: [
      {
        at: "publisher|process zone.changed",
        where: { tier: "gold" },
        share: 1,
        fail: {
          type: "Error",
          message: "no nameservers for tier gold",
          frames: [place("publisher/src/publish.ts", "no nameservers for tier", "publish")],
        },
      },
    ],
    needs: ["exceptions", "logs"],
  },
  // Decidable by: requests wait in epp, before the registry is asked, for sessions of which the commit leaves two; what the
  // registry takes for each command is as before, and the number of commands is too.
  {
    id: "rg-sessions-two",
    group: "connection pool",
    kind: "pool too small",
    world,
    service: "epp",
    symptom: "latency",
    alertOn: "gateway|GET /v1/check",
    changes: [
      ...of("sessions-two"),
      ...pool(of, { "pool-tld": -50, "pool-taken": -25, "pool-serial": -600 }),
    ],
    effects: [
      ...["POST /renew", "GET /check/{name}"].map((op) => ({ at: `epp|${op}`, slow: 1500, ramp: 40 })),
      ...["POST /renew", "GET /check/{name}"].map((op) => ({
        at: `epp|${op}`,
        share: 0.2,
        early: true,
        fail: {
          type: "app.sessions.NoSession",
          message: "no session with .{tld} became free within the time",
          status: 503,
          frames: [place("epp/app/sessions.py", "raise NoSession(", "session")],
        },
      })),
    ],
    needs: ["exceptions"],
  },
  // Decidable by: the gateway's insert, which is as it was, is refused by the database for want of a value in a column that the
  // panel's migration added just then, without a default; it fails on every instance of the gateway at once.
  {
    id: "rg-lock-column",
    group: "column",
    kind: "column that must be filled and has no default",
    world,
    service: "panel",
    symptom: "errors",
    alertOn: "gateway|POST /v1/domains",
    changes: [
      ...of("lock-column"),
      ...pool(of, { "pool-taken": -55, "pool-hundred": -260, "pool-wait": 20 }),
    ],
    effects: [
      {
        at: "gateway|POST /v1/domains|insert",
        gate: "time",
        share: 1,
        fail: {
          type: "*mysql.MySQLError",
          message: "Error 1364 (HY000): Field 'lock_state' doesn't have a default value",
          frames: [place("gateway/domains.go", "g.db.ExecContext(ctx", "gateway.(*Gateway).Register")],
        },
      },
    ],
    needs: ["exceptions", "logs"],
  },
  // Decidable by: the registries end the handshake because the certificate that epp shows has expired; it is a file of the
  // machines, in no commit, and sessions are refused to old instances as to new ones.
  {
    id: "rg-client-cert",
    group: "certificate",
    kind: "client certificate expired",
    world,
    service: "epp",
    symptom: "errors",
    alertOn: "epp|POST /renew",
    changes: [...of("client-cert"), ...pool(of, { "pool-tld": -110, "pool-wait": 25, "pool-taken": -800 })],
    effects: ["POST /renew|renew", "GET /check/{name}|check"].map((at) => ({
      at: `epp|${at}`,
      gate: "time",
      share: 0.9,
      fail: {
        type: "ssl.SSLError",
        message: "[SSL: SSLV3_ALERT_CERTIFICATE_EXPIRED] sslv3 alert certificate expired (_ssl.c:2580)",
        status: 0,
        frames: [place("epp/app/registry.py", "return connect(", "login")],
      },
    })),
    needs: ["exceptions", "revision"],
  },
  // Decidable by: everything that writes is refused by a database that is read-only, in two services and on all revisions, since
  // a failover that is written down; reading goes on.
  {
    id: "rg-read-only",
    group: "database maintenance",
    kind: "failover to a server that is read-only",
    world,
    service: "panel",
    symptom: "errors",
    alertOn: "panel|POST /domains/{name}/renew",
    changes: [...of("read-only"), ...pool(of, { "pool-taken": -40, "pool-hundred": 15 })],
    events: [
      { at: -9, kind: "maintenance", text: "mysql-main: planned failover to mysql-b for a kernel update" },
    ],
    effects: [
      "panel|POST /domains/{name}/renew|update",
      "panel|PUT /zones/{name}|save",
      "gateway|POST /v1/domains|insert",
    ].map((at) => ({
      at,
      gate: "time",
      share: 1,
      fail: {
        type: at.startsWith("panel") ? "Illuminate\\Database\\QueryException" : "*mysql.MySQLError",
        message:
          "1290 The MySQL server is running with the --read-only option so it cannot execute this statement",
      },
    })),
    needs: ["events", "exceptions"],
  },
  // Decidable by: from the full hour on, when names become free, one reseller asks for names many times as often as before, and
  // epp and the registry slow down with it; nobody is let through who was not before, as the limit was never reached.
  {
    id: "rg-drop-catch",
    group: "traffic",
    kind: "everybody wants the names that become free",
    world,
    service: "epp",
    symptom: "traffic",
    alertOn: "gateway|GET /v1/check",
    atFullHour: true,
    changes: [...of("drop-catch"), ...pool(of, { "pool-tld": -85, "pool-wait": -1400 })],
    surge: { factor: 5, entry: "gateway|GET /v1/check", attribute: ["reseller", "sitefarm"] },
    effects: [
      { at: "epp|GET /check/{name}|check", gate: "time", slow: 380, ramp: 50 },
      { at: "epp|POST /renew|renew", gate: "time", slow: 300, ramp: 50 },
    ],
    needs: ["metrics"],
    rps: [3, 8],
  },
];
