import type { Scenario } from "../../judging-set/scenario.ts";
import { thermo as world } from "../worlds/thermo.ts";

export const thermoScenarios: Scenario[] = [
  {
    id: "thermo-timeout-unit",
    group: "timeout",
    kind: "seconds read as milliseconds",
    world,
    service: "hub",
    symptom: "errors",
    alertOn: "hub|GET /commands/{device}",
    changes: [
      {
        role: "culprit",
        message: "hub: time-outs in seconds, like everywhere else in our configuration",
        edits: [
          {
            file: "hub/config/production.toml",
            from: "schedules_timeout = 2000 # milliseconds\n",
            to: "schedules_timeout = 2\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "schedules: header timeout named",
        at: -14,
        edits: [
          {
            file: "schedules/cmd/schedules/main.go",
            from: "ReadHeaderTimeout: 5 * time.Second}",
            to: "ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 90 * time.Second}",
          },
        ],
      },
    ],
    effects: [
      {
        at: "hub|GET /commands/{device}|schedule",
        set: {
          timeout: 2,
          onFail: {
            type: "hub::schedules::ScheduleError",
            message: "schedules did not answer within 2ms",
            status: 502,
            frames: [
              {
                file: "hub/src/schedules.rs",
                text: "ScheduleError::Late(self.timeout)",
                fn: "hub::schedules::SchedulesClient::of_home",
              },
            ],
          },
        },
      },
    ],
  },
  {
    id: "thermo-schedule-ttl",
    group: "cache",
    kind: "kept for seconds instead of minutes, the neighbour bears it",
    world,
    service: "hub",
    symptom: "latency",
    alertOn: "schedules|GET /schedules/{home}",
    needs: ["metrics"],
    changes: [
      {
        role: "culprit",
        message: "hub: new setpoints arrive sooner\n\nPeople turn the wheel in the app and wait.",
        edits: [
          {
            file: "hub/src/commands.rs",
            from: "const SCHEDULE_TTL: Duration = Duration::from_secs(300);",
            to: "const SCHEDULE_TTL: Duration = Duration::from_secs(2);",
          },
        ],
      },
      {
        role: "decoy",
        message: "schedules: slow query log says which select",
        at: -20,
        edits: [
          {
            file: "schedules/internal/plan/rows.go",
            from: 'fmt.Errorf("select slots: %w", err)',
            to: 'fmt.Errorf("select slots of a home: %w", err)',
          },
        ],
      },
      {
        role: "decoy",
        message: "schedules: four more connections",
        at: -260,
        edits: [
          {
            file: "schedules/cmd/schedules/main.go",
            from: "db.SetMaxOpenConns(16)",
            to: "db.SetMaxOpenConns(20)",
          },
        ],
      },
    ],
    effects: [
      { at: "hub|GET /commands/{device}|schedule", set: { chance: 0.97 } },
      { at: "schedules|GET /schedules/{home}|slots", gate: "hub", slow: 480, ramp: 60 },
    ],
    gauges: [
      {
        service: "schedules",
        name: "db.client.connection.count",
        unit: "{connection}",
        base: 4,
        noise: 0.8,
        to: 20,
        ramp: 40,
        gate: "time",
        attributes: { "db.client.connection.state": "used" },
      },
    ],
  },
  {
    id: "thermo-reading-log",
    group: "log flood",
    kind: "a line for each record",
    world,
    service: "archive",
    symptom: "latency",
    alertOn: "archive|process readings",
    needs: ["logs", "metrics"],
    changes: [
      {
        role: "culprit",
        message: "archive: see what comes in while we look for the missing readings",
        edits: [
          {
            file: "archive/src/consume.rs",
            from: '        debug!(device = %reading.device, celsius = reading.celsius, "reading");\n',
            to: '        info!(device = %reading.device, celsius = reading.celsius, raw = ?reading, "reading");\n',
          },
          { file: "archive/src/consume.rs", from: "use tracing::{debug, info};", to: "use tracing::info;" },
        ],
      },
      {
        role: "decoy",
        message: "archive: thin LTO explained (slow builds)",
        at: -30,
        edits: [
          {
            file: "archive/Cargo.toml",
            from: 'lto = "thin"',
            to: '# "fat" takes eleven minutes and gains nothing.\nlto = "thin"',
          },
        ],
      },
    ],
    effects: [{ at: "archive|process readings", slow: 640, ramp: 30 }],
    logs: [
      {
        service: "archive",
        severity: "INFO",
        every: 0.6,
        body: 'reading device=h{n}-2 celsius=20.5 raw=Reading { device: "h{n}-2", celsius: 20.5, humidity: Some(41.0), at: 17670{n} }',
      },
      {
        service: "archive",
        severity: "WARN",
        every: 25,
        body: "log writer is behind, {n} lines wait for stdout",
      },
    ],
    gauges: [
      {
        service: "archive",
        name: "container.log.bytes",
        unit: "By/s",
        base: 2200,
        noise: 200,
        to: 9_400_000,
        ramp: 20,
      },
      {
        service: "archive",
        name: "kafka.consumer.lag",
        unit: "{message}",
        base: 40,
        noise: 10,
        to: 26_000,
        ramp: 240,
      },
    ],
  },
  {
    id: "thermo-fahrenheit",
    group: "units",
    kind: "a conversion that no longer happens",
    world,
    service: "advisor",
    symptom: "errors",
    alertOn: "advisor|POST /advice",
    changes: [
      {
        role: "culprit",
        message: "advisor: unit is upper-cased and trimmed before we look at it\n\nApps send 'c' and ' F'.",
        edits: [
          {
            file: "advisor/advisor/units.py",
            from: '    if unit == "C":\n        return float(value)\n    if unit == "F":\n',
            to: '    unit = unit.strip().upper()[:1] or "C"\n    if unit in "CF":\n        return float(value)\n    if unit == "F":\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "advisor: 422 for temperatures nobody lives in is no error in the log",
        at: -22,
        edits: [
          {
            file: "advisor/advisor/advice.py",
            from: 'detail=f"{wanted:.1f} is no temperature to live in")',
            to: 'detail=f"{wanted:.1f} is no temperature to live in") from None',
          },
        ],
      },
    ],
    effects: [
      {
        at: "advisor|POST /advice",
        early: true,
        where: { unit: "F" },
        fail: {
          type: "HTTPException",
          message: "68.0 is no temperature to live in",
          status: 422,
          frames: [
            { file: "advisor/advisor/advice.py", text: "raise HTTPException(status_code=422", fn: "advice" },
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "thermo-canary-mutex",
    group: "canary",
    kind: "a lock held while the database works, on one instance",
    world,
    service: "schedules",
    symptom: "latency",
    alertOn: "schedules|GET /schedules/{home}",
    oneInstance: true,
    needs: ["revision", "metrics"],
    changes: [
      {
        role: "culprit",
        message: "schedules: no reader sees half a schedule",
        edits: [
          {
            file: "schedules/internal/plan/book.go",
            from: "\tslots, err := b.load(r, home)\n",
            to: "\tb.mu.Lock()\n\tdefer b.mu.Unlock()\n\tslots, err := b.load(r, home)\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "hub: say which home is slow to answer",
        at: -18,
        edits: [
          {
            file: "hub/src/schedules.rs",
            from: "//! Client of the schedules service.\n",
            to: "//! Client of the schedules service. Slow answers are the business of `Late`.\n",
          },
        ],
      },
    ],
    effects: [{ at: "schedules|GET /schedules/{home}", slow: 1400 }],
    gauges: [
      {
        service: "schedules",
        name: "go.mutex.wait.p95",
        unit: "s",
        base: 0.0004,
        noise: 0.0001,
        to: 1.3,
        ramp: 20,
      },
    ],
    rps: [3, 8],
  },
  {
    id: "thermo-stream-secret",
    group: "configuration",
    kind: "a path to a secret that is another one",
    world,
    service: "hub",
    symptom: "errors",
    alertOn: "hub|POST /readings",
    changes: [
      {
        role: "culprit",
        message: "hub: secrets by the new naming scheme (<service>-<what>)",
        edits: [
          {
            file: "hub/config/production.toml",
            from: 'stream_credentials = "/secrets/hub-stream/password"',
            to: 'stream_credentials = "/secrets/hub-readings/password"',
          },
        ],
      },
      {
        role: "decoy",
        message: "hub: 503 says why a reading could not be sent",
        at: -24,
        edits: [
          {
            file: "hub/src/readings.rs",
            from: "//! Readings come in here and go on to the stream.\n",
            to: "//! Readings come in here and go on to the stream; 503 carries the stream's own words.\n",
          },
        ],
      },
    ],
    effects: [
      {
        at: "hub|POST /readings",
        early: true,
        fail: {
          type: "rdkafka::error::KafkaError",
          message:
            "SASL authentication error: cannot read /secrets/hub-readings/password: No such file or directory",
          status: 503,
          frames: [
            { file: "hub/src/readings.rs", text: '.send("readings", &reading)', fn: "hub::readings::accept" },
          ],
        },
      },
    ],
  },
  {
    id: "thermo-noisy-node",
    group: "node",
    kind: "a neighbour on one machine takes the processor",
    world,
    service: "hub",
    symptom: "latency",
    alertOn: "hub|GET /commands/{device}",
    needs: ["revision", "metrics"],
    changes: [
      {
        role: "decoy",
        message: "hub: faster lookups of homes, less processor time",
        at: -28,
        edits: [
          {
            file: "hub/src/commands.rs",
            from: "fn home_of(device: &str) -> Option<String> {\n",
            to: "/// The part before the first dash.\nfn home_of(device: &str) -> Option<String> {\n",
          },
        ],
      },
    ],
    effects: [
      ...["hub|POST /readings", "hub|GET /commands/{device}", "schedules|GET /schedules/{home}"],
      "schedules|PUT /schedules/{home}",
      "archive|process readings",
      "advisor|POST /advice",
    ].map((at) => ({ at, where: { host: "node-2" }, slow: 900 })),
    gauges: [
      {
        service: "hub",
        name: "system.cpu.steal",
        unit: "1",
        base: 0.01,
        noise: 0.004,
        to: 0.71,
        where: { host: "node-2" },
      },
      {
        service: "schedules",
        name: "system.cpu.steal",
        unit: "1",
        base: 0.01,
        noise: 0.004,
        to: 0.71,
        where: { host: "node-2" },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "thermo-clock-skew",
    group: "clock",
    kind: "the clock of one machine is behind",
    world,
    service: "hub",
    symptom: "errors",
    alertOn: "hub|POST /readings",
    needs: ["revision", "exceptions", "logs"],
    changes: [
      {
        role: "decoy",
        message: "hub: token errors carry both times",
        at: -16,
        edits: [
          {
            file: "hub/src/token.rs",
            from: "//! Device tokens: short-lived, signed by the enrolment service.\n",
            to: "//! Device tokens: short-lived, signed by the enrolment service. Errors carry both times.\n",
          },
        ],
      },
    ],
    effects: [
      {
        at: "hub|POST /readings",
        early: true,
        where: { host: "node-3" },
        fail: {
          type: "hub::token::TokenError",
          message: "token is not valid before 17670{n}, it is 140 seconds earlier here",
          status: 401,
          frames: [
            {
              file: "hub/src/token.rs",
              text: "TokenError::Early(claims.nbf, now)",
              fn: "hub::token::verify",
            },
          ],
        },
      },
    ],
    logs: [
      {
        service: "hub",
        severity: "WARN",
        gate: "time",
        where: { host: "node-3" },
        every: 20,
        body: "chronyd: no selectable sources, system clock is unsynchronised",
      },
    ],
    rps: [3, 8],
  },
  {
    id: "thermo-firmware-storm",
    group: "traffic",
    kind: "devices of one firmware ask without a pause",
    world,
    service: "hub",
    symptom: "traffic",
    alertOn: "hub|GET /commands/{device}",
    surge: { factor: 6, entry: "hub|GET /commands/{device}", attribute: ["firmware", "4.2.0"] },
    needs: ["metrics"],
    changes: [
      {
        role: "decoy",
        message: "hub: keep schedules in a map that is asked less often (traffic of commands)",
        at: -34,
        edits: [
          {
            file: "hub/src/commands.rs",
            from: "//! What a thermostat should do now; devices ask every minute.\n",
            to: "//! What a thermostat should do now; devices ask every minute, and get a schedule that is kept.\n",
          },
        ],
      },
    ],
    effects: [
      { at: "hub|GET /commands/{device}", gate: "time", slow: 260, ramp: 60 },
      { at: "hub|POST /readings", gate: "time", slow: 240, ramp: 60 },
    ],
    gauges: [
      {
        service: "hub",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.2,
        noise: 0.02,
        to: 0.95,
        ramp: 50,
      },
    ],
  },
  {
    id: "thermo-failover",
    group: "database maintenance",
    kind: "the database was failed over by its operators",
    world,
    service: "schedules",
    symptom: "errors",
    alertOn: "schedules|GET /schedules/{home}",
    needs: ["events"],
    changes: [
      {
        role: "decoy",
        message: "schedules: a transaction that failed to begin says so (database errors)",
        at: -20,
        edits: [
          {
            file: "schedules/internal/plan/rows.go",
            from: 'return fmt.Errorf("begin: %w", err)',
            to: 'return fmt.Errorf("begin transaction: %w", err)',
          },
        ],
      },
    ],
    events: [
      {
        at: -6,
        kind: "status",
        service: "schedules",
        text: "Planned maintenance of pg-schedules: failover to the standby, run by the database team",
      },
    ],
    effects: [
      ["schedules|GET /schedules/{home}|slots", "select slots"],
      ["schedules|PUT /schedules/{home}|replace", "begin"],
    ].map(([at, what]) => ({
      at: at!,
      share: 0.8,
      fail: {
        type: "*pgconn.PgError",
        message: `${what}: FATAL: terminating connection due to administrator command (SQLSTATE 57P01)`,
      },
    })),
  },
  {
    id: "thermo-bureau-key",
    group: "credential",
    kind: "a key for a provider ran out",
    world,
    service: "advisor",
    symptom: "errors",
    alertOn: "advisor|POST /advice",
    changes: [
      {
        role: "decoy",
        message: "advisor: forecast errors are cut after 120 characters, as documented",
        at: -26,
        edits: [
          {
            file: "advisor/advisor/forecast.py",
            from: '    """The bureau did not answer as it should."""',
            to: '    """The bureau did not answer as it should; the text is cut, keys never stand in it."""',
          },
        ],
      },
      {
        role: "decoy",
        message: "advisor: lead time in a name of its own",
        at: -100,
        edits: [
          {
            file: "advisor/advisor/advice.py",
            from: "    lead = max(0.0, (wanted - outside) * 4.5)\n",
            to: "    minutes_for_a_degree = 4.5\n    lead = max(0.0, (wanted - outside) * minutes_for_a_degree)\n",
          },
        ],
      },
    ],
    effects: [
      {
        at: "advisor|POST /advice|forecast",
        fail: {
          type: "advisor.forecast.ForecastError",
          message: '401 {"error":"api key expired, renew it in the console"}',
          status: 401,
        },
      },
    ],
    rps: [3, 8],
  },
];
