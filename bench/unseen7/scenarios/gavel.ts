import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { gavel as world } from "../worlds/gavel.ts";

const of = changes(new URL("./gavel.txt", import.meta.url));

export const gavelScenarios: Scenario[] = [
  // Decidable by: bids wait within the locking statement on the new revision and run into the lock timeout, while prices and
  // everything outside the transaction stay quick; the commit locks the one row that all bids of a sale share.
  {
    id: "gv-sale-lock",
    group: "lock",
    kind: "row lock as wide as a sale",
    world,
    service: "floor",
    symptom: "latency",
    alertOn: "floor|POST /bids",
    changes: [
      ...of("sale-lock"),
      ...pool(of, { "pool-announce": -420, "pool-queue": 25, "pool-premium": -60 }),
    ],
    effects: [
      { at: "floor|POST /bids|lot", slow: 640, ramp: 40 },
      {
        at: "floor|POST /bids",
        share: 0.14,
        ramp: 60,
        fail: {
          type: "Postgrex.Error",
          message: "ERROR 55P03 (lock_not_available) canceling statement due to lock timeout",
          frames: [place("floor/lib/floor/bids.ex", "from s in Sale", "Floor.Bids.place/3")],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: every reading of a lot is followed by the query that followed one in ten before, from catalogue's new
  // instances on; the commit puts the bidder into the key of the cache.
  {
    id: "gv-viewer-key",
    group: "cache",
    kind: "cache key that is never met again",
    world,
    service: "catalogue",
    symptom: "latency",
    alertOn: "salesroom|GET /lots/{lot}",
    changes: [...of("viewer-key"), ...pool(of, { "pool-search": -640, "pool-announce": 35 })],
    effects: [{ at: "catalogue|GET /lots/{lot}|load", set: { chance: 0.94 }, slow: 210, ramp: 60 }],
  },
  // Decidable by: floor, unchanged in what it compares, refuses bids of one room as closed hours ago, since the
  // first sheet of that room that the rewritten importer took; the rewrite parses without the room's zone.
  {
    id: "gv-room-zone",
    group: "time zone",
    kind: "local times read as UTC",
    world,
    service: "catalogue",
    symptom: "errors",
    alertOn: "floor|POST /bids",
    changes: [...of("room-zone"), ...pool(of, { "pool-queue": -900, "pool-keepalive": -20 })],
    effects: [
      {
        at: "floor|POST /bids",
        gate: "time",
        where: { room: "new-york" },
        share: 0.85,
        fail: {
          type: "Floor.Closed",
          message: "lot closed at @T-187m@, room new-york (America/New_York)",
          status: 409,
          frames: [place("floor/lib/floor/bids.ex", "DateTime.after?", "Floor.Bids.place/3")],
        },
      },
    ],
    events: [
      { at: -8, kind: "data", service: "catalogue", text: "sheet of room new-york imported, 214 lots" },
    ],
    needs: ["exceptions", "logs", "events"],
    rps: [3, 8],
  },
  // Decidable by: the span that marks titles takes seconds, and everything else on that process waits with it, from the moment
  // a sale with long titles is published; the commit's expression nests repetition, and searching itself is as quick as ever.
  {
    id: "gv-mark-words",
    group: "regular expression",
    kind: "catastrophic backtracking",
    world,
    service: "salesroom",
    symptom: "latency",
    alertOn: "salesroom|GET /search",
    lag: 1500,
    changes: [
      ...of("mark-words"),
      ...pool(of, { "pool-search": -75, "pool-keepalive": -2400, "pool-announce": 10 }),
    ],
    events: [
      {
        at: -15,
        kind: "data",
        service: "catalogue",
        text: "sale 'Books and manuscripts' published, 812 lots",
      },
    ],
    effects: [
      { at: "salesroom|GET /search|highlight", share: 0.6, slow: 2600 },
      { at: "salesroom|*", share: 0.3, slow: 700 },
    ],
    needs: ["events"],
  },
  // Decidable by: a flag went to all bidders a few seconds before; what fails is the clause behind that flag, on lines that no
  // commit of the history wrote, on old instances as on new ones.
  {
    id: "gv-instant-proxy",
    group: "flag flipped",
    kind: "flag set from outside the repository",
    world,
    service: "floor",
    symptom: "errors",
    alertOn: "floor|POST /bids",
    changes: [...of("instant-proxy"), ...pool(of, { "pool-announce": -95, "pool-premium": 15 })],
    events: [
      { at: -11, kind: "feature_flag", service: "floor", text: "instant_proxy: sale 4471 -> all sales" },
    ],
    effects: [
      {
        at: "floor|POST /bids",
        gate: "time",
        share: 0.38,
        fail: {
          type: "FunctionClauseError",
          message: "no function clause matching in Floor.Proxy.instant/2",
          frames: [place("floor/lib/floor/proxy.ex", "defp instant([ceiling", "Floor.Proxy.instant/2")],
        },
      },
    ],
    needs: ["events", "exceptions"],
  },
  // Decidable by: one page is asked for four times as often as before and catalogue's time grows with it; its requests,
  // queries and answers are of the same make, and the deployments before changed neither.
  {
    id: "gv-necklace",
    group: "traffic",
    kind: "a lot that everybody wants to see",
    world,
    service: "catalogue",
    symptom: "traffic",
    alertOn: "salesroom|GET /lots/{lot}",
    changes: pool(of, { "pool-search": -50, "pool-announce": -200, "pool-keepalive": 30 }),
    surge: { factor: 4.5, entry: "salesroom|GET /lots/{lot}", attribute: ["country", "us"] },
    effects: [
      { at: "catalogue|GET /lots/{lot}", gate: "time", slow: 420, ramp: 100 },
      { at: "catalogue|GET /lots/{lot}|load", gate: "time", slow: 160, ramp: 100 },
    ],
    needs: ["metrics"],
    rps: [3, 8],
  },
  // Decidable by: the provider answers 429 and says that the account's monthly volume is used up; settle sends as many
  // intents as before, and the reference is none of what is complained of.
  {
    id: "gv-intents-quota",
    group: "quota of a provider",
    kind: "monthly quota used up",
    world,
    service: "settle",
    symptom: "errors",
    alertOn: "settle|POST /invoices",
    changes: [...of("intents-quota"), ...pool(of, { "pool-premium": -80, "pool-search": 20 })],
    effects: [
      {
        at: "settle|POST /invoices|intent",
        gate: "time",
        share: 1,
        fail: {
          type: "*settle.ProviderError",
          message: "paybridge: 429 quota_exceeded: monthly volume of intents for this account is used up",
          status: 429,
        },
      },
    ],
    needs: ["exceptions", "logs"],
    rps: [3, 8],
  },
];
