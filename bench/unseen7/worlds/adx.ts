import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, cache, db, ext, send, work } = step;

const bidder = (id: string, host: string, ms: number) =>
  ext(id, host, "POST", "/rtb", ms, {
    timeout: 110,
    tolerate: true,
    src: place("auction/src/bidders.cc", "gather(asked, budget)", "adx::Bidders::ask"),
  });

/** Advertisements that are auctioned while a page loads. */
export const adx: World = {
  id: "adx",
  repository: "brightlane/exchange",
  files: sources(new URL("./adx.txt", import.meta.url)),
  services: [
    {
      name: "auction",
      language: "cpp",
      paths: ["auction/"],
      replicas: 3,
      ops: [
        {
          name: "POST /bid-requests",
          ms: 2,
          log: "auction for {format} of {publisher}",
          steps: [
            call("profile", "profiles", "GET /profiles/{user}", {
              timeout: 60,
              src: place("auction/src/auction.cc", "profiles_.of(", "adx::Auction::run"),
              onFail: { type: "adx::DeadlineExceeded", message: "profiles: deadline exceeded", status: 504 },
            }),
            bidder("first", "rtb.northpeak.example", 36),
            bidder("second", "bid.orchidads.example", 28),
            work("clear", "clear", 0.6, {
              src: place("auction/src/auction.cc", "clear(bids, request.floor)", "adx::Auction::run"),
            }),
            call("spend", "pacing", "POST /spend", {
              src: place("auction/src/auction.cc", "pacing_.spend(", "adx::Auction::run"),
            }),
            send("win", "kafka", "wins", "ledger", "process wins"),
          ],
        },
      ],
    },
    {
      name: "profiles",
      language: "scala",
      paths: ["profiles/"],
      replicas: 3,
      ops: [
        {
          name: "GET /profiles/{user}",
          ms: 2,
          steps: [
            db("load", "cassandra", "profiles", "SELECT consent, segments FROM profiles WHERE user = ?", 7, {
              chance: 0.3,
            }),
          ],
        },
        { name: "GET /audiences/{segment}", ms: 9, steps: [] },
      ],
    },
    {
      name: "pacing",
      language: "go",
      paths: ["pacing/"],
      replicas: 2,
      ops: [{ name: "POST /spend", ms: 1, steps: [cache("add", "INCRBY spent:{campaign}")] }],
    },
    {
      name: "ledger",
      language: "go",
      paths: ["ledger/"],
      replicas: 2,
      ops: [
        {
          name: "process wins",
          ms: 1,
          steps: [
            db(
              "insert",
              "clickhouse",
              "wins",
              "INSERT INTO wins (auction, campaign, micros, format) VALUES",
              5,
            ),
          ],
        },
        {
          name: "GET /report/{campaign}",
          ms: 3,
          steps: [
            db(
              "sum",
              "clickhouse",
              "wins",
              "SELECT day, sum(micros) FROM wins WHERE campaign = ? GROUP BY day",
              35,
            ),
          ],
        },
      ],
    },
    {
      name: "console",
      language: "typescript",
      paths: ["console/"],
      replicas: 2,
      ops: [
        {
          name: "GET /campaigns/{campaign}/report",
          ms: 4,
          steps: [call("report", "ledger", "GET /report/{campaign}", { timeout: 5000 })],
        },
        {
          name: "GET /segments/{segment}",
          ms: 3,
          steps: [call("audience", "profiles", "GET /audiences/{segment}", { timeout: 2000 })],
        },
      ],
    },
  ],
  entries: {
    "auction|POST /bid-requests": 7,
    "console|GET /campaigns/{campaign}/report": 1,
    "console|GET /segments/{segment}": 1,
  },
  attributes: {
    publisher: ["daily-kettle", "sportsline", "recipes-plus"],
    format: ["banner", "native", "video"],
    country: ["pl", "cz", "se"],
  },
  noise: [
    {
      at: "auction|POST /bid-requests",
      share: 0.006,
      fail: { type: "adx::BadRequest", message: "request without a format", status: 400 },
    },
  ],
  extras: changes(new URL("../scenarios/adx.txt", import.meta.url))("extras"),
  rename: { pacing: ["budgets"], ledger: ["settlement"], micros: ["microcents"], console: ["cockpit"] },
};
