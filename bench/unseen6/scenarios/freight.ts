import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { freight as world } from "../worlds/freight.ts";

const of = changes(new URL("./freight.txt", import.meta.url));
const book = "consignments|POST /consignments";
const assess = "customs|POST /assessments";
const plan = "planner|POST /plans";
const gates = "docks|GET /gates/{hub}";
const kt = "docks/src/main/kotlin/com/pallium/docks/Arrivals.kt";

export const freightScenarios: Scenario[] = [
  // Decidable by: customs waits for leases ("Timeout deadline: 2000 MILLISECONDS" of the pool) before its call to the
  // authority, whose own spans are as fast as ever; the only change that reaches customs and new instances is the library's:
  // two connections per route for forty. Consignments, which has the library too, suffers a little.
  {
    id: "freight-per-route",
    group: "shared library",
    kind: "connection pool of a library",
    world,
    service: "customs",
    symptom: "errors",
    alertOn: assess,
    changes: [
      ...of("freight-per-route"),
      ...pool(of, { "pool-classify": -60, "pool-legs": -15, "pool-hikari": null }),
    ],
    effects: [
      { at: assess, slow: 900, ramp: 20 },
      {
        at: assess,
        share: 0.4,
        ramp: 20,
        slow: 1100,
        early: true,
        fail: {
          type: "com.pallium.customs.AuthorityException",
          message:
            "org.apache.hc.core5.http.ConnectionRequestTimeoutException: Timeout deadline: 2000 MILLISECONDS, actual: 2001 MILLISECONDS",
          frames: [
            place(
              "customs/src/main/java/com/pallium/customs/Authority.java",
              "return http.execute(post",
              "Authority.declare",
            ),
            place(
              "customs/src/main/java/com/pallium/customs/AssessmentApi.java",
              "authority.declare",
              "AssessmentApi.assess",
            ),
          ],
        },
      },
      { at: `${book}|assess`, slow: 60 },
    ],
    gauges: [
      {
        service: "customs",
        name: "httpcomponents.httpclient.pool.total.pending",
        unit: "{connection}",
        base: 0,
        noise: 0.2,
        to: 34,
        ramp: 25,
      },
      {
        service: "customs",
        name: "httpcomponents.httpclient.pool.route.max.default",
        unit: "{connection}",
        base: 40,
        noise: 0,
        to: 2,
      },
    ],
    needs: ["metrics", "exceptions"],
  },
  // Decidable by: the planner, whose code did not change, no longer decodes readyAt: the message shows a number where a text
  // was, only from new instances of consignments; what they send goes through the shared mapper, and the one commit of that
  // library re-ordered its settings and lost the one about timestamps. Docks and customs are well.
  {
    id: "freight-timestamps",
    group: "shared library",
    kind: "dates serialised as numbers",
    world,
    service: "consignments",
    symptom: "errors",
    alertOn: plan,
    changes: [
      ...of("freight-timestamps"),
      ...pool(of, { "pool-legs": -90, "pool-hikari": -30, "pool-classify": null }),
    ],
    effects: [
      {
        at: plan,
        gate: "consignments",
        early: true,
        fail: {
          type: "io.circe.DecodingFailure",
          message:
            "DecodingFailure at .readyAt: Got value '1781157600.000000000' with wrong type, expecting string",
          status: 400,
          frames: [
            place(
              "planner/src/main/scala/com/pallium/planner/Routes.scala",
              "def plan(request: PlanRequest)",
              "Routes.plan",
            ),
          ],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: NoSlotException of the planner's new instances for hubs west of the zone that the diff writes into the
  // line; Istanbul itself is well; it says "after 17:30" while the spans' time there is earlier.
  {
    id: "freight-hub-time",
    group: "time zone",
    kind: "zone hard-coded",
    world,
    service: "planner",
    symptom: "errors",
    alertOn: plan,
    changes: [
      ...of("freight-hub-time"),
      ...pool(of, { "pool-legs": -35, "pool-total": -20, "pool-gates": null }),
    ],
    effects: ["rotterdam", "gdansk", "porto"].map((hub) => ({
      at: plan,
      where: { hub },
      share: 0.85,
      early: true,
      fail: {
        type: "com.pallium.planner.NoSlotException",
        message: `hub ${hub} takes nothing after 17:30`,
        status: 422,
        frames: [
          place(
            "planner/src/main/scala/com/pallium/planner/Slots.scala",
            "else throw NoSlotException",
            "Slots.next",
          ),
          place(
            "planner/src/main/scala/com/pallium/planner/Routes.scala",
            "slots.next(request.hub",
            "Routes.plan",
          ),
        ],
      },
    })),
    needs: ["exceptions"],
  },
  // Decidable by: the SELECT on legs has another text (a join of the table with itself, without LIMIT) and takes seconds on
  // new instances of the planner; memory grows with its result; that text is one diff.
  {
    id: "freight-all-legs",
    group: "database",
    kind: "limit of a query removed",
    world,
    service: "planner",
    symptom: "latency",
    alertOn: plan,
    changes: [
      ...of("freight-all-legs"),
      ...pool(of, { "pool-legs": -420, "pool-classify": -20, "pool-hikari": null }),
    ],
    effects: [
      {
        at: `${plan}|legs`,
        slow: 1500,
        set: {
          query:
            "SELECT a.id, a.origin, b.target, a.cost + b.cost FROM legs a JOIN legs b ON b.origin = a.target WHERE a.origin = ?",
        },
      },
      { at: plan, slow: 700 },
    ],
    gauges: [
      {
        service: "planner",
        name: "process.memory.usage",
        unit: "By",
        base: 420e6,
        noise: 8e6,
        to: 905e6,
        ramp: 40,
      },
    ],
  },
  // Decidable by: "Connection is not available, request timed out" in both operations of docks half an hour after its
  // deployment, active 12 of 12 and idle 0 while hardly a query runs; one commit stopped closing what gates() opens;
  // instances that were started anew are well for as long again.
  {
    id: "freight-gates",
    group: "resource held",
    kind: "connections leaked",
    world,
    service: "docks",
    symptom: "errors",
    alertOn: gates,
    lag: 1600,
    changes: [
      ...of("freight-gates"),
      ...pool(of, { "pool-total": -45, "pool-legs": -25, "pool-classify": -150 }),
    ],
    effects: [gates, "docks|process plans.ready"].map((at) => ({
      at,
      share: 0.9,
      ramp: 50,
      slow: 2900,
      early: true,
      fail: {
        type: "java.sql.SQLTransientConnectionException",
        message:
          "HikariPool-1 - Connection is not available, request timed out after 3001ms (total=12, active=12, idle=0, waiting=19)",
        frames: [
          at === gates
            ? place(kt, "pool.connection.prepareStatement(GATES)", "Arrivals.gates")
            : place(kt, "pool.connection.use", "Arrivals.onPlanned"),
        ],
      },
    })),
    gauges: [
      {
        service: "docks",
        name: "db.client.connection.count",
        unit: "{connection}",
        base: 1,
        noise: 0.3,
        to: 12,
        ramp: 1600,
        delay: -1600,
        attributes: { "db.client.connection.state": "used" },
      },
      {
        service: "docks",
        name: "db.client.connection.pending_requests",
        unit: "{request}",
        base: 0,
        noise: 0.2,
        to: 19,
        ramp: 60,
      },
    ],
    needs: ["metrics", "exceptions"],
  },
  // Decidable by: the authority's gateway takes ten times its time and times out, for all instances of customs of any
  // revision; the event tells of its maintenance; goods' lower case is not in that call.
  {
    id: "freight-authority",
    group: "outside provider",
    kind: "authority's gateway slow",
    world,
    service: "customs",
    symptom: "latency",
    alertOn: assess,
    changes: [
      ...of("freight-authority"),
      ...pool(of, { "pool-total": -30, "pool-legs": -100, "pool-gates": null }),
    ],
    effects: [{ at: `${assess}|declare`, slow: 3300, share: 0.9 }],
    events: [
      { at: 120, kind: "status", text: "Zollportal: Störung im ATLAS-Gateway, verlängerte Antwortzeiten" },
    ],
  },
  // Decidable by: calls that cross from one zone to others lose packets: connect and read timeouts by instances of one zone,
  // in Java, Scala and Kotlin, database and services alike; other zones are well.
  {
    id: "freight-zone-loss",
    group: "network",
    kind: "packet loss in a zone",
    world,
    service: "consignments",
    symptom: "errors",
    alertOn: book,
    minutes: 8,
    changes: [...pool(of, { "pool-total": -40, "pool-classify": -15, "pool-legs": -85, "pool-hikari": -20 })],
    effects: [
      {
        at: `${book}|assess`,
        where: { zone: "zone-1" },
        share: 0.6,
        slow: 1600,
        fail: {
          type: "org.apache.hc.client5.http.ConnectTimeoutException",
          message: "Connect to http://customs:8080 [customs/10.3.8.21] failed: Connect timed out",
          status: 0,
        },
      },
      {
        at: `${assess}|classify`,
        where: { zone: "zone-1" },
        share: 0.5,
        slow: 1900,
        fail: {
          type: "org.postgresql.util.PSQLException",
          message: "An I/O error occurred while sending to the backend.",
        },
      },
      {
        at: `${plan}|legs`,
        where: { zone: "zone-1" },
        share: 0.5,
        slow: 1900,
        fail: {
          type: "org.postgresql.util.PSQLException",
          message: "An I/O error occurred while sending to the backend.",
        },
      },
      {
        at: `${gates}|gates`,
        where: { zone: "zone-1" },
        share: 0.5,
        slow: 1900,
        fail: {
          type: "java.sql.SQLTransientConnectionException",
          message: "HikariPool-1 - Connection is not available, request timed out after 3000ms",
        },
      },
    ],
    gauges: ["consignments", "customs", "docks"].map((service) => ({
      service,
      name: "system.network.tcp.retransmits",
      unit: "{segment}",
      base: 3,
      noise: 1,
      to: 420,
      where: { zone: "zone-1" },
    })),
    needs: ["revision", "exceptions", "metrics"],
  },
  // Decidable by: the authority refuses with 403 and says "daily contingent of 20000 declarations reached" late in the day,
  // to everybody; the mail of two hours before (event) had told of four fifths; declarations are as many as ever; nothing of ours counts them.
  {
    id: "freight-contingent",
    group: "quota",
    kind: "daily quota of a provider",
    world,
    service: "customs",
    symptom: "errors",
    alertOn: assess,
    changes: [
      ...pool(of, { "pool-classify": -50, "pool-total": -20, "pool-hikari": -10, "pool-lease": -140 }),
    ],
    effects: [
      {
        at: `${assess}|declare`,
        share: 0.98,
        fail: {
          type: "com.pallium.customs.AuthorityException",
          message: "403 <fault>daily contingent of 20000 declarations reached for EORI DE4412</fault>",
          status: 403,
          frames: [
            place(
              "customs/src/main/java/com/pallium/customs/Authority.java",
              "return http.execute(post",
              "Authority.declare",
            ),
          ],
        },
      },
    ],
    events: [
      {
        at: -6900,
        kind: "mail",
        text: "Zollportal: 80% of today's contingent of 20000 declarations is used (EORI DE4412)",
      },
    ],
    needs: ["exceptions"],
  },
];
