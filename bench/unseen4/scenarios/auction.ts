import { changes } from "../../judging-set/changes.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { auction as world } from "../worlds/auction.ts";

const commits = changes(new URL("auction.txt", import.meta.url));
const place = "apps/bids/lib/bids/place.ex";
const charge = "settle/internal/charge/charge.go";

export const auctionScenarios: Scenario[] = [
  {
    id: "auction-pool-share",
    group: "limit",
    kind: "pool of connections far smaller, and asked under another name",
    world,
    service: "bids",
    symptom: "errors",
    alertOn: "web|POST /graphql/bid",
    changes: commits("auction-pool-share"),
    effects: [
      {
        at: "bids|POST /lots/:lot/bids|lock",
        share: 0.4,
        ramp: 30,
        slow: 220,
        fail: {
          type: "Elixir.DBConnection.ConnectionError",
          message:
            "connection not available and request was dropped from queue after 512ms. This means requests are coming in and your connection pool cannot serve them fast enough. You can address this by:\n\n  1. Ensuring your database is available and that you can connect to it\n  2. Tracking down slow queries and making sure they are running fast enough\n  3. Increasing the pool_size (although this increases resource consumption)",
          frames: [{ file: place, text: "Repo.transaction(fn ->", fn: "Bids.Place.place/3" }],
        },
      },
    ],
    gauges: [
      {
        service: "bids",
        name: "db.client.connection.pending_requests",
        unit: "{request}",
        base: 0,
        noise: 0.3,
        to: 34,
        ramp: 40,
      },
    ],
    rps: [12, 24],
  },
  {
    id: "auction-one-desk",
    group: "concurrency",
    kind: "one process answers for all rooms",
    world,
    service: "bids",
    symptom: "latency",
    alertOn: "web|POST /graphql/sale",
    changes: commits("auction-one-desk"),
    effects: [
      { at: "bids|GET /lots/:lot/room|snapshot", slow: 1900, ramp: 60 },
      {
        at: "bids|GET /lots/:lot/room|snapshot",
        share: 0.15,
        ramp: 60,
        fail: {
          type: "Elixir.ErlangError",
          message: 'exited in: GenServer.call(Bids.Ledger, {:last, "{n}"}, 5000)\n    ** (EXIT) time out',
          frames: [
            {
              file: "apps/bids/lib/bids/ledger.ex",
              text: "GenServer.call(__MODULE__, {:last, lot_id})",
              fn: "Bids.Ledger.last/1",
            },
            {
              file: "apps/bids/lib/bids/room.ex",
              text: "Bids.Ledger.last(state.lot)",
              fn: "Bids.Room.handle_call/3",
            },
          ],
        },
      },
    ],
    gauges: [
      {
        service: "bids",
        name: "erlang.vm.process.message_queue.max",
        unit: "{message}",
        base: 2,
        noise: 1,
        to: 4100,
        ramp: 90,
      },
    ],
    rps: [3, 8],
  },
  {
    id: "auction-no-reserve",
    group: "guard removed",
    kind: "no clause for a lot that starts at nothing",
    world,
    service: "bids",
    symptom: "errors",
    alertOn: "bids|POST /lots/:lot/bids",
    changes: commits("auction-no-reserve"),
    effects: [
      // A wobble that has nothing to do with it.
      {
        at: "web|POST /graphql/sale|lots",
        gate: "time",
        delay: -190,
        every: { period: 100000, lasts: 65 },
        slow: 60,
      },
      {
        at: "bids|POST /lots/:lot/bids|check",
        where: { "lot.group": "reserve-less" },
        fail: {
          type: "Elixir.FunctionClauseError",
          message: "no function clause matching in Bids.Place.floor_of/1",
          frames: [
            { file: place, text: "defp floor_of(%Lot{leading_cents: nil", fn: "Bids.Place.floor_of/1" },
            { file: place, text: "if cents >= floor_of(lot)", fn: "Bids.Place.enough?/2" },
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "auction-eager-charges",
    group: "retries",
    kind: "many attempts almost without a pause, each a new charge",
    world,
    service: "settle",
    symptom: "errors",
    alertOn: "settle|process lots.closed",
    lag: 1500,
    changes: commits("auction-eager-charges"),
    effects: [
      { at: "settle|process lots.closed|charge", set: { retries: 3 } },
      {
        at: "settle|process lots.closed|charge",
        share: 0.97,
        fail: {
          type: "*fmt.wrapError",
          message: "charge lot L{n}: status 429: too many requests for this account",
          status: 429,
          frames: [
            {
              file: charge,
              text: 'last = fmt.Errorf("charge lot',
              fn: "lotline.example/settle/internal/charge.(*Gateway).Settle",
            },
          ],
        },
      },
    ],
    logs: [
      {
        service: "settle",
        severity: "WARN",
        every: 6,
        body: 'level=WARN msg="charge again" lot=L{n} attempt=17 status=429',
      },
    ],
    rps: [3, 8],
  },
  {
    id: "auction-star-lot",
    group: "traffic",
    kind: "everybody bids on one lot",
    world,
    service: "bids",
    symptom: "latency",
    alertOn: "web|POST /graphql/bid",
    surge: { factor: 4.5, entry: "web|POST /graphql/bid", attribute: ["kind", "watches"] },
    needs: ["metrics"],
    changes: commits("auction-star-lot"),
    effects: [
      {
        at: "bids|POST /lots/:lot/bids|lock",
        gate: "time",
        where: { kind: "watches" },
        slow: 1500,
        ramp: 45,
      },
    ],
    gauges: [
      {
        service: "bids",
        name: "phoenix.channels.joined",
        unit: "{channel}",
        base: 420,
        noise: 14,
        gate: "time",
        to: 6900,
        ramp: 60,
      },
    ],
  },
  {
    id: "auction-broker-partition",
    group: "broker",
    kind: "the broker's cluster is split and blocks those who publish",
    world,
    service: "hammer",
    symptom: "errors",
    alertOn: "hammer|Hammer.Closer.close_due",
    needs: ["logs"],
    changes: commits("auction-broker-partition"),
    effects: [
      {
        at: "hammer|Hammer.Closer.close_due|publish",
        gate: "time",
        share: 0.85,
        slow: 2800,
        fail: { type: "Elixir.MatchError", message: "no match of right hand side value: {:error, :blocked}" },
      },
    ],
    logs: [
      {
        service: "hammer",
        severity: "ERROR",
        gate: "time",
        every: 8,
        body: "[AMQP] connection.blocked received from rabbit@mq-1: low on disk",
      },
      {
        service: "settle",
        severity: "WARN",
        gate: "time",
        every: 11,
        body: 'level=WARN msg="consumer cancelled by server" queue=lots.closed reason="node rabbit@mq-2 down (net_tick_timeout)"',
      },
    ],
    events: [
      {
        at: 130,
        kind: "status",
        service: "rabbitmq",
        text: "mq-2 left the cluster, partition handling: pause_minority",
      },
    ],
    rps: [3, 8],
  },
  {
    id: "auction-two-floors",
    group: "undecidable",
    kind: "a clause on a field that may be none, or an event that is another struct",
    world,
    service: "bids",
    symptom: "errors",
    alertOn: "web|POST /graphql/bid",
    thin: true,
    oneRelease: true,
    changes: commits("auction-two-floors"),
    effects: [
      {
        at: "web|POST /graphql/bid",
        gate: "bids",
        share: 0.55,
        fail: { type: "UpstreamError", message: "bids answered 500", status: 502, quiet: true },
      },
    ],
    rps: [3, 8],
  },
];
