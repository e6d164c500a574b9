import type { World } from "../../unseen/scenario.ts";
import { readSources } from "../read-sources.ts";

/** An advertising exchange: one repository of four Go services that share packages. */
export const bid: World = {
  id: "bid",
  repository: "bluefin/auction",
  services: [
    {
      name: "exchange",
      language: "go",
      paths: ["services/exchange/", "pkg/", "config/exchange.toml"],
      replicas: 4,
      ops: [
        {
          name: "POST /auctions",
          ms: 4,
          steps: [
            {
              do: "call",
              id: "bidder",
              to: "bidder",
              op: "POST /bid",
              tolerate: true,
              src: {
                file: "services/exchange/auction.go",
                text: 'client.Post(ctx, "/bid"',
                fn: "exchange.(*Auctioneer).collect",
              },
            },
            {
              do: "ext",
              id: "partner",
              ms: 35,
              host: "rtb.adnorth.example",
              method: "POST",
              path: "/bid",
              tolerate: true,
            },
            {
              do: "call",
              id: "reserve",
              to: "pacing",
              op: "POST /reservations",
              retries: 1,
              src: {
                file: "services/exchange/auction.go",
                text: "a.pacing.Post(ctx,",
                fn: "exchange.(*Auctioneer).Run",
              },
            },
            {
              do: "send",
              system: "kafka",
              topic: "auction.won",
              to: "reporter",
              op: "process auction.won",
            },
          ],
          log: "auction sold publisher={publisher}",
        },
      ],
    },
    {
      name: "bidder",
      language: "go",
      paths: ["services/bidder/", "pkg/"],
      replicas: 4,
      ops: [{ name: "POST /bid", ms: 5, steps: [{ do: "work", name: "best", ms: 2 }] }],
    },
    {
      name: "pacing",
      language: "go",
      paths: ["services/pacing/", "pkg/", "config/pacing.toml"],
      replicas: 3,
      ops: [
        {
          name: "POST /reservations",
          ms: 3,
          steps: [
            {
              do: "db",
              id: "budget",
              ms: 3,
              system: "postgresql",
              table: "budgets",
              query:
                "SELECT hourly_micros FROM budgets WHERE campaign = $1 AND hour = date_trunc('hour', now())",
              src: {
                file: "services/pacing/reserve.go",
                text: "p.db.QueryRow(ctx, query",
                fn: "pacing.(*Reserver).reserve",
              },
            },
            {
              do: "cache",
              id: "spend",
              command: "INCRBY spent:campaign",
              src: {
                file: "services/pacing/reserve.go",
                text: "p.redis.IncrBy(",
                fn: "pacing.(*Reserver).reserve",
              },
            },
          ],
        },
      ],
    },
    {
      name: "reporter",
      language: "go",
      paths: ["services/reporter/", "pkg/"],
      replicas: 2,
      ops: [
        {
          name: "process auction.won",
          ms: 3,
          steps: [
            {
              do: "db",
              id: "insert",
              ms: 4,
              system: "postgresql",
              table: "wins",
              query:
                "INSERT INTO wins (auction, campaign, publisher, micros) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            },
          ],
        },
      ],
    },
  ],
  files: readSources("bid"),
  entries: { "exchange|POST /auctions": 1 },
  attributes: {
    publisher: ["dailyherring", "kicker24", "rezepte", "stadtblatt"],
    format: ["banner", "video", "native"],
  },
  noise: [
    {
      at: "exchange|POST /auctions",
      share: 0.05,
      fail: { type: "exchange.ErrNoBid", message: "nobody bids", status: 204, quiet: true },
    },
    {
      at: "pacing|POST /reservations",
      share: 0.002,
      fail: {
        type: "*pgconn.ConnectError",
        message: "failed to connect to `host=pg-budgets`: timeout",
        status: 500,
      },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "pkg/money: example in the documentation of Parse",
      edits: [
        {
          file: "pkg/money/micros.go",
          from: "// Parse reads what String writes.\n",
          to: '// Parse reads what String writes: Parse("0.001850") is 1850.\n',
        },
      ],
    },
    {
      role: "innocent",
      message: "gofumpt over services/reporter (#97)",
      edits: [
        {
          file: "services/reporter/consume.go",
          from: '		c.log.Warn("price differs from quote", "auction", w.Auction, "campaign", w.Campaign, "difference", difference.String())\n',
          to: '		c.log.Warn("price differs from quote",\n			"auction", w.Auction, "campaign", w.Campaign, "difference", difference.String())\n',
        },
      ],
    },
    {
      role: "innocent",
      message: "bidder: clock of frequency is documented, timeouts of its tests are longer",
      edits: [
        {
          file: "services/bidder/frequency.go",
          from: "// size is for the gauge.\n",
          to: "// size is for the gauge alone, and may be a moment old.\n",
        },
        {
          file: "services/bidder/frequency_test.go",
          add: 'package bidder\n\nimport (\n\t"testing"\n\t"time"\n)\n\nfunc TestWindowEnds(t *testing.T) {\n\tnow := time.Unix(1700000000, 0)\n\tf := newFrequency(func() time.Time { return now })\n\tf.count("p", "c")\n\tnow = now.Add(61 * time.Minute)\n\tif !f.allow("p", "c", 1) {\n\t\tt.Fatal("an hour is over")\n\t}\n}\n',
        },
      ],
    },
    {
      role: "innocent",
      message: "Bump golang.org/x/exp in go.sum (indirect)",
      edits: [
        {
          file: "go.sum",
          add: "golang.org/x/exp v0.0.0-20241009180824-f66d83c29e7c h1:7dEasQXItcW1xKJ2+gg5VOiBnqWrJc+rq0DPKyvvdbY=\ngolang.org/x/exp v0.0.0-20241009180824-f66d83c29e7c/go.mod h1:NQtJDoLvd6faHhE7m4T/1IY708gDefGGjR/iUW8yQQ8=\n",
        },
      ],
    },
  ],
  rename: {
    exchange: ["marketplace", "auctioneerd"],
    pacing: ["throttler", "spender"],
    reporter: ["accountant"],
    adnorth: ["bidsouth"],
    bluefin: ["tarpon"],
  },
};
