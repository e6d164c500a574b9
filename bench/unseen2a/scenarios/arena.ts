import type { Scenario } from "../../judging-set/scenario.ts";
import type { Change } from "../../unseen/scenario.ts";
import { arena as world } from "../worlds/arena.ts";

const tickets = "matchmaker/internal/api/tickets.go";

const ratingLog: Change = {
  role: "decoy",
  message: "matchmaker: log the mode where a rating could not be had",
  at: -28,
  edits: [
    {
      file: tickets,
      from: 'slog.Error("no rating", "player", body.Player, "err", err)',
      to: 'slog.Error("no rating", "player", body.Player, "mode", body.Mode, "err", err)',
    },
  ],
};

const cardSql: Change = {
  role: "decoy",
  message: "profile: constants of the queries in upper case\n\nNo functional change.",
  at: -16,
  edits: [
    {
      file: "src/Profile/PlayerStore.cs",
      from: 'private const string CardSql = "SELECT id, name, title, level, experience FROM players WHERE id::text = $1";',
      to: 'private const string CardSql =\n        "SELECT id, name, title, level, experience FROM players WHERE id::text = $1";',
    },
  ],
};

const queueComment: Change = {
  role: "decoy",
  message: "matchmaker: Take says what it locks (players complained of slow queues)",
  at: -55,
  edits: [
    {
      file: "matchmaker/internal/queue/queue.go",
      from: "// Take removes and returns the size tickets whose ratings lie nearest to each other, none where there are too few.",
      to: "// Take removes and returns the size tickets whose ratings lie nearest to each other, none where there are too few.\n// It holds the lock of the whole queue; with fewer than a thousand tickets that is microseconds.",
    },
  ],
};

const imageLinks: Change = {
  role: "decoy",
  message: "inventory: skins link to webp with their fingerprint",
  at: -33,
  edits: [
    {
      file: "src/Inventory/ImageLinks.cs",
      from: "public string For(string image) => $\"{cdn.TrimEnd('/')}/skins/{Uri.EscapeDataString(image)}.webp\";",
      to: "public string For(string image) =>\n        $\"{cdn.TrimEnd('/')}/skins/{Uri.EscapeDataString(image.Trim())}.webp\";",
    },
  ],
};

const itemView: Change = {
  role: "decoy",
  message: "lobby: item views know when they are new",
  at: -9,
  edits: [
    {
      file: "src/Lobby/InventoryClient.cs",
      from: "public sealed record ItemView(long Id, string Kind);",
      to: "public sealed record ItemView(long Id, string Kind, bool? IsNew = null);",
    },
  ],
};

const fleetHeader: Change = {
  role: "decoy",
  message: "allocator: at most 48 idle connections to the fleet",
  at: -20,
  edits: [
    {
      file: "allocator/fleet/fleet.go",
      from: "transport.MaxIdleConnsPerHost = 32",
      to: "transport.MaxIdleConnsPerHost = 48",
    },
  ],
};

const steal = ["lobby", "matchmaker", "allocator", "profile", "inventory"];

export const arenaScenarios: Scenario[] = [
  {
    id: "arena-numbers-as-strings",
    group: "contract between services",
    kind: "numbers written as strings",
    world,
    service: "profile",
    symptom: "errors",
    alertOn: "matchmaker|POST /tickets",
    changes: [
      {
        role: "culprit",
        message:
          "profile: the web client loses the last digits of long ids\n\nJavaScript has no 64-bit integers. Write them so that it can read them.",
        edits: [
          {
            file: "src/Profile/Program.cs",
            from: "using System.Text.Json;\n",
            to: "using System.Text.Json;\nusing System.Text.Json.Serialization;\n",
          },
          {
            file: "src/Profile/Program.cs",
            from: "    options.SerializerOptions.WriteIndented = false;\n",
            to: "    options.SerializerOptions.WriteIndented = false;\n    options.SerializerOptions.NumberHandling = JsonNumberHandling.WriteAsString;\n",
          },
        ],
      },
      ratingLog,
      queueComment,
      cardSql,
    ],
    effects: [
      {
        at: "matchmaker|POST /tickets",
        gate: "profile",
        fail: {
          type: "*fmt.wrapError",
          message:
            "rating of p{n}: json: cannot unmarshal string into Go struct field answer.mmr of type int",
          status: 502,
          frames: [
            {
              file: "matchmaker/internal/profile/client.go",
              text: 'fmt.Errorf("rating of %s: %w"',
              fn: "arena/matchmaker/internal/profile.(*Client).Rating",
            },
            {
              file: tickets,
              text: "s.Profile.Rating(",
              fn: "arena/matchmaker/internal/api.(*Server).Tickets",
            },
          ],
        },
      },
      { at: "matchmaker|POST /tickets|session", gate: "profile", set: { chance: 0 } },
      { at: "matchmaker|POST /tickets|take", gate: "profile", set: { chance: 0 } },
    ],
    needs: ["deployments"],
  },
  {
    id: "arena-signing-key",
    group: "start-up",
    kind: "refuses to start without a key",
    world,
    service: "inventory",
    symptom: "errors",
    alertOn: "lobby|GET /me",
    changes: [
      {
        role: "culprit",
        message:
          "inventory: signed picture links\n\nThe CDN will refuse unsigned ones from next month on. The key comes from the vault.",
        edits: [
          {
            file: "src/Inventory/Program.cs",
            from: 'builder.Services.AddSingleton(new ImageLinks(settings["CdnBase"] ?? "https://img.arena.example"));\n',
            to: 'var signingKey = settings["SigningKey"]\n    ?? throw new InvalidOperationException("Inventory:SigningKey is not configured");\nbuilder.Services.AddSingleton(new ImageLinks(settings["CdnBase"] ?? "https://img.arena.example", signingKey));\n',
          },
          {
            file: "src/Inventory/ImageLinks.cs",
            from: "public sealed class ImageLinks(string cdn)\n{",
            to: 'public sealed class ImageLinks(string cdn, string key)\n{\n    public string Signed(string image)\n    {\n        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(image));\n        return $"{For(image)}?s={Convert.ToHexString(mac.AsSpan(0, 8)).ToLowerInvariant()}";\n    }\n',
          },
        ],
      },
      itemView,
      cardSql,
      ratingLog,
    ],
    effects: [
      {
        at: "inventory|GET /players/{id}/items",
        refuse: {
          type: "System.Net.Http.HttpRequestException",
          message: "Connection refused (inventory:8080)",
          frames: [
            {
              file: "src/Lobby/InventoryClient.cs",
              text: "await http.GetAsync(",
              fn: "Arena.Lobby.InventoryClient.ItemsAsync",
            },
            {
              file: "src/Lobby/LobbyController.cs",
              text: "inventory.ItemsAsync(",
              fn: "Arena.Lobby.LobbyController.Me",
            },
          ],
        },
      },
    ],
    logs: [
      {
        service: "inventory",
        severity: "FATAL",
        body: "Unhandled exception. System.InvalidOperationException: Inventory:SigningKey is not configured",
        every: 25,
        fail: {
          type: "System.InvalidOperationException",
          message: "Inventory:SigningKey is not configured",
          frames: [
            {
              file: "src/Inventory/Program.cs",
              text: 'throw new InvalidOperationException("Inventory:SigningKey',
              fn: "Program.<Main>$",
            },
          ],
        },
      },
    ],
    needs: ["logs"],
  },
  {
    id: "arena-debug-level",
    group: "log flood",
    kind: "debug lines on a writer that waits",
    world,
    service: "matchmaker",
    symptom: "latency",
    alertOn: "lobby|POST /queue",
    changes: [
      {
        role: "culprit",
        message: "matchmaker: see what happens to the tickets that never match",
        edits: [
          { file: "matchmaker/config.toml", from: 'level = "info"', to: 'level = "debug"' },
          {
            file: "docs/matchmaking.md",
            add: "# Matchmaking\n\nTickets that never match: search the logs for the player, `ticket added`, then\nfollow `window considered`.\n",
          },
        ],
      },
      queueComment,
      ratingLog,
      cardSql,
    ],
    effects: [
      { at: "matchmaker|POST /tickets|take", gate: "matchmaker", slow: 850, ramp: 30 },
      { at: "matchmaker|POST /tickets", gate: "matchmaker", slow: 60 },
    ],
    logs: [
      {
        service: "matchmaker",
        severity: "INFO",
        body: "level=DEBUG window considered mode=ranked from={n} width={n}",
        every: 0.6,
      },
      {
        service: "matchmaker",
        severity: "INFO",
        body: "level=DEBUG ticket added player=p{n} mode=ranked waiting={n}",
        every: 2,
      },
    ],
    needs: ["logs"],
  },
  {
    id: "arena-skin-queries",
    group: "query in a loop",
    kind: "one query an item",
    world,
    service: "inventory",
    symptom: "latency",
    alertOn: "lobby|GET /me",
    changes: [
      {
        role: "culprit",
        message:
          "inventory: readable skin loading\n\nNobody understood the dictionary. Each item now asks for its own skin, and seasonal skins fall back to the plain one.",
        edits: [
          {
            file: "src/Inventory/ItemStore.cs",
            from: "        var skins = await SkinsAsync(bare.Where(item => item.Skin is not null).Select(item => item.Skin!.Value).Distinct().ToArray(), cancel);\n        return bare.Select(item => new Item(item.Id, item.Kind, item.Skin is { } id ? skins.GetValueOrDefault(id) : null)).ToList();\n",
            to: "        var items = new List<Item>(bare.Count);\n        foreach (var (id, kind, skin) in bare)\n        {\n            items.Add(new Item(id, kind, skin is { } known ? await SkinAsync(known, cancel) : null));\n        }\n        return items;\n",
          },
          {
            file: "src/Inventory/ItemStore.cs",
            from: '    private const string SkinsSql = "SELECT id, name, rarity, image FROM skins WHERE id = ANY($1)";\n',
            to: '    private const string SkinSql = "SELECT name, rarity, image FROM skins WHERE id = $1 OR id = (SELECT plain FROM seasonal WHERE id = $1)";\n',
          },
          {
            file: "src/Inventory/ItemStore.cs",
            from: "    private async Task<Dictionary<long, Skin>> SkinsAsync(long[] ids, CancellationToken cancel)\n    {\n        var found = new Dictionary<long, Skin>(ids.Length);\n        if (ids.Length == 0)\n        {\n            return found;\n        }\n        await using var command = source.CreateCommand(SkinsSql);\n        command.Parameters.AddWithValue(ids);\n        await using var rows = await command.ExecuteReaderAsync(cancel);\n        while (await rows.ReadAsync(cancel))\n        {\n            found[rows.GetInt64(0)] = new Skin(rows.GetString(1), rows.GetString(2), rows.GetString(3));\n        }\n        return found;\n    }\n",
            to: "    private async Task<Skin?> SkinAsync(long id, CancellationToken cancel)\n    {\n        await using var command = source.CreateCommand(SkinSql);\n        command.Parameters.AddWithValue(id);\n        await using var rows = await command.ExecuteReaderAsync(cancel);\n        return await rows.ReadAsync(cancel) ? new Skin(rows.GetString(0), rows.GetString(1), rows.GetString(2)) : null;\n    }\n",
          },
        ],
      },
      itemView,
      imageLinks,
      cardSql,
    ],
    effects: [
      {
        at: "inventory|GET /players/{id}/items|skins",
        gate: "inventory",
        set: {
          times: 20,
          ms: 34,
          query:
            "SELECT name, rarity, image FROM skins WHERE id = $1 OR id = (SELECT plain FROM seasonal WHERE id = $1)",
        },
      },
    ],
  },
  {
    id: "arena-body-not-closed",
    group: "resource not released",
    kind: "reply bodies left open",
    world,
    service: "allocator",
    symptom: "saturation",
    alertOn: "allocator|POST /sessions",
    alertSays: {
      name: "FileDescriptorsExhausted",
      summary: "allocator: 97% of the file descriptors are in use",
      metric: "process_open_fds_ratio",
    },
    changes: [
      {
        role: "culprit",
        message:
          "allocator: wait for a warm fleet\n\nBefore an allocation ask whether a server is ready at all, a refusal costs the fleet more than a read.",
        edits: [
          {
            file: "allocator/fleet/fleet.go",
            from: "// Allocate takes a ready server of a region.\nfunc (f *Fleet) Allocate(ctx context.Context, region, mode string) (Server, error) {\n",
            to: '// warm tells whether a region has a server at all.\nfunc (f *Fleet) warm(ctx context.Context, region string) bool {\n\trequest, err := http.NewRequestWithContext(ctx, http.MethodGet, f.url+"/ready?namespace=game-"+region, nil)\n\tif err != nil {\n\t\treturn true\n\t}\n\treply, err := f.http.Do(request)\n\tif err != nil {\n\t\treturn true\n\t}\n\treturn reply.StatusCode != http.StatusNoContent\n}\n\n// Allocate takes a ready server of a region.\nfunc (f *Fleet) Allocate(ctx context.Context, region, mode string) (Server, error) {\n\tif !f.warm(ctx, region) {\n\t\treturn Server{}, fmt.Errorf("allocate: nothing ready in %s", region)\n\t}\n',
          },
          {
            file: "allocator/fleet/fleet_test.go",
            add: 'package fleet\n\nimport (\n\t"context"\n\t"net/http"\n\t"net/http/httptest"\n\t"testing"\n)\n\nfunc TestNothingReady(t *testing.T) {\n\tserver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {\n\t\tw.WriteHeader(http.StatusNoContent)\n\t}))\n\tdefer server.Close()\n\tif _, err := New(server.URL).Allocate(context.Background(), "eu", "ranked"); err == nil {\n\t\tt.Fatal("wanted an error")\n\t}\n}\n',
          },
        ],
      },
      ratingLog,
      queueComment,
      {
        role: "decoy",
        message: "allocator: name the server in the error of a session that was not saved",
        at: -7,
        edits: [
          {
            file: "allocator/api/sessions.go",
            from: 'http.Error(w, "not saved", http.StatusInternalServerError)',
            to: 'http.Error(w, "not saved: "+server.Name, http.StatusInternalServerError)',
          },
        ],
      },
    ],
    ops: {
      allocator: [
        {
          name: "POST /sessions",
          ms: 2,
          steps: [
            {
              do: "ext",
              id: "warm",
              host: "allocation.gameservers.internal",
              method: "GET",
              path: "/ready",
              ms: 12,
              chance: 0,
              tolerate: true,
            },
            ...world.services[2]!.ops[0]!.steps,
          ],
        },
      ],
    },
    effects: [
      { at: "allocator|POST /sessions|warm", gate: "allocator", set: { chance: 1 } },
      {
        at: "allocator|POST /sessions|fleet",
        gate: "allocator",
        delay: 110,
        share: 0.75,
        fail: {
          type: "*fmt.wrapError",
          message:
            'allocate: Post "https://allocation.gameservers.internal/gameserverallocation": dial tcp 10.8.0.14:443: socket: too many open files',
          frames: [
            {
              file: "allocator/fleet/fleet.go",
              text: 'return Server{}, fmt.Errorf("allocate: %w", err)',
              fn: "arena/allocator/fleet.(*Fleet).Allocate",
            },
            {
              file: "allocator/api/sessions.go",
              text: "s.Fleet.Allocate(",
              fn: "arena/allocator/api.(*Sessions).Create",
            },
          ],
        },
      },
    ],
    gauges: [
      {
        service: "allocator",
        name: "process.open_file_descriptor.count",
        unit: "{count}",
        base: 74,
        noise: 3,
        to: 1024,
        ramp: 120,
      },
    ],
    minutes: 7,
    needs: ["metrics"],
  },
  {
    id: "arena-flag-brackets",
    group: "feature flag",
    kind: "flag switched on in the console",
    world,
    service: "matchmaker",
    symptom: "errors",
    alertOn: "matchmaker|POST /tickets",
    changes: [
      ratingLog,
      queueComment,
      cardSql,
      {
        role: "decoy",
        message: "matchmaker: comment of the classic brackets",
        at: -200,
        edits: [
          {
            file: "matchmaker/internal/brackets/brackets.go",
            from: "var classic = []bracket{",
            to: "// classic is what we have had since the beta.\nvar classic = []bracket{",
          },
        ],
      },
    ],
    effects: [
      {
        at: "matchmaker|POST /tickets",
        gate: "time",
        share: 0.42,
        fail: {
          type: "runtime.boundsError",
          message: "runtime error: index out of range [5] with length 5",
          status: 500,
          frames: [
            {
              file: "matchmaker/internal/brackets/brackets.go",
              text: "row := table[index(rating, v2)]",
              fn: "arena/matchmaker/internal/brackets.Spread",
            },
            {
              file: tickets,
              text: "brackets.Spread(rating, 0, v2)",
              fn: "arena/matchmaker/internal/api.(*Server).Tickets",
            },
          ],
        },
      },
    ],
    events: [
      {
        at: -6,
        kind: "feature_flag",
        service: "matchmaker",
        text: "skill-brackets-v2: default rule off -> on, by a game designer in the console",
      },
    ],
    needs: ["events", "exceptions"],
  },
  {
    id: "arena-scrapers",
    group: "traffic",
    kind: "bots",
    world,
    service: "inventory",
    symptom: "latency",
    alertOn: "lobby|GET /me",
    changes: [
      itemView,
      imageLinks,
      cardSql,
      {
        role: "decoy",
        message: "inventory: the item query on one line less",
        at: -14,
        edits: [
          {
            file: "src/Inventory/ItemStore.cs",
            from: "/// <summary>What a player owns, newest first, with the skins.</summary>",
            to: "/// <summary>What a player owns, newest first, with the skins; slow for collectors.</summary>",
          },
        ],
      },
    ],
    surge: { factor: 5, entry: "lobby|GET /me", attribute: ["client.platform", "python-requests"] },
    effects: [
      { at: "inventory|GET /players/{id}/items|items", gate: "time", slow: 700, ramp: 50 },
      { at: "inventory|GET /players/{id}/items|skins", gate: "time", slow: 350, ramp: 50 },
    ],
    gauges: [
      {
        service: "inventory",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.22,
        noise: 0.03,
        to: 0.81,
        ramp: 40,
      },
      {
        service: "inventory",
        name: "db.client.connection.pending_requests",
        unit: "{request}",
        base: 0,
        noise: 0.2,
        to: 41,
        ramp: 50,
      },
    ],
  },
  {
    id: "arena-noisy-node",
    group: "node or zone",
    kind: "noisy neighbour on one node",
    world,
    service: "lobby",
    symptom: "latency",
    alertOn: "lobby|POST /queue",
    changes: [queueComment, cardSql, itemView, fleetHeader],
    effects: steal.map((name) => ({
      at: `${name}|*`,
      gate: "time",
      where: { host: "node-2" },
      slow: 520,
    })),
    gauges: steal.map((service) => ({
      service,
      name: "system.cpu.steal",
      unit: "1",
      base: 0.01,
      noise: 0.003,
      to: 0.62,
      ramp: 10,
      gate: "time",
      where: { host: "node-2" },
    })),
    needs: ["revision", "metrics"],
  },
];
