import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { volt as world } from "../worlds/volt.ts";

const of = changes(new URL("./volt.txt", import.meta.url));

export const voltScenarios: Scenario[] = [
  // Decidable by: a start asks the hub once before, and up to six times from sessions' new instances on, at once
  // one after another; the hub's 429 names our requests a second, and the number of starts is that of any hour.
  {
    id: "vl-six-attempts",
    group: "retries",
    kind: "more attempts, without a pause between them",
    world,
    service: "sessions",
    symptom: "errors",
    alertOn: "drivers|POST /starts",
    changes: [
      ...of("six-attempts"),
      ...pool(of, { "pool-rounding": -90, "pool-meter": 20, "pool-busy": -1500 }),
    ],
    effects: [
      {
        at: "sessions|POST /starts|authorise",
        set: { retries: 5 },
        share: 0.86,
        ramp: 30,
        fail: {
          type: "io.ktor.client.plugins.ClientRequestException",
          message:
            "POST https://hub.roamnet.example/v3/authorise: 429 Too Many Requests, party NL-VLT: above 4 requests/s",
          status: 429,
        },
      },
    ],
    needs: ["exceptions"],
    rps: [3, 8],
  },
  // Decidable by: new instances of tariffs end before they listen and say which setting they miss, old ones answer until they are
  // replaced; the commit reads that setting without a value to fall back to.
  {
    id: "vl-grid-zone",
    group: "start-up",
    kind: "setting that is nowhere set",
    world,
    service: "tariffs",
    symptom: "errors",
    alertOn: "drivers|GET /sites/{site}",
    changes: [...of("grid-zone"), ...pool(of, { "pool-busy": -30, "pool-meter": -800, "pool-lease": 15 })],
    effects: [
      {
        at: "tariffs|*",
        share: 1,
        refuse: { type: "Error", message: "connect ECONNREFUSED 10.3.41.8:8080" },
      },
    ],
    logs: [
      {
        service: "tariffs",
        severity: "FATAL",
        body: "application failed to start",
        every: 20,
        fail: {
          type: "KeyError",
          message: "'GRID_ZONE'",
          frames: [place("tariffs/settings.py", 'os.environ["GRID_ZONE"]', "<module>")],
        },
      },
    ],
    needs: ["logs"],
  },
  // Decidable by: the constraint that one socket has one open session refuses every third start on new instances of sessions; the
  // statement that looked for the same tap before is gone from their traces, as the commit took it out.
  {
    id: "vl-tap-twice",
    group: "idempotency",
    kind: "a repeated request is no longer recognised",
    world,
    service: "sessions",
    symptom: "errors",
    alertOn: "drivers|POST /starts",
    changes: [...of("tap-twice"), ...pool(of, { "pool-lease": -45, "pool-rounding": -420 })],
    effects: [
      { at: "sessions|POST /starts|tap", set: { chance: 0 } },
      {
        at: "sessions|POST /starts|open",
        share: 0.36,
        fail: {
          type: "org.postgresql.util.PSQLException",
          message:
            'ERROR: duplicate key value violates unique constraint "one_open_session" Detail: Key (socket)=(NL-{n}) already exists.',
          frames: [
            place(
              "sessions/src/main/kotlin/volt/SessionStore.kt",
              "INSERT INTO sessions",
              "SessionStore.open",
            ),
            place("sessions/src/main/kotlin/volt/Starts.kt", "store.open(", "Starts.start"),
          ],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: a page of a site, one statement before, is a statement for each socket on tariffs' new instances; each is quick.
  {
    id: "vl-each-socket",
    group: "query in a loop",
    kind: "a statement for each socket of a site",
    world,
    service: "tariffs",
    symptom: "latency",
    alertOn: "drivers|GET /sites/{site}",
    changes: [...of("each-socket"), ...pool(of, { "pool-busy": -25, "pool-meter": 35, "pool-lease": -600 })],
    effects: [
      {
        at: "tariffs|GET /sites/{site}|prices",
        set: {
          times: 20,
          query: "SELECT * FROM prices WHERE socket = $1 AND plan = $2 AND valid @> now()",
        },
        slow: 38,
      },
    ],
  },
  // Decidable by: one instance of sockets, the only one with the new revision, answers commands and even meter readings late
  // and in a row, the other two do not; the commit asks the charger while it holds the registry.
  {
    id: "vl-held-registry",
    group: "lock",
    kind: "lock held while a charger answers",
    world,
    service: "sockets",
    symptom: "latency",
    alertOn: "sockets|POST /commands",
    oneInstance: true,
    changes: [...of("held-registry"), ...pool(of, { "pool-rounding": -30, "pool-busy": -240 })],
    effects: [
      { at: "sockets|POST /commands", slow: 2300, ramp: 30 },
      { at: "sockets|POST /meters", slow: 1500, ramp: 40 },
    ],
    needs: ["revision", "deployments"],
  },
  // Decidable by: the handshake with the hub fails on every instance from one second on, since the hub's certificate ended
  // at that moment; the commit of that day set other attempts and went out before on instances that asked without trouble.
  {
    id: "vl-hub-certificate",
    group: "certificate",
    kind: "certificate of the roaming hub ended",
    world,
    service: "sessions",
    symptom: "errors",
    alertOn: "drivers|POST /starts",
    changes: [...of("hub-certificate"), ...pool(of, { "pool-busy": -80, "pool-rounding": 25 })],
    effects: [
      {
        at: "sessions|POST /starts|authorise",
        gate: "time",
        share: 1,
        fail: {
          type: "javax.net.ssl.SSLHandshakeException",
          message:
            "PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed: NotAfter: @T+0m@ (CN=hub.roamnet.example)",
        },
      },
    ],
    needs: ["exceptions", "logs"],
  },
  // Decidable by: tokens are refused as not valid yet on one host alone, whichever revision runs there, and its clock's offset
  // stands in the log; the other instances take the same tokens.
  {
    id: "vl-slow-clock",
    group: "clock",
    kind: "clock of a node behind",
    world,
    service: "sockets",
    symptom: "errors",
    alertOn: "sockets|POST /commands",
    changes: [...of("slow-clock"), ...pool(of, { "pool-meter": -50, "pool-lease": 20 })],
    effects: [
      {
        at: "sockets|POST /commands",
        gate: "time",
        where: { host: "node-2" },
        share: 0.95,
        early: true,
        fail: {
          type: "sockets::error::Error",
          message: "token: ImmatureSignature",
          status: 500,
          frames: [place("sockets/src/token.rs", "decode::<serde_json::Value>", "sockets::token::check")],
        },
      },
    ],
    logs: [
      {
        service: "sockets",
        severity: "WARN",
        body: "node clock: offset -41.8 s against ntp pool, source unreachable",
        every: 40,
        gate: "time",
        where: { host: "node-2" },
      },
    ],
    needs: ["exceptions", "logs", "revision"],
  },
  // Decidable by: starts in one country are four times those of the minutes before, and every step of a start waits with them;
  // each start makes the same steps as ever, and a commit to drivers was live before.
  {
    id: "vl-holiday-road",
    group: "traffic",
    kind: "the first day of the holidays",
    world,
    service: "sessions",
    symptom: "traffic",
    alertOn: "drivers|POST /starts",
    changes: [...of("holiday-road"), ...pool(of, { "pool-rounding": -160, "pool-meter": 30 })],
    surge: { factor: 4.2, entry: "drivers|POST /starts", attribute: ["country", "de"] },
    effects: [
      { at: "sessions|POST /starts", gate: "time", slow: 520, ramp: 90 },
      { at: "sessions|POST /starts|open", gate: "time", slow: 140, ramp: 90 },
      { at: "sockets|POST /commands", gate: "time", slow: 120, ramp: 90 },
    ],
    needs: ["metrics"],
    rps: [3, 8],
  },
];
