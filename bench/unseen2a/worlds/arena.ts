import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** The back end of an online game: a lobby and player data in .NET, matchmaking and game servers in Go. */
export const arena: World = {
  id: "arena",
  repository: "ironarena/backend",
  files: sources(new URL("arena.txt", import.meta.url)),
  services: [
    {
      name: "lobby",
      language: "csharp",
      paths: ["src/Lobby/"],
      replicas: 3,
      ops: [
        {
          name: "POST /queue",
          ms: 4,
          steps: [
            {
              do: "call",
              id: "ticket",
              to: "matchmaker",
              op: "POST /tickets",
              timeout: 5000,
              src: {
                file: "src/Lobby/LobbyController.cs",
                text: "matchmaker.EnqueueAsync(",
                fn: "Arena.Lobby.LobbyController.Queue",
              },
            },
          ],
        },
        {
          name: "GET /me",
          ms: 4,
          steps: [
            { do: "call", id: "card", to: "profile", op: "GET /players/{id}" },
            {
              do: "call",
              id: "items",
              to: "inventory",
              op: "GET /players/{id}/items",
              timeout: 5000,
              src: {
                file: "src/Lobby/LobbyController.cs",
                text: "inventory.ItemsAsync(",
                fn: "Arena.Lobby.LobbyController.Me",
              },
            },
          ],
        },
      ],
    },
    {
      name: "matchmaker",
      language: "go",
      paths: ["matchmaker/"],
      replicas: 3,
      ops: [
        {
          name: "POST /tickets",
          ms: 2,
          steps: [
            {
              do: "call",
              id: "rating",
              to: "profile",
              op: "GET /players/{id}/rating",
              timeout: 1500,
              src: {
                file: "matchmaker/internal/api/tickets.go",
                text: "s.Profile.Rating(",
                fn: "arena/matchmaker/internal/api.(*Server).Tickets",
              },
            },
            {
              do: "work",
              id: "take",
              name: "queue.Take",
              ms: 1,
              src: {
                file: "matchmaker/internal/queue/queue.go",
                text: "func (q *Queue) Take(",
                fn: "arena/matchmaker/internal/queue.(*Queue).Take",
              },
            },
            {
              do: "call",
              id: "session",
              to: "allocator",
              op: "POST /sessions",
              chance: 0.35,
              src: {
                file: "matchmaker/internal/api/tickets.go",
                text: "s.Sessions.Allocate(",
                fn: "arena/matchmaker/internal/api.(*Server).Tickets",
              },
            },
          ],
        },
      ],
    },
    {
      name: "allocator",
      language: "go",
      paths: ["allocator/"],
      replicas: 2,
      ops: [
        {
          name: "POST /sessions",
          ms: 2,
          steps: [
            {
              do: "ext",
              id: "fleet",
              host: "allocation.gameservers.internal",
              method: "POST",
              path: "/gameserverallocation",
              ms: 60,
              src: {
                file: "allocator/api/sessions.go",
                text: "s.Fleet.Allocate(",
                fn: "arena/allocator/api.(*Sessions).Create",
              },
            },
            {
              do: "db",
              id: "save",
              system: "postgresql",
              query:
                "INSERT INTO sessions (server, address, port, players) VALUES ($1, $2, $3, $4) RETURNING id",
              table: "sessions",
              ms: 3,
            },
          ],
        },
      ],
    },
    {
      name: "profile",
      language: "csharp",
      paths: ["src/Profile/"],
      replicas: 3,
      ops: [
        {
          name: "GET /players/{id}/rating",
          ms: 2,
          steps: [
            {
              do: "db",
              id: "rating",
              system: "postgresql",
              query: "SELECT player, mmr, games FROM ratings WHERE player = $1",
              table: "ratings",
              ms: 2,
            },
          ],
        },
        {
          name: "GET /players/{id}",
          ms: 2,
          steps: [
            {
              do: "db",
              id: "card",
              system: "postgresql",
              query: "SELECT id, name, title, level, experience FROM players WHERE id::text = $1",
              table: "players",
              ms: 2,
            },
          ],
        },
      ],
    },
    {
      name: "inventory",
      language: "csharp",
      paths: ["src/Inventory/", "deploy/inventory/"],
      replicas: 2,
      ops: [
        {
          name: "GET /players/{id}/items",
          ms: 3,
          steps: [
            {
              do: "db",
              id: "items",
              system: "postgresql",
              query:
                "SELECT id, kind, skin_id FROM items WHERE player = $1 ORDER BY acquired_at DESC LIMIT 60",
              table: "items",
              ms: 3,
            },
            {
              do: "db",
              id: "skins",
              system: "postgresql",
              query: "SELECT id, name, rarity, image FROM skins WHERE id = ANY($1)",
              table: "skins",
              ms: 3,
              src: {
                file: "src/Inventory/ItemStore.cs",
                text: "source.CreateCommand(Skin",
                fn: "Arena.Inventory.ItemStore.SkinsAsync",
              },
            },
          ],
        },
      ],
    },
  ],
  entries: { "lobby|POST /queue": 5, "lobby|GET /me": 5 },
  attributes: {
    "player.region": ["eu-west", "us-east", "sa-east", "ap-south"],
    "client.platform": ["pc", "console", "mobile"],
    mode: ["ranked", "casual", "arcade"],
  },
  noise: [
    {
      at: "matchmaker|POST /tickets",
      share: 0.01,
      fail: { type: "*errors.errorString", message: "player is queued already", status: 409 },
    },
    {
      at: "allocator|POST /sessions",
      share: 0.006,
      fail: { type: "*fmt.wrapError", message: "allocate: 429 no ready servers", status: 502 },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "allocator: say what Ready is for",
      edits: [
        {
          file: "allocator/fleet/fleet.go",
          from: "// Ready tells how many servers of a region are free.",
          to: "// Ready tells how many servers of a region are free. For the dashboard alone.",
        },
      ],
    },
    {
      role: "innocent",
      message: "build(deps): bump github.com/open-feature/go-sdk from 1.13.1 to 1.14.0 in /matchmaker",
      edits: [
        {
          file: "matchmaker/go.mod",
          from: "github.com/open-feature/go-sdk v1.13.1",
          to: "github.com/open-feature/go-sdk v1.14.0",
        },
      ],
    },
    {
      role: "innocent",
      message: "inventory: probe every three seconds",
      edits: [
        {
          file: "deploy/inventory/deployment.yaml",
          from: "periodSeconds: 5",
          to: "periodSeconds: 3",
        },
      ],
    },
    {
      role: "innocent",
      message: "lobby: comment on the start screen",
      edits: [
        {
          file: "src/Lobby/LobbyController.cs",
          from: "/// <summary>What the start screen shows.</summary>",
          to: "/// <summary>What the start screen shows, in one round trip.</summary>",
        },
      ],
    },
    {
      role: "innocent",
      message: "inventory: fingerprints of eight digits collide less",
      edits: [
        {
          file: "src/Inventory/ImageLinks.cs",
          from: "hash.AsSpan(0, 4)",
          to: "hash.AsSpan(0, 8)",
        },
      ],
    },
  ],
  rename: {
    ironarena: ["skyforge", "brawlhub"],
    inventory: ["armoury", "locker"],
    "eu-west": ["eu-central", "eu-north"],
    arcade: ["training", "sandbox"],
  },
};
