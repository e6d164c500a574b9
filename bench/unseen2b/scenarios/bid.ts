import type { SourcedScenario } from "../scenario.ts";
import { bid } from "../worlds/bid.ts";

const client = "pkg/httpx/client.go";
const reserve = "services/pacing/reserve.go";
const frequency = "services/bidder/frequency.go";

export const bidScenarios: SourcedScenario[] = [
  {
    id: "bid-eager-retries",
    group: "retries",
    kind: "retry storm",
    source: "https://labs.spotify.com/2013/06/04/incident-management-at-spotify/",
    world: bid,
    service: "exchange",
    symptom: "errors",
    alertOn: "pacing|POST /reservations",
    changes: [
      {
        role: "culprit",
        message:
          "httpx: do not give up on a server that is busy for a moment (#101)\n\nA deployment of any service costs us some hundred auctions; with more attempts and no waiting it costs none.",
        edits: [
          {
            file: client,
            from: "		options.Attempts = 2\n",
            to: "		options.Attempts = 8\n",
          },
          {
            file: client,
            from: "// New fills in what was not said: one second, two attempts, fifty milliseconds between them.\n",
            to: "// New fills in what was not said: one second, and eight attempts.\n",
          },
          {
            file: client,
            from: "		if attempt < c.options.Attempts {\n			wait := time.Duration(rand.Int64N(int64(c.options.Backoff) << attempt))\n			select {\n			case <-ctx.Done():\n				return ctx.Err()\n			case <-time.After(wait):\n			}\n		}\n",
            to: "		if ctx.Err() != nil {\n			return ctx.Err()\n		}\n",
          },
          { file: client, from: '	"math/rand/v2"\n', to: "" },
          {
            file: "config/exchange.toml",
            from: 'timeout = "120ms"\nattempts = 2\n',
            to: 'timeout = "120ms"\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "pacing: warn when all slots are taken, with their number",
        edits: [
          {
            file: reserve,
            from: '		p.log.Warn("all slots are taken", "slots", cap(p.slots))\n',
            to: '		p.log.Warn("all slots are taken", "slots", cap(p.slots), "remote", r.RemoteAddr)\n',
          },
        ],
        at: -12,
      },
      {
        role: "decoy",
        message: "pacing: 64 slots are enough, say why",
        edits: [
          {
            file: "config/pacing.toml",
            from: "slots = 64\n",
            to: "slots = 64 # four times the connections to the database\n",
          },
        ],
        at: -1800,
      },
    ],
    effects: [
      { at: "exchange|POST /auctions|reserve", set: { retries: 7 } },
      {
        at: "pacing|POST /reservations",
        gate: "exchange",
        share: 0.68,
        slow: 42,
        early: true,
        fail: { type: "*errors.errorString", message: "busy", status: 503 },
      },
      { at: "pacing|POST /reservations|budget", gate: "exchange", slow: 25 },
    ],
    logs: [
      {
        service: "pacing",
        severity: "WARN",
        every: 6,
        gate: "time",
        delay: 20,
        body: "all slots are taken slots=64",
      },
    ],
    gauges: [
      {
        service: "exchange",
        name: "http.client.retries.rate",
        unit: "1/s",
        base: 0.3,
        noise: 0.1,
        to: 410,
        ramp: 30,
      },
    ],
  },
  {
    id: "bid-concurrent-map",
    group: "concurrency",
    kind: "race",
    world: bid,
    service: "bidder",
    symptom: "errors",
    alertOn: "bidder|POST /bid",
    needs: ["logs"],
    changes: [
      {
        role: "culprit",
        message:
          "bidder: reading the frequency takes no lock (#104)\n\nThe profile shows 11% of a bid in RLock. A map may be read by many at once.",
        edits: [
          {
            file: frequency,
            from: '	f.mutex.RLock()\n	defer f.mutex.RUnlock()\n	w, ok := f.seen[person+"|"+campaign]\n',
            to: '	w, ok := f.seen[person+"|"+campaign]\n',
          },
          {
            file: frequency,
            from: "// allow says whether one more is within the cap.\n",
            to: "// allow says whether one more is within the cap. It is called for each campaign and must be cheap.\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "bidder: say how long a sweep of the map takes",
        edits: [
          {
            file: frequency,
            from: "// sweep forgets windows that are over; it runs every minute.\n",
            to: "// sweep forgets windows that are over; it runs every minute and takes some milliseconds.\n",
          },
        ],
        at: -9,
      },
      {
        role: "decoy",
        message: "exchange: sort bids of one price by bidder, so that tests are stable",
        edits: [
          {
            file: "services/exchange/auction.go",
            from: "	sort.Slice(bids, func(i, j int) bool { return bids[i].Price > bids[j].Price })\n",
            to: "	sort.SliceStable(bids, func(i, j int) bool { return bids[i].Price > bids[j].Price })\n",
          },
        ],
        at: 8,
      },
    ],
    effects: [
      {
        at: "bidder|POST /bid",
        share: 0.42,
        refuse: {
          type: "*net.OpError",
          message: 'Post "http://bidder:8080/bid": dial tcp 10.4.7.21:8080: connect: connection refused',
        },
      },
    ],
    logs: [
      {
        service: "exchange",
        severity: "WARN",
        every: 9,
        gate: "time",
        delay: 10,
        body: 'bidder did not answer bidder=house error="Post \\"http://bidder:8080/bid\\": dial tcp 10.4.7.21:8080: connect: connection refused"',
      },
      {
        service: "bidder",
        severity: "FATAL",
        every: 28,
        body: "fatal error: concurrent map read and map write",
        fail: {
          type: "runtime.throw",
          message: "fatal error: concurrent map read and map write",
          frames: [
            {
              file: frequency,
              text: 'w, ok := f.seen[person+"|"+campaign]',
              fn: "bidder.(*frequency).allow",
            },
            { file: "services/bidder/handler.go", text: "!h.frequency.allow(", fn: "bidder.(*Handler).best" },
            { file: "services/bidder/handler.go", text: "h.best(in)", fn: "bidder.(*Handler).ServeHTTP" },
          ],
        },
      },
    ],
  },
  {
    id: "bid-whole-prices",
    group: "wrong result",
    kind: "rounding",
    world: bid,
    service: "bidder",
    symptom: "saturation",
    alertOn: "reporter|process auction.won",
    alert: {
      name: "PriceMismatch",
      summary: "wins whose price differs from the quote are 0.97 of all",
      metric: "wins_price_mismatch_ratio",
    },
    needs: ["logs", "metrics"],
    changes: [
      {
        role: "culprit",
        message:
          "money: no floating point where a price is taken apart (#108)\n\nAuditors do not like math.Round in a package that is called money.",
        edits: [
          {
            file: "pkg/money/micros.go",
            from: "	return Micros(math.Round(float64(p) * unit / 1000))\n",
            to: "	return Micros(int64(p) * unit / 1000)\n",
          },
          {
            file: "pkg/money/micros_test.go",
            add: 'package money\n\nimport "testing"\n\nfunc TestImpression(t *testing.T) {\n\tfor price, want := range map[PerMille]Micros{1: 1000, 2: 2000, 14: 14000} {\n\t\tif got := price.Impression(); got != want {\n\t\t\tt.Errorf("%v: %v, want %v", price, got, want)\n\t\t}\n\t}\n}\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "reporter: say that a price that differs is only logged",
        edits: [
          {
            file: "services/reporter/consume.go",
            from: "// Handle adds one win. A price that is not the quoted one is kept apart, and is nobody's error yet.\n",
            to: "// Handle adds one win. A price that is not the quoted one is logged, and is nobody's error yet.\n",
          },
        ],
        at: -10,
      },
      {
        role: "decoy",
        message: "bidder: boost of a campaign is applied once (comment)",
        edits: [
          {
            file: "services/bidder/handler.go",
            from: "		price := c.Price.Impression().Mul(1 + c.Boost)\n",
            to: "		// The boost is the only factor: margins are taken by the exchange.\n		price := c.Price.Impression().Mul(1 + c.Boost)\n",
          },
        ],
        at: -45,
      },
    ],
    effects: [
      {
        at: "exchange|POST /auctions",
        gate: "bidder",
        share: 0.5,
        fail: { type: "exchange.ErrNoBid", message: "nobody bids", status: 204, quiet: true },
      },
    ],
    logs: [
      {
        service: "reporter",
        severity: "WARN",
        every: 7,
        body: "price differs from quote auction=a-{n} campaign=c-118 difference=0.000850",
      },
      {
        service: "reporter",
        severity: "WARN",
        every: 9,
        body: "price differs from quote auction=a-{n} campaign=c-74 difference=0.000400",
      },
    ],
    gauges: [
      {
        service: "bidder",
        name: "bid.price.micros",
        unit: "1",
        base: 1860,
        noise: 35,
        to: 1310,
      },
      {
        service: "reporter",
        name: "wins.price.mismatch.ratio",
        unit: "1",
        base: 0,
        noise: 0.002,
        to: 0.97,
        ramp: 40,
      },
    ],
  },
  {
    id: "bid-canary-deadline",
    group: "timeout",
    kind: "timeout lowered",
    world: bid,
    service: "exchange",
    symptom: "errors",
    needs: ["revision"],
    slotsReached: 1,
    changes: [
      {
        role: "culprit",
        message: "exchange: publishers want their answer sooner (#110)\n\nFirst on a canary.",
        edits: [
          { file: "config/exchange.toml", from: 'deadline = "180ms"\n', to: 'deadline = "18ms"\n' },
          {
            file: "docs/deadline.md",
            add: "# Deadline\n\nAn auction ends after the deadline in config/exchange.toml, whoever has not answered yet.\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "pacing: context of the error of a reservation",
        edits: [
          {
            file: reserve,
            from: '		p.log.Error("reserve", "campaign", in.Campaign, "error", err)\n',
            to: '		p.log.Error("reserve", "campaign", in.Campaign, "price", in.Price.String(), "error", err)\n',
          },
        ],
        at: -30,
      },
    ],
    effects: [
      {
        at: "exchange|POST /auctions",
        share: 0.9,
        fail: {
          type: "context.deadlineExceededError",
          message: 'Post "http://pacing:8080/reservations": context deadline exceeded after 18ms',
          status: 504,
          frames: [
            {
              file: "services/exchange/auction.go",
              text: "a.pacing.Post(ctx,",
              fn: "exchange.(*Auctioneer).Run",
            },
          ],
        },
      },
    ],
  },
  {
    id: "bid-strict-flag",
    group: "flag",
    kind: "feature flag in a console",
    world: bid,
    service: "pacing",
    symptom: "errors",
    alertOn: "pacing|POST /reservations",
    needs: ["logs", "events"],
    changes: [
      {
        role: "decoy",
        message: "pacing: comment of the strict query says until when (#112)",
        edits: [
          {
            file: reserve,
            from: "	// Nobody overspends, but everybody waits: for the audit in spring.\n",
            to: "	// Nobody overspends, but everybody waits: for the audit in spring, after which it goes.\n",
          },
        ],
        at: -18,
      },
      {
        role: "decoy",
        message: "pacing: statement timeout is that of the exchange's attempt",
        edits: [
          {
            file: "config/pacing.toml",
            from: 'statement_timeout = "80ms"\n',
            to: 'statement_timeout = "80ms" # less than an attempt of the exchange\n',
          },
        ],
        at: -400,
      },
    ],
    effects: [
      {
        at: "pacing|POST /reservations|budget",
        gate: "time",
        set: {
          query:
            "SELECT hourly_micros FROM budgets WHERE campaign = $1 AND hour = date_trunc('hour', now()) FOR UPDATE",
        },
        slow: 30,
      },
      {
        at: "pacing|POST /reservations|budget",
        gate: "time",
        share: 0.5,
        slow: 80,
        fail: {
          type: "*pgconn.PgError",
          message: "ERROR: canceling statement due to statement timeout (SQLSTATE 57014)",
          frames: [
            { file: reserve, text: "p.db.QueryRow(ctx, query", fn: "pacing.(*Reserver).reserve" },
            { file: reserve, text: "err := p.reserve(", fn: "pacing.(*Reserver).ServeHTTP" },
          ],
        },
      },
    ],
    logs: [
      {
        service: "pacing",
        severity: "INFO",
        every: 200,
        gate: "time",
        body: "flag changed key=pacing.strict from=off to=on",
      },
    ],
    events: [
      {
        at: -6,
        kind: "feature_flag",
        service: "pacing",
        text: "pacing.strict: off -> on for everybody, by l.petrov",
      },
    ],
  },
  {
    id: "bid-node-clock",
    group: "disk, quota, clock",
    kind: "clock",
    world: bid,
    service: "exchange",
    symptom: "errors",
    needs: ["revision", "logs"],
    changes: [
      {
        role: "decoy",
        message: "exchange: sign-in of publishers, documentation of the token's fields",
        edits: [
          {
            file: "docs/tokens.md",
            add: "# Tokens\n\n`iat` is when it was issued, `exp` when it ends. Both are seconds since 1970 in UTC.\n",
          },
          {
            file: "services/exchange/auction.go",
            from: "// Run gives the winner and what it pays.\n",
            to: "// Run gives the winner and what it pays. The publisher's token was looked at before.\n",
          },
        ],
        at: -25,
      },
    ],
    effects: [
      {
        at: "exchange|POST /auctions",
        gate: "time",
        where: { host: "node-3" },
        early: true,
        fail: {
          type: "*jwt.ValidationError",
          message: "token of publisher {publisher} is not valid yet: issued 2821 s from now",
          status: 401,
        },
      },
    ],
    logs: [
      {
        service: "exchange",
        severity: "WARN",
        every: 30,
        gate: "time",
        where: { host: "node-3" },
        body: "clock of node-3 is 2821.4 s behind that of the broker, records are stamped by the broker instead",
      },
    ],
  },
  {
    id: "bid-spend-failover",
    group: "database",
    kind: "failover",
    source: "https://status.discordapp.com/incidents/qk9cdgnqnhcn",
    world: bid,
    service: "pacing",
    symptom: "errors",
    alertOn: "exchange|POST /auctions",
    changes: [
      {
        role: "decoy",
        message: "pacing: say why both addresses of redis are there",
        edits: [
          {
            file: "config/pacing.toml",
            from: "[redis]\n",
            to: "# Both are asked; the client finds out which one leads.\n[redis]\n",
          },
        ],
        at: -28,
      },
      {
        role: "decoy",
        message: "Redis client in tests is closed",
        edits: [
          {
            file: "services/pacing/reserve_test.go",
            add: 'package pacing\n\nimport (\n\t"testing"\n\n\t"github.com/alicebob/miniredis/v2"\n\t"github.com/redis/go-redis/v9"\n)\n\nfunc testRedis(t *testing.T) redis.UniversalClient {\n\tserver := miniredis.RunT(t)\n\tclient := redis.NewClient(&redis.Options{Addr: server.Addr()})\n\tt.Cleanup(func() { _ = client.Close() })\n\treturn client\n}\n',
          },
        ],
        at: 15,
      },
    ],
    effects: [
      {
        at: "pacing|POST /reservations|spend",
        gate: "time",
        share: 0.96,
        fail: {
          type: "proto.RedisError",
          message: "READONLY You can't write against a read only replica.",
          frames: [
            { file: reserve, text: "p.redis.IncrBy(", fn: "pacing.(*Reserver).reserve" },
            { file: reserve, text: "err := p.reserve(", fn: "pacing.(*Reserver).ServeHTTP" },
          ],
        },
      },
    ],
    events: [
      { at: -3, kind: "status", text: "redis-spend-0 failed over: role changed from master to slave" },
    ],
  },
];
