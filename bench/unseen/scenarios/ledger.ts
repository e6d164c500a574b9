import type { Scenario } from "../scenario.ts";
import { ledger as world } from "../worlds/ledger.ts";

const send = "gateway|POST /v1/transfers";
const balance = "gateway|GET /v1/accounts/:id/balance";
const transferFile = "internal/transfer/transfer.go";
const handlerFile = "internal/accounts/handler.go";

export const ledgerScenarios: Scenario[] = [
  {
    id: "ledger-json-tag",
    group: "contract",
    kind: "field type changed in JSON",
    world,
    service: "accounts",
    symptom: "errors",
    alertOn: send,
    changes: [
      {
        role: "culprit",
        message: "accounts: amounts are strings, browsers lose digits",
        edits: [
          {
            file: handlerFile,
            from: '\tAvailable int64  `json:"available"`',
            to: '\tAvailable int64  `json:"available,string"`',
          },
        ],
      },
      {
        role: "decoy",
        at: -18,
        message: "transfers: refuse at 80 points (tighten, RISK)",
        edits: [
          {
            file: transferFile,
            from: '"transfer refused, score %d"',
            to: '"transfer refused, score %d of 100"',
          },
        ],
      },
    ],
    effects: [
      {
        at: "transfers|POST /transfers|balance",
        gate: "accounts",
        fail: {
          type: "*json.UnmarshalTypeError",
          message:
            "balance of acc-{n}: json: cannot unmarshal string into Go struct field balanceReply.available of type int64",
          frames: [
            {
              file: "internal/transfer/accounts_client.go",
              text: "Decode(&balance)",
              fn: "transfer.(*accountsClient).Balance",
            },
            { file: transferFile, text: "s.accounts.Balance", fn: "transfer.(*Service).Transfer" },
          ],
        },
      },
    ],
  },
  {
    id: "ledger-rate-limit",
    group: "timeout or limit",
    kind: "rate limit lowered",
    world,
    service: "gateway",
    symptom: "errors",
    alertOn: send,
    changes: [
      {
        role: "culprit",
        message: "gateway: limits as in the contract",
        edits: [
          {
            file: "internal/gateway/limit.go",
            from: "\tperSecond = 200\n\tburst     = 400",
            to: "\tperSecond = 2\n\tburst     = 4",
          },
        ],
      },
      {
        role: "decoy",
        at: -33,
        message: "gateway: join errors of authentication",
        edits: [
          {
            file: "internal/gateway/auth.go",
            from: 'errors.Join(errors.New("unauthorized"), err)',
            to: 'errors.Join(errors.New("unauthorized request"), err)',
          },
        ],
      },
      {
        role: "decoy",
        message: "transfers: more idle connections",
        edits: [
          { file: "cmd/transfers/main.go", from: "db.SetMaxIdleConns(20)", to: "db.SetMaxIdleConns(30)" },
        ],
      },
    ],
    effects: [
      {
        at: send,
        early: true,
        share: 0.6,
        fail: { type: "RateLimited", message: "too many requests", status: 429, quiet: true },
      },
      {
        at: balance,
        early: true,
        share: 0.6,
        fail: { type: "RateLimited", message: "too many requests", status: 429, quiet: true },
      },
    ],
    logs: [
      {
        service: "gateway",
        severity: "WARN",
        body: "too many requests, limiter empty ({n} refused)",
        every: 12,
      },
    ],
    rps: [10, 20],
  },
  {
    id: "ledger-pool-size",
    group: "pool exhaustion",
    kind: "pool made small",
    world,
    service: "transfers",
    symptom: "latency",
    alertOn: send,
    needs: ["metrics"],
    changes: [
      {
        role: "culprit",
        message: "transfers: be kind to the database",
        edits: [
          {
            file: "cmd/transfers/main.go",
            from: "\tdb.SetMaxOpenConns(40)\n\tdb.SetMaxIdleConns(20)",
            to: "\tdb.SetMaxOpenConns(2)\n\tdb.SetMaxIdleConns(1)",
          },
        ],
      },
      {
        role: "decoy",
        at: -28,
        message: "accounts: log what was seen",
        edits: [
          { file: handlerFile, from: "\treturn h.seen[id]", to: "\tvalue := h.seen[id]\n\treturn value" },
        ],
      },
      {
        role: "decoy",
        message: "fraud: give Watch a full second",
        edits: [
          { file: "internal/fraud/score.go", from: "500*time.Millisecond", to: "1000*time.Millisecond" },
        ],
      },
    ],
    effects: [
      { at: "transfers|POST /transfers|lock", slow: 800, ramp: 25 },
      {
        at: "transfers|POST /transfers",
        share: 0.15,
        delay: 20,
        slow: 0.1,
        fail: {
          type: "*errors.errorString",
          message: "begin: context deadline exceeded",
          frames: [
            { file: transferFile, text: "s.db.BeginTx(ctx, nil)", fn: "transfer.(*Service).book" },
            { file: transferFile, text: "return s.book(", fn: "transfer.(*Service).Transfer" },
          ],
        },
      },
    ],
    gauges: [
      {
        service: "transfers",
        name: "db.client.connection.count",
        unit: "{connection}",
        base: 9,
        noise: 0.3,
        to: 2,
        attributes: { "db.client.connection.state": "used" },
      },
      {
        service: "transfers",
        name: "db.client.connection.max",
        unit: "{connection}",
        base: 40,
        noise: 0,
        to: 2,
      },
      {
        service: "transfers",
        name: "db.client.connection.pending_requests",
        unit: "{request}",
        base: 0,
        noise: 0.3,
        to: 26,
        ramp: 30,
      },
    ],
  },
  {
    id: "ledger-lock-sequence",
    group: "concurrency",
    kind: "lock sequence",
    world,
    service: "transfers",
    symptom: "errors",
    alertOn: send,
    changes: [
      {
        role: "culprit",
        message: "transfers: lock in the direction of the money, easier to read",
        edits: [
          {
            file: transferFile,
            from: "\tfirst, second := from, to\n\tif second < first {\n\t\tfirst, second = second, first\n\t}\n\tfor _, id := range []string{first, second} {",
            to: "\tfor _, id := range []string{from, to} {",
          },
        ],
      },
      {
        role: "decoy",
        at: -44,
        message: "transfers: wait at most 10 s for a write",
        edits: [{ file: "cmd/transfers/main.go", from: "15 * time.Second", to: "10 * time.Second" }],
      },
    ],
    effects: [
      {
        at: "transfers|POST /transfers|lock",
        share: 0.28,
        slow: 1000,
        fail: {
          type: "*pgconn.PgError",
          message: "lock acc-{n}: ERROR: deadlock detected (SQLSTATE 40P01)",
          frames: [{ file: transferFile, text: 'fmt.Errorf("lock %s', fn: "transfer.(*Service).book" }],
        },
      },
    ],
  },
  {
    id: "ledger-map-race",
    group: "concurrency",
    kind: "mutex removed",
    world,
    service: "accounts",
    symptom: "errors",
    alertOn: balance,
    needs: ["logs"],
    changes: [
      {
        role: "culprit",
        message: "accounts: less locking on the hot path",
        edits: [
          {
            file: handlerFile,
            from: "\th.mu.Lock()\n\th.seen[id] = balance.Available\n\th.mu.Unlock()\n",
            to: "\th.seen[id] = balance.Available\n",
          },
        ],
      },
      {
        role: "decoy",
        at: -31,
        message: "gateway: burst of 500 (DANGEROUS under load?)",
        edits: [{ file: "internal/gateway/limit.go", from: "burst     = 400", to: "burst     = 500" }],
      },
    ],
    effects: [
      {
        at: "accounts|GET /accounts/:id/balance",
        share: 0.65,
        every: { period: 40, lasts: 16 },
        refuse: { type: "*url.Error", message: "dial tcp 10.2.4.17:8080: connect: connection refused" },
      },
    ],
    logs: [
      {
        service: "accounts",
        severity: "FATAL",
        body: "fatal error: concurrent map writes",
        every: 22,
        fail: {
          type: "fatal error",
          message: "concurrent map writes",
          frames: [
            {
              file: handlerFile,
              text: "h.seen[id] = balance.Available",
              fn: "accounts.(*Handler).GetBalance",
            },
          ],
        },
      },
    ],
    rps: [8, 20],
  },
  {
    id: "ledger-goroutines",
    group: "leak",
    kind: "goroutines never end",
    world,
    service: "fraud",
    symptom: "memory",
    alertOn: "fraud",
    minutes: 22,
    needs: ["metrics"],
    changes: [
      {
        role: "culprit",
        message: "fraud: an event must never be lost",
        edits: [
          {
            file: "internal/fraud/score.go",
            from: "\tctx, cancel := context.WithTimeout(ctx, 500*time.Millisecond)\n\tgo func() {\n\t\tdefer cancel()\n\t\tselect {\n\t\tcase s.recent <- event:\n\t\tcase <-ctx.Done():\n\t\t}\n\t}()",
            to: "\tgo func() {\n\t\ts.recent <- event\n\t}()",
          },
          {
            file: "internal/fraud/score.go",
            from: 'import (\n\t"context"\n\t"time"\n)',
            to: 'import "context"',
          },
        ],
      },
      {
        role: "decoy",
        at: -22,
        message: "transfers: keep idle connections",
        edits: [
          { file: "cmd/transfers/main.go", from: "db.SetMaxIdleConns(20)", to: "db.SetMaxIdleConns(40)" },
        ],
      },
    ],
    effects: [{ at: "fraud|POST /score", slow: 40, ramp: 1300 }],
    gauges: [
      {
        service: "fraud",
        name: "process.memory.usage",
        unit: "By",
        base: 90e6,
        noise: 2e6,
        to: 1100e6,
        ramp: 1500,
      },
      {
        service: "fraud",
        name: "go.goroutine.count",
        unit: "{goroutine}",
        base: 60,
        noise: 6,
        to: 240000,
        ramp: 1500,
      },
    ],
    rps: [6, 14],
  },
  {
    id: "ledger-audience",
    group: "authentication",
    kind: "check tightened",
    world,
    service: "gateway",
    symptom: "errors",
    alertOn: send,
    changes: [
      {
        role: "culprit",
        message: "gateway: audience named after the product",
        edits: [
          {
            file: "internal/gateway/auth.go",
            from: 'var audience = "ledger"',
            to: 'var audience = "ledger-core"',
          },
        ],
      },
      {
        role: "decoy",
        at: -38,
        message: "gateway: tell clients when to come back",
        edits: [
          {
            file: "internal/gateway/limit.go",
            from: 'http.Error(w, "too many requests", http.StatusTooManyRequests)',
            to: 'w.Header().Set("Retry-After", "1")\n\t\t\thttp.Error(w, "too many requests", http.StatusTooManyRequests)',
          },
        ],
      },
    ],
    effects: [
      {
        at: send,
        early: true,
        fail: {
          type: "*errors.joinError",
          message: "unauthorized\ntoken has invalid claims: token has invalid audience",
          status: 401,
          frames: [{ file: "internal/gateway/auth.go", text: "errors.Join", fn: "gateway.authenticate" }],
        },
      },
      {
        at: balance,
        early: true,
        fail: {
          type: "*errors.joinError",
          message: "unauthorized\ntoken has invalid claims: token has invalid audience",
          status: 401,
          frames: [{ file: "internal/gateway/auth.go", text: "errors.Join", fn: "gateway.authenticate" }],
        },
      },
    ],
  },
  {
    id: "ledger-fraud-retries",
    group: "retry storm",
    kind: "retries on any answer",
    world,
    service: "transfers",
    symptom: "latency",
    alertOn: send,
    files: {
      "internal/transfer/scorer.go": `package transfer

import (
	"context"
	"time"
)

const (
	attempts = 2
	pause    = 200 * time.Millisecond
)

func (s *Service) scoreWithRetry(ctx context.Context, event Event) (score int, err error) {
	for i := 0; i < attempts; i++ {
		if score, err = s.fraud.Score(ctx, event); err == nil {
			return score, nil
		}
		time.Sleep(pause)
	}
	return 0, err
}
`,
    },
    noise: [
      {
        at: "fraud|POST /score",
        share: 0.05,
        fail: { type: "*errors.errorString", message: "history not loaded", status: 503 },
      },
    ],
    changes: [
      {
        role: "culprit",
        message: "transfers: give the score every chance",
        edits: [
          {
            file: "internal/transfer/scorer.go",
            from: "\tattempts = 2\n\tpause    = 200 * time.Millisecond",
            to: "\tattempts = 15\n\tpause    = 0",
          },
        ],
      },
      {
        role: "decoy",
        at: -26,
        message: "fraud: score without allocation",
        edits: [
          {
            file: "internal/fraud/score.go",
            from: "\ttotal := 0\n\tfor _, rule",
            to: "\tvar total int\n\tfor _, rule",
          },
        ],
      },
    ],
    effects: [
      { at: "transfers|POST /transfers|fraud", set: { retries: 14 } },
      { at: "fraud|POST /score", gate: "transfers", slow: 160, ramp: 50 },
      {
        at: "fraud|POST /score",
        gate: "transfers",
        share: 0.8,
        ramp: 70,
        slow: 1,
        fail: { type: "*errors.errorString", message: "history not loaded", status: 503 },
      },
    ],
    gauges: [
      {
        service: "fraud",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.25,
        noise: 0.04,
        to: 0.99,
        ramp: 50,
        gate: "time",
      },
    ],
  },
  {
    id: "ledger-identity-release",
    group: "neighbour of another repository",
    kind: "neighbour deployed",
    world,
    service: "identity",
    symptom: "errors",
    alertOn: balance,
    needs: ["revision"],
    foreign: { service: "identity", at: -12, version: ["2024.11.3", "2024.12.0"], announced: true },
    changes: [
      {
        role: "decoy",
        at: -20,
        message: "gateway: clearer error of authentication",
        edits: [
          {
            file: "internal/gateway/auth.go",
            from: 'errors.New("unauthorized")',
            to: 'errors.New("unauthorized (gateway)")',
          },
        ],
      },
      {
        role: "decoy",
        message: "gateway: limit by hand",
        edits: [{ file: "internal/gateway/limit.go", from: "perSecond = 200", to: "perSecond = 220" }],
      },
    ],
    effects: [
      {
        at: "identity|POST /introspect",
        gate: "foreign",
        share: 0.7,
        fail: { type: "java.lang.IllegalStateException", message: "signing key set is empty", status: 500 },
      },
    ],
  },
  {
    id: "ledger-clock-ahead",
    group: "bad node",
    kind: "clock of a node",
    world,
    service: "gateway",
    symptom: "errors",
    alertOn: balance,
    needs: ["revision"],
    changes: [
      {
        role: "decoy",
        at: -30,
        message: "gateway: subject of the claims in a variable",
        edits: [
          {
            file: "internal/gateway/auth.go",
            from: "\treturn token.Claims.GetSubject()",
            to: "\tclaims := token.Claims\n\treturn claims.GetSubject()",
          },
        ],
      },
      {
        role: "decoy",
        message: "fraud: points as a value receiver (breaking?)",
        edits: [
          { file: "internal/fraud/score.go", from: "500*time.Millisecond", to: "450*time.Millisecond" },
        ],
      },
    ],
    effects: [send, balance].map((at) => ({
      at,
      gate: "time",
      where: { host: "node-3" },
      early: true,
      fail: {
        type: "*errors.joinError",
        message: "unauthorized\ntoken has invalid claims: token is expired",
        status: 401,
        frames: [{ file: "internal/gateway/auth.go", text: "errors.Join", fn: "gateway.authenticate" }],
      },
    })),
    gauges: [
      {
        service: "gateway",
        name: "system.clock.offset",
        unit: "s",
        base: 0.002,
        noise: 0.001,
        to: 941,
        gate: "time",
        where: { host: "node-3" },
      },
    ],
    events: [{ at: 190, kind: "status", text: "node-3: chronyd has no reachable time source" }],
  },
  {
    id: "ledger-failover",
    group: "database maintenance",
    kind: "database failover",
    world,
    service: "accounts",
    symptom: "errors",
    alertOn: balance,
    needs: ["logs"],
    changes: [
      {
        role: "decoy",
        at: -45,
        message: "accounts: fewer idle connections",
        edits: [
          { file: "cmd/accounts/main.go", from: "db.SetMaxIdleConns(20)", to: "db.SetMaxIdleConns(16)" },
        ],
      },
      {
        role: "decoy",
        message: "transfers: connection lifetime (experiment!)",
        edits: [{ file: "cmd/transfers/main.go", from: "30 * time.Minute", to: "25 * time.Minute" }],
      },
    ],
    effects: [
      {
        at: "accounts|GET /accounts/:id/balance|load",
        gate: "time",
        share: 0.75,
        fail: {
          type: "*pgconn.PgError",
          message: "FATAL: the database system is in recovery mode (SQLSTATE 57P03)",
        },
      },
      {
        at: "transfers|POST /transfers|lock",
        gate: "time",
        share: 0.6,
        fail: {
          type: "*pgconn.PgError",
          message: "ERROR: cannot execute SELECT FOR UPDATE in a read-only transaction (SQLSTATE 25006)",
        },
      },
    ],
    logs: [
      {
        service: "accounts",
        severity: "ERROR",
        body: "ping db-primary-0.internal: FATAL: the database system is in recovery mode",
        every: 15,
        gate: "time",
      },
    ],
    events: [
      {
        at: -8,
        kind: "status",
        text: "managed PostgreSQL: automatic failover of instance ledger-primary started (maintenance of the host)",
      },
    ],
  },
];
