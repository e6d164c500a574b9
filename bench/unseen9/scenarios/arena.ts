import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import type { Step } from "../../unseen/scenario.ts";
import { arena as world } from "../worlds/arena.ts";

/** Lobby's tickets where every group is complete, so that each asks for a room. */
const whole = world.services
  .filter(({ name }) => name === "lobby")
  .flatMap(({ ops }) => ops.filter(({ name }) => name === "POST /tickets"))
  .map((op) => ({ ...op, steps: op.steps.map(({ chance: _, ...step }) => step as Step) }));

const of = changes(new URL("./arena.txt", import.meta.url));

export const arenaScenarios: Scenario[] = [
  // Decidable by: lobby's new instances refuse tickets with a 429 that names the address of the caller, which is doorway's for
  // everybody; as many tickets come as before, and the commit counts by that address.
  {
    id: "ar-by-address",
    group: "rate limit",
    kind: "limit by an address that all share",
    world,
    service: "lobby",
    symptom: "errors",
    alertOn: "doorway|POST /queue",
    changes: [...of("by-address"), ...pool(of, { "pool-names": -35, "pool-tick": 25, "pool-hosts": -700 })],
    effects: [
      {
        at: "lobby|POST /tickets",
        early: true,
        share: 0.74,
        ramp: 15,
        fail: {
          type: "Lobby.TooManyRequests",
          message: "20 requests per minute exceeded for 10.42.7.15",
          status: 429,
          frames: [place("lobby/AddressLimit.cs", "throw new TooManyRequests", "Lobby.AddressLimit.Check")],
        },
      },
    ],
    needs: ["exceptions"],
    rps: [12, 24],
  },
  // Decidable by: vault holds more and more connections in use since a release of twenty-four minutes before, until there is none
  // left and everything that reads waits; the commit returns from a function before what it opened is closed.
  {
    id: "ar-open-iterator",
    group: "resource held",
    kind: "iterator not closed on one way out",
    world,
    service: "vault",
    symptom: "errors",
    alertOn: "doorway|GET /loadouts/{player}",
    lag: 1440,
    changes: [...of("open-iterator"), ...pool(of, { "pool-names": -50, "pool-tick": -210 })],
    effects: [
      {
        at: "vault|GET /loadouts/{player}|read",
        share: 0.46,
        ramp: 60,
        fail: {
          type: "*errors.errorString",
          message: "gocql: no streams available on connection",
        },
      },
      { at: "vault|*", slow: 420, ramp: 40 },
    ],
    gauges: [
      {
        service: "vault",
        name: "db.client.connection.count",
        unit: "{connection}",
        base: 5,
        noise: 1,
        to: 512,
        ramp: 1440,
        delay: -1440,
        gate: "time",
        attributes: { "db.client.connection.state": "used" },
      },
    ],
    needs: ["metrics", "exceptions"],
  },
  // Decidable by: vault, not deployed for hours, refuses grants for a missing scope, and only where a new instance of lobby asks;
  // the commit asks for tokens with the smaller scope everywhere.
  {
    id: "ar-narrow-scope",
    group: "authentication",
    kind: "token without the scope that one call needs",
    world,
    service: "lobby",
    symptom: "errors",
    alertOn: "lobby|POST /results",
    changes: [
      ...of("narrow-scope"),
      ...pool(of, { "pool-grants": -40, "pool-names": 20, "pool-hosts": -1000 }),
    ],
    effects: [
      {
        at: "vault|POST /grants",
        gate: "lobby",
        early: true,
        share: 1,
        fail: {
          type: "*fmt.wrapError",
          message: "insufficient scope: [vault.read], need vault.grant",
          status: 403,
          frames: [place("vault/grants.go", "insufficient scope", "vault.(*Vault).Grant")],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: lobby throws at a table that is months old, for players of the last region alone, and only where the room was opened by a new instance of
  // rooms; that release put a region into the middle of what goes over the wire by number.
  {
    id: "ar-region-number",
    group: "serialisation",
    kind: "enumeration renumbered",
    world,
    service: "rooms",
    symptom: "errors",
    alertOn: "doorway|POST /queue",
    ops: { lobby: whole },
    changes: [
      ...of("region-number"),
      ...pool(of, { "pool-tick": -300, "pool-hosts": 20, "pool-names": -15 }),
    ],
    effects: [
      {
        at: "lobby|POST /tickets",
        gate: "rooms",
        where: { region: "ap-south" },
        share: 1,
        fail: {
          type: "System.ArgumentOutOfRangeException",
          message: "no such region (Parameter 'region') Actual value was 6.",
          frames: [
            place("lobby/Regions.cs", "throw new ArgumentOutOfRangeException", "Lobby.Regions.Name"),
            place("lobby/Tickets.cs", "Regions.Name(", "Lobby.Tickets.Join"),
          ],
        },
      },
    ],
    needs: ["exceptions", "deployments"],
    rps: [3, 8],
  },
  // Decidable by: checking a name takes seconds on doorway's new instances, and whatever else such a process does waits with it, though
  // it asks nobody; the commit's expression can match one run of letters in many ways.
  {
    id: "ar-clan-tag",
    group: "regular expression",
    kind: "catastrophic backtracking",
    world,
    service: "doorway",
    symptom: "latency",
    alertOn: "doorway|POST /names",
    changes: [...of("clan-tag"), ...pool(of, { "pool-grants": -60, "pool-tick": 30, "pool-hosts": -450 })],
    effects: [
      { at: "doorway|POST /names|check", share: 0.5, slow: 2900 },
      { at: "doorway|*", share: 0.35, slow: 850 },
    ],
  },
  // Decidable by: sessions fail on passport's new version and not on the old one; its team rolled it out a moment before, and
  // neither doorway's code nor what it sends changed with its own release.
  {
    id: "ar-passport",
    group: "another repository",
    kind: "rollout of the team that owns sessions",
    world,
    service: "passport",
    symptom: "errors",
    alertOn: "doorway|POST /queue",
    changes: [...of("passport"), ...pool(of, { "pool-tick": -90, "pool-hosts": 25 })],
    foreign: { service: "passport", at: -6, version: ["7.2.0", "7.3.0"], announced: true },
    effects: [
      {
        at: "passport|GET /sessions/{token}",
        gate: "foreign",
        share: 0.58,
        fail: {
          type: "java.lang.IllegalStateException",
          message: "no codec for session format 3",
          status: 500,
        },
      },
    ],
    needs: ["events", "exceptions"],
  },
  // Decidable by: calls that leave one zone time out, of three services and to whomever they go, while what these services do
  // by themselves there is quick and the other zones are well; revisions are the same in all zones.
  {
    id: "ar-zone-loss",
    group: "network",
    kind: "packets lost in one zone",
    world,
    service: "doorway",
    symptom: "latency",
    alertOn: "doorway|POST /queue",
    changes: [...of("zone-loss"), ...pool(of, { "pool-names": -110, "pool-grants": -20 })],
    events: [
      {
        at: 150,
        kind: "status",
        text: "Cloud provider: elevated packet loss between zone-2 and its neighbours",
      },
    ],
    effects: [
      { at: "doorway|POST /queue|session", gate: "time", where: { zone: "zone-2" }, slow: 1500 },
      { at: "doorway|POST /queue|ticket", gate: "time", where: { zone: "zone-2" }, slow: 2600 },
      { at: "doorway|GET /loadouts/{player}|loadout", gate: "time", where: { zone: "zone-2" }, slow: 2300 },
      { at: "lobby|POST /tickets|loadout", gate: "time", where: { zone: "zone-2" }, slow: 2100 },
      { at: "lobby|POST /results|grant", gate: "time", where: { zone: "zone-2" }, slow: 2100 },
      { at: "vault|GET /loadouts/{player}|read", gate: "time", where: { zone: "zone-2" }, slow: 900 },
    ],
    needs: ["revision", "events"],
  },
  // Decidable by: players of one mode have no loadout any more, all at once and on every instance; an operator's script of half a minute
  // before says which rows it removed, and the line that refuses them is old.
  {
    id: "ar-purge",
    group: "operator",
    kind: "script that removed more than meant",
    world,
    service: "vault",
    symptom: "errors",
    alertOn: "doorway|GET /loadouts/{player}",
    changes: [...of("purge"), ...pool(of, { "pool-names": -25, "pool-hosts": -260 })],
    events: [
      {
        at: -26,
        kind: "operation",
        service: "vault",
        text: "season-cleanup.sh run by hand: 41 882 rows of loadouts deleted, filter mode=siege",
      },
    ],
    effects: [
      {
        at: "vault|GET /loadouts/{player}",
        gate: "time",
        where: { mode: "siege" },
        share: 1,
        fail: {
          type: "*fmt.wrapError",
          message: "p-{n}: player has no loadout",
          status: 404,
          frames: [place("vault/loadouts.go", "ErrNoLoadout)", "vault.(*Vault).Loadout")],
        },
      },
    ],
    needs: ["exceptions", "events"],
    rps: [3, 8],
  },
];
