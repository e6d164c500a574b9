import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, cache, db, work } = step;

/** A game that many play against each other. */
export const arena: World = {
  id: "arena",
  repository: "ninefold/arena",
  files: sources(new URL("./arena.txt", import.meta.url)),
  services: [
    {
      name: "doorway",
      language: "typescript",
      paths: ["doorway/"],
      replicas: 3,
      ops: [
        {
          name: "POST /queue",
          ms: 3,
          log: "{mode} queued from {region}",
          steps: [
            call("session", "passport", "GET /sessions/{token}", {
              timeout: 2000,
              src: place("doorway/src/queue.ts", "await session(token)", "joinQueue"),
            }),
            call("ticket", "lobby", "POST /tickets", {
              timeout: 4000,
              src: place("doorway/src/queue.ts", "await ticket(", "joinQueue"),
            }),
          ],
        },
        {
          name: "POST /names",
          ms: 2,
          steps: [
            call("session", "passport", "GET /sessions/{token}", { timeout: 2000 }),
            work("check", "check name", 1),
            call("rename", "vault", "POST /names", { timeout: 3000 }),
          ],
        },
        {
          name: "GET /loadouts/{player}",
          ms: 2,
          steps: [call("loadout", "vault", "GET /loadouts/{player}", { timeout: 3000 })],
        },
      ],
    },
    {
      name: "lobby",
      language: "csharp",
      paths: ["lobby/"],
      replicas: 3,
      ops: [
        {
          name: "POST /tickets",
          ms: 4,
          steps: [
            call("loadout", "vault", "GET /loadouts/{player}", {
              timeout: 3000,
              src: place("lobby/Tickets.cs", "await vault.Loadout(", "Lobby.Tickets.Join"),
            }),
            cache("queue", "ZADD queue:{mode}:{region}"),
            call("room", "rooms", "POST /rooms", {
              timeout: 3000,
              chance: 0.5,
              src: place("lobby/Tickets.cs", "await rooms.Open(", "Lobby.Tickets.Join"),
            }),
          ],
        },
        {
          name: "POST /results",
          ms: 3,
          steps: [
            cache("standing", "ZINCRBY standing:{mode}"),
            call("grant", "vault", "POST /grants", {
              timeout: 3000,
              src: place("lobby/VaultClient.cs", 'PostAsJsonAsync("/grants"', "Lobby.VaultClient.Grant"),
            }),
          ],
        },
      ],
    },
    {
      name: "rooms",
      language: "cpp",
      paths: ["rooms/"],
      replicas: 2,
      ops: [{ name: "POST /rooms", ms: 6, steps: [work("open", "open room", 12)] }],
    },
    {
      name: "vault",
      language: "go",
      paths: ["vault/"],
      replicas: 3,
      ops: [
        {
          name: "GET /loadouts/{player}",
          ms: 2,
          steps: [
            db("read", "cassandra", "loadouts", "SELECT slot, item FROM loadouts WHERE player = ?", 4, {
              src: place("vault/loadouts.go", "v.session.Query(", "vault.(*Vault).Loadout"),
            }),
          ],
        },
        {
          name: "POST /grants",
          ms: 2,
          steps: [
            db(
              "grant",
              "cassandra",
              "items",
              "UPDATE items SET count = count + ? WHERE player = ? AND item = ?",
              4,
            ),
          ],
        },
        {
          name: "POST /names",
          ms: 2,
          steps: [
            db(
              "claim",
              "cassandra",
              "names",
              "INSERT INTO names (name, player) VALUES (?, ?) IF NOT EXISTS",
              9,
            ),
          ],
        },
      ],
    },
    {
      name: "passport",
      language: "java",
      paths: [],
      replicas: 3,
      ops: [{ name: "GET /sessions/{token}", ms: 5, steps: [] }],
    },
  ],
  entries: {
    "doorway|POST /queue": 4,
    "doorway|GET /loadouts/{player}": 2.5,
    "lobby|POST /results": 2,
    "doorway|POST /names": 1.2,
  },
  attributes: {
    region: ["eu-west", "ap-south", "us-east", "sa-east"],
    mode: ["duel", "squad", "siege"],
  },
  noise: [
    {
      at: "vault|POST /names",
      share: 0.05,
      fail: { type: "*errors.errorString", message: "name is taken", status: 409, quiet: true },
    },
    {
      at: "rooms|POST /rooms",
      share: 0.01,
      fail: { type: "rooms::NoServer", message: "no server for siege", status: 503 },
    },
  ],
  extras: changes(new URL("../scenarios/arena.txt", import.meta.url))("extras"),
  rename: { doorway: ["frontgate"], vault: ["locker"], ninefold: ["tenfold"] },
};
