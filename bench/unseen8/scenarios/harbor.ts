import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { quietly } from "../quietly.ts";
import { harbor as world } from "../worlds/harbor.ts";

const of = changes(new URL("./harbor.txt", import.meta.url));
const java = "yard/src/main/java/quay/yard";

export const harborScenarios: Scenario[] = [
  // Decidable by: the exception stands on the line that the commit wrote, and it began with its deployment.
  {
    id: "hb-eta",
    group: "guard or null",
    kind: "guard removed",
    world,
    service: "portal",
    symptom: "errors",
    alertOn: "portal|GET /vessels",
    needs: ["exceptions"],
    changes: quietly([...of("hb-eta"), ...pool(of, { "pool-yard": -90, "pool-portal": null })]),
    effects: [
      {
        at: "portal|GET /vessels",
        where: { terminal: "west" },
        share: 0.9,
        fail: {
          type: "TypeError",
          message: "Cannot read properties of null (reading 'toLocaleString')",
          frames: [
            place("portal/src/vessels.ts", "row.eta.toLocaleString(", "<anonymous>"),
            place("portal/src/vessels.ts", "return rows.map(", "vessels"),
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: a position now takes a dozen queries of stacks, which the commit put into a loop.
  {
    id: "hb-neighbours",
    group: "query or index",
    kind: "query in a loop",
    world,
    service: "yard",
    symptom: "latency",
    alertOn: "portal|GET /containers/{id}",
    changes: [...of("hb-neighbours"), ...pool(of, { "pool-yard": -300, "pool-portal": -60 })],
    effects: [{ at: "yard|GET /positions/{container}|stack", set: { times: 22, ms: 45 } }],
  },
  // Decidable by: the consumer that did not change misses a field, which the commit renamed on the side that sends.
  {
    id: "hb-plate",
    group: "contract or serialisation",
    kind: "field renamed",
    world,
    service: "gate",
    symptom: "errors",
    alertOn: "yard|process gate.events",
    needs: ["exceptions"],
    changes: [...of("hb-plate"), ...pool(of, { "pool-yard": -45, "pool-customs": null })],
    effects: [
      {
        at: "yard|process gate.events",
        gate: "gate",
        early: true,
        fail: {
          type: "java.lang.NullPointerException",
          message:
            'Cannot invoke "com.fasterxml.jackson.databind.JsonNode.asText()" because the return value of "com.fasterxml.jackson.databind.JsonNode.get(String)" is null',
          frames: [place(`${java}/GateEvents.java`, 'event.get("truckPlate")', "GateEvents.onEvent")],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: memory of the gate's instances grows since the deployment of the commit that keeps every photo.
  {
    id: "hb-photo",
    group: "leak or resource held",
    kind: "unbounded map",
    world,
    service: "gate",
    symptom: "memory",
    alertOn: "gate|POST /gate/in",
    lag: 1500,
    needs: ["metrics", "deployments"],
    minutes: 9,
    changes: [...of("hb-photo"), ...pool(of, { "pool-customs": -240, "pool-portal": -60 })],
    effects: [{ at: "gate|POST /gate/in", slow: 380, ramp: 420 }],
    gauges: [
      {
        service: "gate",
        name: "process.memory.usage",
        unit: "By",
        base: 310 * 1048576,
        noise: 6 * 1048576,
        to: 1010 * 1048576,
        ramp: 480,
      },
    ],
    logs: [
      {
        service: "gate",
        severity: "WARN",
        body: "gc: heap close to GOMEMLIMIT, 71% of cpu in the last cycle",
        every: 40,
        delay: 150,
      },
    ],
  },
  // Decidable by: every request to the authority ends at 400 ms, where it took longer before; the commit set that limit.
  {
    id: "hb-patience",
    group: "timeout or retry",
    kind: "timeout too short",
    world,
    service: "customs",
    symptom: "errors",
    alertOn: "portal|POST /appointments",
    changes: [...of("hb-patience"), ...pool(of, { "pool-customs": -75, "pool-yard": null })],
    effects: [
      {
        at: "customs|GET /clearance/{container}|status",
        set: {
          timeout: 400,
          onFail: {
            type: "httpx.ReadTimeout",
            message: "timed out",
            status: 500,
            frames: [
              place("customs/app/authority.py", "await client.get(", "status"),
              place("customs/app/clearance.py", "authority.status(", "clearance"),
            ],
          },
        },
      },
    ],
  },
  // Decidable by: the authority itself answers 503 with a maintenance page, to all instances at one moment.
  {
    id: "hb-window",
    group: "provider",
    kind: "provider down",
    world,
    service: "customs",
    symptom: "errors",
    alertOn: "portal|POST /appointments",
    needs: ["exceptions"],
    changes: quietly([...of("hb-window"), ...pool(of, { "pool-customs": -80, "pool-portal": null })]),
    effects: [
      {
        at: "customs|GET /clearance/{container}|status",
        share: 0.85,
        fail: {
          type: "httpx.HTTPStatusError",
          status: 503,
          message:
            "Server error '503 Service Unavailable' for url 'https://api.singlewindow.gov.example/v2/consignments/MSKU{n}'",
          frames: [place("customs/app/authority.py", "reply.raise_for_status()", "status")],
        },
      },
    ],
  },
  // Decidable by: queries are slow or lost from the instances of one zone, of services that did and did not change.
  // After https://slack.engineering/slacks-outage-on-january-4th-2021/
  {
    id: "hb-zone",
    group: "network or name resolution",
    kind: "packet loss in one zone",
    world,
    service: "yard",
    symptom: "latency",
    alertOn: "portal|GET /containers/{id}",
    needs: ["revision", "logs"],
    changes: [...of("hb-zone"), ...pool(of, { "pool-yard": -420, "pool-portal": -100 })],
    effects: [
      { at: "yard|GET /positions/{container}|own", where: { zone: "zone-2" }, slow: 900 },
      { at: "yard|POST /moves|from", where: { zone: "zone-2" }, slow: 900 },
      { at: "portal|GET /vessels|calls", where: { zone: "zone-2" }, slow: 950 },
      { at: "gate|POST /gate/in|booking", where: { zone: "zone-2" }, slow: 850 },
    ],
    logs: [
      {
        service: "yard",
        severity: "WARN",
        body: "HikariPool-1 - Connection org.postgresql.jdbc.PgConnection@{n} was slow to validate: 812ms",
        every: 45,
        where: { zone: "zone-2" },
      },
      {
        service: "portal",
        severity: "WARN",
        body: "pg: query timed out once, reconnecting to pg-portal:5432 (tcp retransmits)",
        every: 60,
        where: { zone: "zone-2" },
      },
      {
        service: "gate",
        severity: "WARN",
        body: "pgx: slow read 903ms on 10.8.2.14:5432",
        every: 55,
        where: { zone: "zone-2" },
      },
    ],
  },
  // Decidable by: one vessel alone fails, from the moment on at which its bay plan was loaded by hand.
  // After https://status.cloud.google.com/incidents/ow5i3PPK96RduMcb1SsW
  {
    id: "hb-bayplan",
    group: "data",
    kind: "one record",
    world,
    service: "yard",
    symptom: "errors",
    alertOn: "yard|POST /moves",
    needs: ["exceptions", "events"],
    changes: [...of("hb-bayplan"), ...pool(of, { "pool-yard": -60, "pool-customs": -500 })],
    events: [
      {
        at: -20,
        kind: "data",
        service: "yard",
        text: "bay plan of mv-aurora replaced by hand, revision 3 (planner desk)",
      },
    ],
    effects: [
      {
        at: "yard|POST /moves",
        where: { vessel: "mv-aurora" },
        fail: {
          type: "java.lang.IndexOutOfBoundsException",
          message: "Index 6 out of bounds for length 6",
          frames: [place(`${java}/Moves.java`, "bay.cells().get(", "Moves.reserve")],
        },
      },
    ],
    rps: [3, 8],
  },
];
