import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { kerb as world } from "../worlds/kerb.ts";

const of = changes(new URL("kerb.txt", import.meta.url));

export const kerbScenarios: Scenario[] = [
  // Decidable by: meters logs `read tariffs: open : no such file or directory` again and again and answers nothing; the new start-up check and its variable
  // are the diff's; instances of the old revision answer while they live.
  {
    id: "kerb-startup",
    group: "start-up",
    kind: "a file that nobody mounted",
    world,
    service: "meters",
    symptom: "errors",
    alertOn: "meters|GET /zones/{zone}/free",
    needs: ["logs"],
    changes: [...of("kerb-startup"), ...pool(of, { "pool-conns": -3000, "pool-bank": -15 })],
    effects: [
      ...["POST /sessions", "GET /zones/{zone}/free"].map((op) => ({
        at: `meters|${op}`,
        refuse: {
          type: "httpx.ConnectError",
          message: "connect ECONNREFUSED meters:8080: connection refused",
        },
      })),
    ],
    logs: [
      {
        service: "meters",
        severity: "ERROR",
        every: 9,
        body: '{"level":"ERROR","msg":"read tariffs","err":"tariffs: open : no such file or directory"}',
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: in a bad trace the same statement on charges twenty times with nothing in between, until somebody gives up, for operators with pages of
  // others; the diff `continue`s without moving the cursor; pages of 400 would make a fifth more.
  {
    id: "kerb-pages",
    group: "pagination",
    kind: "a cursor that stands still",
    world,
    service: "pay",
    symptom: "latency",
    alertOn: "pay|GET /settlements/{operator}",
    needs: ["metrics"],
    changes: [...of("kerb-pages"), ...pool(of, { "pool-page": -1100, "pool-conns": -20 })],
    effects: [
      { at: "pay|GET /settlements/{operator}|page", set: { times: 400 }, slow: 340 },
      {
        at: "pay|GET /settlements/{operator}",
        share: 0.7,
        fail: {
          type: "java.util.concurrent.CancellationException",
          message: "client closed the connection after 8 s, settlement of {operator} not finished",
          status: 499,
        },
      },
    ],
    gauges: [
      {
        service: "pay",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.16,
        noise: 0.03,
        to: 0.88,
        ramp: 40,
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: PostgreSQL says "permission denied for table sessions" to the inserts of meters alone, all its instances at once, from the moment pay's migration
  // ran; grants.sql revokes everything and gives meters reading only; its own commit rounds minutes, and reads still work.
  {
    id: "kerb-grants",
    group: "permission",
    kind: "a right that a neighbour took away",
    world,
    service: "pay",
    symptom: "errors",
    alertOn: "meters|POST /sessions",
    needs: ["deployments"],
    changes: [...of("kerb-grants"), ...pool(of, { "pool-conns": -500, "pool-enforce": -60 })],
    effects: [
      {
        at: "meters|POST /sessions|insert",
        gate: "time",
        fail: {
          type: "*pgconn.PgError",
          message: "insert session: ERROR: permission denied for table sessions (SQLSTATE 42501)",
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: permits calls /v3/plates where it called /v2/vehicles before, and fails on "emissions" in Registry::decode; the diff turns what is not named
  // from off to on; nobody changed a flag (no event, and no variable of that name before).
  {
    id: "kerb-feature",
    group: "feature flag",
    kind: "a default from off to on",
    world,
    service: "permits",
    symptom: "errors",
    alertOn: "permits|POST /permits",
    changes: [...of("kerb-feature"), ...pool(of, { "pool-plate": -260, "pool-enforce": -15 })],
    ops: {
      permits: [
        {
          name: "POST /permits",
          ms: 6,
          steps: [
            {
              id: "registry",
              do: "ext",
              host: "registry.vehicles.example",
              method: "GET",
              path: "/v2/vehicles/{plate}",
              ms: 120,
              timeout: 5000,
            },
            {
              id: "registry3",
              do: "ext",
              host: "registry.vehicles.example",
              method: "GET",
              path: "/v3/plates/{plate}",
              ms: 130,
              chance: 0,
              timeout: 5000,
            },
            {
              id: "create",
              do: "db",
              system: "postgresql",
              table: "permits",
              query: "INSERT INTO permits (plate, zone, class) VALUES (?, ?, ?)",
              ms: 4,
            },
          ],
        },
      ],
    },
    effects: [
      { at: "permits|POST /permits|registry", set: { chance: 0 } },
      { at: "permits|POST /permits|registry3", set: { chance: 1 } },
      { at: "permits|POST /permits|create", set: { chance: 0 } },
      {
        at: "permits|POST /permits",
        fail: {
          type: "ErrorException",
          message: 'Undefined array key "emissions"',
          frames: [
            place(
              "permits/app/Services/Registry.php",
              "['emissions']['class']",
              "App\\Services\\Registry->decode",
            ),
            place("permits/app/Services/Registry.php", "v3/plates/", "App\\Services\\Registry->find"),
            place(
              "permits/app/Http/Controllers/PermitController.php",
              "$this->registry->find(",
              "App\\Http\\Controllers\\PermitController->store",
            ),
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: the spans of the bank's host go from 160 ms to seconds, for every instance; the commit gives the bank more
  // time, which makes no call slow, and the plain ones that succeed are slow too.
  {
    id: "kerb-bankslow",
    group: "provider",
    kind: "the bank is slow",
    world,
    service: "pay",
    symptom: "latency",
    alertOn: "pay|POST /charges",
    changes: [...of("kerb-bankslow"), ...pool(of, { "pool-conns": -90, "pool-page": -1300 })],
    effects: [{ at: "pay|POST /charges|bank", slow: 2500, ramp: 25 }],
    rps: [3, 8],
  },
  // Decidable by: all services that use PostgreSQL get "terminating connection due to administrator command" / "the database system is starting up" in the
  // same second, whatever they run; events name the fail-over where there are any.
  {
    id: "kerb-failover",
    group: "database",
    kind: "a fail-over of PostgreSQL",
    world,
    service: "meters",
    symptom: "errors",
    alertOn: "meters|POST /sessions",
    changes: [...of("kerb-failover"), ...pool(of, { "pool-conns": -180, "pool-plate": -20 })],
    effects: [
      {
        at: "meters|POST /sessions|insert",
        what: "*pgconn.PgError",
        text: "insert session: FATAL: the database system is in recovery mode (SQLSTATE 57P03)",
      },
      {
        at: "meters|GET /zones/{zone}/free|free",
        what: "*pgconn.PgError",
        text: "free places: FATAL: terminating connection due to administrator command (SQLSTATE 57P01)",
      },
      {
        at: "pay|POST /charges|record",
        what: "org.postgresql.util.PSQLException",
        text: "FATAL: the database system is in recovery mode",
      },
      {
        at: "permits|GET /permits/{plate}|latest",
        what: "Illuminate\\Database\\QueryException",
        text: "SQLSTATE[08006] [7] FATAL:  the database system is in recovery mode",
      },
    ].map(({ at, what, text }) => ({ at, share: 0.8, fail: { type: what, message: text } })),
    events: [
      {
        at: 20,
        kind: "status",
        text: "pg-kerb: primary restarted by patroni after a missed heartbeat, recovery in progress",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: checks fail for plates of one zone alone, whose permits were imported without an end ("NoneType is not subscriptable" at a line that nobody
  // touched); both revisions; the event tells of the import where it is there.
  {
    id: "kerb-poison",
    group: "data",
    kind: "permits imported without an end",
    world,
    service: "enforce",
    symptom: "errors",
    alertOn: "enforce|GET /checks/{plate}",
    needs: ["events", "revision"],
    changes: [...of("kerb-poison"), ...pool(of, { "pool-enforce": -220, "pool-plate": -2500 })],
    events: [
      {
        at: -30,
        kind: "data",
        service: "permits",
        text: "bulk import: 18,204 resident permits of zone hafen-3 from the council's spreadsheet (valid_until empty)",
      },
    ],
    effects: [
      {
        at: "enforce|GET /checks/{plate}",
        where: { "parking.zone": "hafen-3" },
        early: true,
        share: 0.9,
        fail: {
          type: "TypeError",
          message: "'NoneType' object is not subscriptable",
          frames: [place("enforce/enforce/main.py", 'permit["valid_until"][:10]', "check")],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: the panic "slice bounds out of range [:8] with length 6" in Tariffs.Label, a function of the culprit's, for all zones whose names are shorter than eight letters.
  {
    id: "kerb-sms",
    group: "guard removed",
    kind: "a slice longer than the name",
    world,
    service: "meters",
    symptom: "errors",
    alertOn: "meters|POST /sessions",
    changes: [...of("kerb-sms"), ...pool(of, { "pool-conns": -150, "pool-bank": -20 })],
    effects: ["hafen-3", "messe-2", "ring-7"].map((zone) => ({
      at: "meters|POST /sessions",
      where: { "parking.zone": zone },
      fail: {
        type: "panic",
        message: `runtime error: slice bounds out of range [:8] with length ${zone.length}`,
        frames: [
          place(
            "meters/internal/parking/tariff.go",
            "zone[:8]",
            "kerb.city/meters/internal/parking.Tariffs.Label",
          ),
          place(
            "meters/internal/parking/desk.go",
            "d.tariff.Label(",
            "kerb.city/meters/internal/parking.(*Desk).Start",
          ),
        ],
      },
    })),
    rps: [3, 8],
  },
];
