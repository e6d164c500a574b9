import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { quietly } from "../quietly.ts";
import { mealkit as world } from "../worlds/mealkit.ts";

const of = changes(new URL("./mealkit.txt", import.meta.url));

export const mealkitScenarios: Scenario[] = [
  // Decidable by: the division stands on the line that the commit wrote, and fails for the one plan without cooked portions.
  {
    id: "mk-portions",
    group: "logic",
    kind: "division by zero",
    world,
    service: "shop",
    symptom: "errors",
    alertOn: "shop|POST /quotes",
    needs: ["exceptions"],
    rps: [3, 8],
    changes: quietly([...of("mk-portions"), ...pool(of, { "pool-basket": -60, "pool-checkout": null })]),
    effects: [
      {
        at: "shop|POST /quotes",
        where: { plan: "pantry-only" },
        fail: {
          type: "ZeroDivisionError",
          message: "divided by 0",
          frames: [place("shop/app/services/pricing.rb", "total / cooked", "Pricing#quote")],
        },
      },
    ],
  },
  // Decidable by: every request for a menu asks the database, which one in sixteen did; the commit made keys of households.
  // After https://github.blog/news-insights/company-news/addressing-githubs-recent-availability-issues-2/
  {
    id: "mk-household",
    group: "cache",
    kind: "cache key too fine",
    world,
    service: "shop",
    symptom: "latency",
    alertOn: "shop|GET /menus/{week}",
    changes: [...of("mk-household"), ...pool(of, { "pool-basket": -35, "pool-plan": null })],
    effects: [{ at: "shop|GET /menus/{week}|recipes", set: { chance: 0.93, ms: 820 } }],
  },
  // Decidable by: one query by depot is slow since the migration that took its index, in a service that did not change.
  {
    id: "mk-index",
    group: "query or index",
    kind: "index dropped",
    world,
    service: "shop",
    symptom: "latency",
    alertOn: "packing|GET /lines/{depot}",
    changes: [...of("mk-index"), ...pool(of, { "pool-plan": -70, "pool-need": null })],
    effects: [{ at: "packing|GET /lines/{depot}|orders", gate: "shop", set: { ms: 2900 } }],
  },
  // Decidable by: requests of the shop alone wait for a connection out of two, the number that the commit set.
  // After https://incident.io/blog/database-performance
  {
    id: "mk-pool",
    group: "limit or configuration",
    kind: "pool too small",
    world,
    service: "shop",
    symptom: "errors",
    alertOn: "shop|POST /quotes",
    needs: ["exceptions"],
    changes: [...of("mk-pool"), ...pool(of, { "pool-basket": -20, "pool-checkout": -150 })],
    effects: [
      {
        at: "shop|*",
        share: 0.3,
        slow: 1900,
        fail: {
          type: "ActiveRecord::ConnectionTimeoutError",
          message:
            "could not obtain a connection from the pool within 2.000 seconds (waited 2.001 seconds); all pooled connections were in use",
        },
      },
    ],
  },
  // Decidable by: charges take seconds at the provider or end at the client's limit, which did not change; all else is well.
  {
    id: "mk-acquirer",
    group: "provider",
    kind: "provider slow",
    world,
    service: "shop",
    symptom: "latency",
    alertOn: "shop|POST /orders/{id}/pay",
    changes: quietly([...of("mk-acquirer"), ...pool(of, { "pool-checkout": -40, "pool-basket": null })]),
    effects: [
      {
        at: "shop|POST /orders/{id}/pay|charge",
        slow: 6200,
        ramp: 60,
        set: {
          onFail: {
            type: "Faraday::TimeoutError",
            message: "Net::ReadTimeout with #<TCPSocket:(closed)>",
            status: 504,
            frames: [place("shop/app/services/checkout.rb", "@payments.charge(", "Checkout#pay")],
          },
        },
      },
    ],
  },
  // Decidable by: three times the requests for menus arrive, from the moment of a television show, and everything is slower.
  {
    id: "mk-show",
    group: "traffic",
    kind: "surge",
    world,
    service: "shop",
    symptom: "traffic",
    alertOn: "shop|GET /menus/{week}",
    needs: ["metrics"],
    changes: [...of("mk-show"), ...pool(of, { "pool-checkout": -50, "pool-plan": null })],
    surge: { factor: 3.4, entry: "shop|GET /menus/{week}" },
    effects: [{ at: "shop|*", slow: 260, ramp: 90 }],
    gauges: [
      {
        service: "shop",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.3,
        noise: 0.03,
        to: 0.93,
        ramp: 90,
      },
    ],
    events: [
      { at: -60, kind: "marketing", text: "spot in the evening show on channel 2 (planned by brand team)" },
    ],
  },
  // Decidable by: redis refuses writes of two services as its memory is full, since another team's job began to fill it.
  {
    id: "mk-shared",
    group: "neighbour",
    kind: "shared store full",
    world,
    service: "shop",
    symptom: "errors",
    alertOn: "shop|PUT /basket",
    needs: ["exceptions", "events", "logs"],
    changes: [...of("mk-shared"), ...pool(of, { "pool-checkout": -100, "pool-need": -700 })],
    events: [
      {
        at: -180,
        kind: "job",
        text: "crm: segment export to redis-shared started (other team), 38 million keys",
      },
    ],
    effects: [
      {
        at: "shop|PUT /basket|set",
        share: 0.8,
        fail: {
          type: "Redis::CommandError",
          message: "OOM command not allowed when used memory > 'maxmemory'.",
          frames: [place("shop/app/services/basket.rb", "REDIS.set(", "Basket#save")],
        },
      },
    ],
    logs: [
      {
        service: "forecast",
        severity: "WARN",
        body: "redis: cannot store need, OOM command not allowed when used memory > 'maxmemory', going on without",
        every: 20,
      },
    ],
  },
  // Not decidable: two commits of one release walk over all recipes of a box in the same method, and only entries are traced.
  {
    id: "mk-two",
    group: "undecidable",
    kind: "one of two loops",
    world,
    service: "shop",
    symptom: "latency",
    alertOn: "shop|POST /quotes",
    thin: true,
    oneRelease: true,
    changes: [...of("mk-two"), ...pool(of, { "pool-basket": -600 })],
    effects: [{ at: "shop|POST /quotes", slow: 2400 }],
  },
];
