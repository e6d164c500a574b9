import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { league as world } from "../worlds/league.ts";

const of = changes(new URL("./league.txt", import.meta.url));
const show = "roster|GET /squads/{id}";
const points = "scorer|GET /squads/{id}/points";
const pay = "wallet|POST /payments";
const fixture = "scorer|POST /fixtures/{id}";

export const leagueScenarios: Scenario[] = [
  // Decidable by: "concurrent map read and map write" kills processes of roster's new revision, with the cache's line in
  // the trace; calls to it are refused while it restarts; the commit took the read lock away from that line.
  {
    id: "league-cache",
    group: "concurrency",
    kind: "lock removed",
    world,
    service: "roster",
    symptom: "errors",
    alertOn: show,
    changes: [
      ...of("league-cache"),
      ...pool(of, { "pool-nocontent": -600, "pool-backlog": -25, "pool-text": null }),
    ],
    effects: ["GET /squads/{id}", "POST /transfers"].map((op) => ({
      at: `roster|${op}`,
      share: 0.3,
      early: true,
      fail: {
        type: "fatal error",
        message: "concurrent map read and map write",
        frames: [
          place("roster/internal/squad/cache.go", "squad, ok := c.squads[id]", "squad.(*Cache).Get"),
          place("roster/internal/squad/handler.go", "h.cache.Get", "squad.(*Handler).Show"),
        ],
      },
    })),
    logs: [
      {
        service: "roster",
        severity: "INFO",
        body: 'level=INFO msg="listening" addr=:8080 previous_exit=2',
        every: 35,
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: each squad's request holds up to eight calls to the scorer, one after another, each cut off at 16 ms, once the
  // new roster runs; most answers took 17 ms and more before; the scorer's rate multiplies and its latency with it, while its spans
  // succeed; one diff has both numbers. The scorer's threads were cut long before, and it was well for that time.
  {
    id: "league-attempts",
    group: "retry",
    kind: "retries multiply load",
    world,
    service: "roster",
    symptom: "errors",
    alertOn: show,
    changes: [
      ...of("league-attempts"),
      ...pool(of, { "pool-backlog": -30, "pool-nocontent": -15, "pool-chip": null }),
    ],
    effects: [
      {
        at: `${show}|points`,
        set: {
          retries: 7,
          timeout: 16,
          onFail: {
            type: "*fmt.wrapError",
            message: 'scorer: Get "http://scorer:8080/squads/s-{n}/points": context deadline exceeded',
            status: 504,
            frames: [
              place("roster/internal/squad/scorer.go", "s.once(ctx, squad)", "squad.(*Scorer).Points"),
              place("roster/internal/squad/handler.go", "h.scorer.Points", "squad.(*Handler).Show"),
            ],
          },
        },
      },
      { at: points, gate: "roster", slow: 38, ramp: 45 },
    ],
    gauges: [
      {
        service: "scorer",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.35,
        noise: 0.03,
        to: 0.97,
        ramp: 40,
        gate: "time",
      },
    ],
  },
  // Decidable by: overflow of the sum in squad_points on new instances of the scorer, in the contests with the most points
  // alone; the diff narrows exactly that sum.
  {
    id: "league-narrow",
    group: "data type",
    kind: "integer narrowed",
    world,
    service: "scorer",
    symptom: "errors",
    alertOn: show,
    changes: [
      ...of("league-narrow"),
      ...pool(of, { "pool-reserve": -20, "pool-backlog": -340, "pool-clientreuse": null }),
    ],
    effects: ["legends", "cupdraft"].map((contest) => ({
      at: points,
      where: { contest },
      share: 0.9,
      fail: {
        type: "std::overflow_error",
        message: "addition overflows 16 bits: 32761 + {n}",
        frames: [
          place(
            "scorer/src/points.cc",
            "total += points;",
            "scorer::squad_points(scorer::Squad const&, scorer::Rules const&)",
          ),
          place(
            "scorer/src/server.cc",
            "squad_points(squad, rules)",
            "scorer::Server::score_squad(scorer::Request const&)",
          ),
        ],
      },
    })),
    needs: ["exceptions"],
  },
  // Decidable by: payments queue: spans grow by waits before their first query although queries and the audit's call take
  // what they took; waiters at the gate in a gauge; one commit moved the call to the audit inside the gate.
  {
    id: "league-audit-gate",
    group: "resource held",
    kind: "lock held over a call",
    world,
    service: "wallet",
    symptom: "latency",
    alertOn: pay,
    changes: [
      ...of("league-audit-gate"),
      ...pool(of, { "pool-chip": -300, "pool-nocontent": -20, "pool-text": -45 }),
    ],
    effects: [
      { at: pay, slow: 2300, ramp: 45 },
      {
        at: pay,
        share: 0.12,
        delay: 40,
        fail: {
          type: "System.OperationCanceledException",
          message: "The operation was canceled.",
          frames: [
            place("wallet/Wallet/Ledger.cs", "await gate.WaitAsync(cancel)", "Wallet.Ledger.PayAsync"),
          ],
        },
      },
    ],
    gauges: [
      {
        service: "wallet",
        name: "wallet.ledger.gate.waiting",
        unit: "{request}",
        base: 0,
        noise: 0.2,
        to: 46,
        ramp: 60,
      },
      {
        service: "wallet",
        name: "dotnet.thread_pool.queue.length",
        unit: "{work_item}",
        base: 1,
        noise: 0.5,
      },
    ],
    needs: ["metrics"],
  },
  // Decidable by: std::out_of_range only where the contest is legends and the chip benchboost: then a captain may sit on
  // the bench, whom fielded() does not hold; the commit on the captain's factor wrote that line; each feature alone is well.
  {
    id: "league-tripled",
    group: "feature interplay",
    kind: "two features together",
    world,
    service: "scorer",
    symptom: "errors",
    alertOn: points,
    minutes: 8,
    rps: [8, 16],
    changes: [
      ...of("league-tripled"),
      ...pool(of, { "pool-reserve": -40, "pool-chip": -75, "pool-clientreuse": -15 }),
    ],
    effects: [
      {
        at: points,
        where: { contest: "legends", chip: "benchboost" },
        fail: {
          type: "std::out_of_range",
          message: "vector::_M_range_check: __n (which is 12) >= this->size() (which is 11)",
          frames: [
            place(
              "scorer/src/points.cc",
              "squad.fielded().at(pick.index)",
              "scorer::squad_points(scorer::Squad const&, scorer::Rules const&)",
            ),
            place(
              "scorer/src/server.cc",
              "squad_points(squad, rules)",
              "scorer::Server::score_squad(scorer::Request const&)",
            ),
          ],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: the feed's answers lack the key "minute" (message of the parser shows what came) from one moment on, on
  // every instance; the line that reads it is old; the supplier's status says that a new format went live.
  {
    id: "league-feed",
    group: "outside provider",
    kind: "supplier changed its format",
    world,
    service: "scorer",
    symptom: "errors",
    alertOn: fixture,
    changes: [
      ...of("league-feed"),
      ...pool(of, { "pool-reserve": -500, "pool-backlog": -20, "pool-text": -60 }),
    ],
    effects: [
      { at: `${fixture}|save`, set: { chance: 0 } },
      { at: `${fixture}|scored`, set: { chance: 0 } },
      {
        at: fixture,
        fail: {
          type: "nlohmann::json_abi_v3_11_3::detail::out_of_range",
          message: "[json.exception.out_of_range.403] key 'minute' not found",
          frames: [
            place(
              "scorer/src/feed.cc",
              'event.at("minute").get<int>()',
              "scorer::parse_fixture(std::string const&)",
            ),
            place(
              "scorer/src/server.cc",
              "parse_fixture(feed_.get",
              "scorer::Server::take_fixture(scorer::Request const&)",
            ),
          ],
        },
      },
    ],
    events: [
      {
        at: 260,
        kind: "status",
        text: "Statwire: fixtures v1 is served from the new match engine since this hour, some fields moved below 'clock'",
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: the producer's client and the consumer's complain of one broker in the same minute, and what is sent to its
  // partition times out, from every instance; the event tells that the broker restarts; no code of ours is new in the send.
  {
    id: "league-broker",
    group: "broker",
    kind: "broker restarts",
    world,
    service: "scorer",
    symptom: "errors",
    alertOn: fixture,
    changes: [
      ...pool(of, { "pool-reserve": -25, "pool-backlog": -70, "pool-text": -10, "pool-nocontent": -190 }),
    ],
    effects: [
      {
        at: `${fixture}|scored`,
        share: 0.6,
        slow: 1900,
        fail: {
          type: "RdKafka::ErrorCode",
          message:
            "Local: Message timed out (squad.scored [2]): 1 request(s) timed out: disconnect (average rtt 0.412ms)",
        },
      },
    ],
    logs: [
      {
        service: "scorer",
        severity: "WARN",
        body: "[W] rdkafka: kafka-2:9092/2: Disconnected while requesting ApiVersion: might be caused by broker restart (after 11ms in state UP)",
        every: 15,
        gate: "time",
      },
      {
        service: "live",
        severity: "WARN",
        body: "brod: connection to kafka-2:9092 down: :econnrefused, partition 2 leader unknown",
        every: 18,
        gate: "time",
      },
    ],
    events: [
      { at: -15, kind: "maintenance", text: "kafka-2 drained for a kernel update (rolling, 3 brokers)" },
    ],
    needs: ["logs", "exceptions", "events"],
  },
  // Decidable by: the push provider answers 429 with "monthly quota exceeded" to every instance from one minute on; the rate
  // of pushes is what it was; the commit of live only changes an order.
  {
    id: "league-push-quota",
    group: "quota",
    kind: "provider's quota used up",
    world,
    service: "live",
    symptom: "errors",
    alertOn: "live|process squad.scored",
    changes: [
      ...of("league-push-quota"),
      ...pool(of, { "pool-text": -30, "pool-reserve": -20, "pool-backlog": null }),
    ],
    effects: [
      {
        at: "live|process squad.scored|push",
        share: 0.97,
        fail: {
          type: "Elixir.MatchError",
          message:
            'no match of right hand side value: %Req.Response{status: 429, body: %{"error" => "monthly quota of 5000000 messages exceeded"}}',
          status: 429,
          frames: [
            place("live/lib/live/push.ex", "Req.post!", "Live.Push.notify/2"),
            place(
              "live/lib/live/scores.ex",
              "Live.Push.notify(squad, points)",
              "Live.Scores.handle_message/3",
            ),
          ],
        },
      },
    ],
    needs: ["exceptions"],
  },
];
