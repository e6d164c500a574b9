import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { lobby as world } from "../worlds/lobby.ts";

const of = changes(new URL("lobby.txt", import.meta.url));

export const lobbyScenarios: Scenario[] = [
  // Decidable by: memory of every instance of rooms and its gauge of seats climb without end since the one deployment that turned the sweep into
  // a report and keeps the list of players in each seat; nothing else that went out touches rooms; the deployment is forty minutes old, as leaks are.
  {
    id: "lobby-presence-leak",
    group: "unbounded collection",
    kind: "entries that nobody sweeps",
    world,
    service: "rooms",
    symptom: "latency",
    alertOn: "rooms|POST /rooms/:room/join",
    needs: ["metrics", "revision", "deployments"],
    lag: 2400,
    minutes: 9,
    changes: [...of("lobby-presence-leak"), ...pool(of, { "pool-conns": -200, "pool-longest": -15 })],
    effects: [{ at: "rooms|POST /rooms/:room/join", slow: 420, ramp: 420 }],
    gauges: [
      {
        service: "rooms",
        name: "process.memory.usage",
        unit: "By",
        base: 310e6,
        noise: 4e6,
        to: 1750e6,
        delay: -660,
        ramp: 1200,
      },
      {
        service: "rooms",
        name: "rooms.presence.seats",
        unit: "{seat}",
        base: 21_000,
        noise: 300,
        to: 940_000,
        delay: -660,
        ramp: 1200,
      },
    ],
    logs: [
      {
        service: "rooms",
        severity: "WARN",
        every: 40,
        delay: 120,
        body: "[warning] :long_gc monitor: pid <0.{n}.0> Rooms.Presence, ets table :presence above 600 MB",
      },
    ],
  },
  // Decidable by: the panic "attempt to subtract with overflow" at queue.rs in strength or certainty, whose lines the culprit wrote; parties alone fail.
  {
    id: "lobby-party-underflow",
    group: "guard removed",
    kind: "a subtraction below zero",
    world,
    service: "matcher",
    symptom: "errors",
    alertOn: "matcher|POST /tickets",
    changes: [...of("lobby-party-underflow"), ...pool(of, { "pool-timeout": -300, "pool-acceptors": -20 })],
    effects: [
      {
        at: "matcher|POST /tickets",
        where: { mode: "squad" },
        share: 0.6,
        fail: {
          type: "panic",
          message: "attempt to subtract with overflow",
          frames: [
            place("matcher/src/queue.rs", "350 - rating.deviation", "matcher::queue::certainty"),
            place("matcher/src/queue.rs", "fn strength(ticket", "matcher::queue::strength"),
            place("matcher/src/http.rs", "push(ticket)", "matcher::http::tickets"),
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: used connections stay at the ceiling and never come back, queries wait although PostgreSQL answers others at once, ever more since
  // the commit whose new early return leaves rows open (defer rows.Close() went); nothing else that went out touches that service.
  {
    id: "lobby-rows-open",
    group: "resource held",
    kind: "rows left open",
    world,
    service: "inventory",
    symptom: "latency",
    alertOn: "inventory|GET /players/{player}/items",
    needs: ["metrics", "deployments"],
    lag: 900,
    changes: [...of("lobby-rows-open"), ...pool(of, { "pool-longest": -2000, "pool-acceptors": -30 })],
    effects: [
      { at: "inventory|GET /players/{player}/items|items", slow: 2400, ramp: 120 },
      {
        at: "inventory|GET /players/{player}/items",
        delay: 70,
        share: 0.4,
        fail: {
          type: "*fmt.wrapError",
          message: "query items: context deadline exceeded",
          status: 503,
          frames: [
            place(
              "inventory/internal/items/rows.go",
              "s.db.QueryContext",
              "tavern.example/inventory/internal/items.(*Rows).Of",
            ),
          ],
        },
      },
    ],
    gauges: [
      {
        service: "inventory",
        name: "db.client.connection.count",
        unit: "{connection}",
        base: 7,
        noise: 0.6,
        to: 25,
        delay: -660,
        ramp: 660,
        attributes: { "db.client.connection.state": "used" },
      },
      {
        service: "inventory",
        name: "go.sql.connections.wait_count",
        unit: "{wait}",
        base: 0,
        noise: 0.2,
        to: 5400,
        ramp: 300,
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: one instance alone runs the new revision and it alone spends seconds of processor in `verdict`; the pattern with a repeated group
  // inside a repeated group is in its diff; the same route of the others is as fast as ever.
  {
    id: "lobby-chat-regex",
    group: "regular expression",
    kind: "backtracking, on the canary",
    world,
    service: "fairplay",
    symptom: "latency",
    alertOn: "fairplay|POST /lines",
    oneInstance: true,
    needs: ["revision", "metrics"],
    changes: [...of("lobby-chat-regex"), ...pool(of, { "pool-longest": -500, "pool-conns": -20 })],
    effects: [{ at: "fairplay|POST /lines|judge", share: 0.75, slow: 3800 }],
    gauges: [
      {
        service: "fairplay",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.17,
        noise: 0.03,
        to: 0.99,
        ramp: 30,
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: nxdomain for accounts, from rooms, and the same for the database host of inventory: two services that share no commit lose names in
  // the same second; the rooms commit reads the same variable and default, and old instances fail too.
  {
    id: "lobby-dns",
    group: "DNS",
    kind: "names are not resolved",
    world,
    service: "rooms",
    symptom: "errors",
    alertOn: "rooms|POST /rooms/:room/join",
    needs: ["revision"],
    changes: [...of("lobby-dns"), ...pool(of, { "pool-timeout": -260 })],
    effects: [
      {
        at: "rooms|POST /rooms/:room/join|profile",
        share: 0.6,
        set: {
          onFail: {
            type: "Elixir.Tesla.Error",
            message: "GET http://accounts:8080/profiles failed: :nxdomain",
            status: 502,
          },
        },
        fail: { type: "Elixir.Tesla.Error", message: "non-existing domain: accounts (:nxdomain)" },
      },
      {
        at: "inventory|GET /players/{player}/items|items",
        share: 0.4,
        fail: {
          type: "*net.DNSError",
          message:
            "query items: failed to connect to `host=pg-items`: hostname resolving error: lookup pg-items on 10.96.0.10:53: no such host",
        },
      },
    ],
    logs: [
      {
        service: "matcher",
        severity: "WARN",
        every: 30,
        body: "WARN could not resolve otel-collector: failed to lookup address information: Temporary failure in name resolution",
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: accounts (another team's, a new version 7.3.0 on its resource) fails in its own code before rooms does; rooms' commit only adds a
  // field to the reply; every instance of rooms that meets the new version fails, old ones too.
  {
    id: "lobby-accounts-release",
    group: "another repository",
    kind: "a neighbour's release",
    world,
    service: "accounts",
    symptom: "errors",
    alertOn: "rooms|POST /rooms/:room/join",
    foreign: { service: "accounts", at: 0, version: ["7.2.0", "7.3.0"], announced: true },
    changes: [...of("lobby-accounts-release"), ...pool(of, { "pool-acceptors": -120 })],
    effects: [
      {
        at: "accounts|GET /profiles/{id}",
        gate: "foreign",
        share: 0.8,
        fail: { type: "java.util.NoSuchElementException", message: "Key region is missing in the map." },
      },
    ],
    rps: [3, 8],
  },
  // Decidable by: everything on one machine is slow, of three services, from the same second, and its steal is at 60%; the commits of the matcher run
  // on all machines.
  {
    id: "lobby-steal",
    group: "node",
    kind: "one machine's processor is taken",
    world,
    service: "matcher",
    symptom: "latency",
    alertOn: "matcher|POST /tickets",
    needs: ["revision", "metrics"],
    changes: [...of("lobby-steal"), ...pool(of, { "pool-conns": -90, "pool-longest": -15 })],
    effects: [
      "rooms|POST /rooms/:room/join",
      "rooms|POST /queue",
      "matcher|POST /tickets",
      "inventory|GET /players/{player}/items",
      "fairplay|POST /lines",
    ].map((at) => ({ at, where: { host: "node-3" }, slow: 850 })),
    gauges: ["matcher", "inventory", "rooms"].map((service) => ({
      service,
      name: "system.cpu.steal",
      unit: "1",
      base: 0.01,
      noise: 0.004,
      to: 0.62,
      where: { host: "node-3" },
    })),
    rps: [3, 8],
  },
  // Undecidable: a replica that is slow, or a lock held too long, in one release; only the outermost spans are there.
  {
    id: "lobby-rating-blind",
    group: "undecidable",
    kind: "two of one release",
    world,
    service: "matcher",
    symptom: "latency",
    alertOn: "rooms|POST /queue",
    thin: true,
    changes: of("lobby-rating-blind"),
    effects: [{ at: "matcher|POST /tickets", slow: 1500 }],
  },
];
