import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

const kotlin = "couriers/src/main/kotlin/meals/couriers";

/** Meals brought home: orders in C#, couriers in Kotlin, menus in Node over MongoDB. */
export const meals: World = {
  id: "meals",
  repository: "hotplate/meals",
  files: sources(new URL("meals.txt", import.meta.url)),
  services: [
    {
      name: "orders",
      language: "csharp",
      paths: ["src/Orders/"],
      replicas: 4,
      ops: [
        {
          name: "POST /orders",
          ms: 6,
          log: "order placed in {district}",
          steps: [
            {
              id: "menu",
              do: "call",
              to: "menus",
              op: "GET /menus/:restaurant",
              timeout: 3000,
              src: {
                file: "src/Orders/MenuClient.cs",
                text: "await http.GetFromJsonAsync<Menu>",
                fn: "Meals.Orders.MenuClient.GetAsync",
              },
              onFail: {
                type: "System.Threading.Tasks.TaskCanceledException",
                message:
                  "The request was canceled due to the configured HttpClient.Timeout of 3 seconds elapsing.",
                status: 500,
              },
            },
            {
              id: "insert",
              do: "db",
              system: "microsoft.sql_server",
              query:
                "INSERT INTO [Orders] ([Customer], [Restaurant], [State], [Total]) OUTPUT INSERTED.[Id] VALUES (@p0, @p1, @p2, @p3)",
              table: "Orders",
              ms: 4,
            },
            {
              id: "publish",
              do: "send",
              system: "rabbitmq",
              topic: "orders.placed",
              to: "couriers",
              op: "process orders.placed",
              ms: 2,
            },
          ],
        },
        {
          name: "GET /orders/open/{restaurant}",
          ms: 3,
          steps: [
            {
              id: "open",
              do: "db",
              system: "microsoft.sql_server",
              query:
                "SELECT TOP(@p) [o].[Id], [o].[Customer], [o].[Total] FROM [Orders] AS [o] WHERE [o].[Restaurant] = @restaurant AND [o].[State] = 0 ORDER BY [o].[PlacedAt]",
              table: "Orders",
              ms: 6,
              src: {
                file: "src/Orders/OrderService.cs",
                text: "public Task<List<Order>> OpenAsync",
                fn: "Meals.Orders.OrderService.OpenAsync",
              },
            },
          ],
        },
      ],
    },
    {
      name: "menus",
      language: "typescript",
      paths: ["menus/"],
      replicas: 3,
      ops: [
        {
          name: "GET /menus/:restaurant",
          ms: 2,
          steps: [
            {
              id: "menu",
              do: "db",
              system: "mongodb",
              query: 'find menus {"restaurant":"?"}',
              table: "menus",
              ms: 3,
              src: { file: "menus/src/menus.ts", text: "const menu = await menus.findOne(", fn: "handler" },
            },
          ],
        },
      ],
    },
    {
      name: "couriers",
      language: "kotlin",
      paths: ["couriers/"],
      replicas: 3,
      ops: [
        {
          name: "process orders.placed",
          ms: 4,
          log: "courier found in {district}",
          steps: [
            { id: "free", do: "cache", command: "ZRANGEBYSCORE free:? -inf ?", ms: 0.9 },
            {
              id: "maps",
              do: "ext",
              host: "api.mapwise.example",
              method: "POST",
              path: "/v2/matrix",
              ms: 110,
              src: {
                file: `${kotlin}/Maps.kt`,
                text: "val reply: HttpResponse = http.post(",
                fn: "Maps.minutes",
              },
            },
            {
              id: "job",
              do: "db",
              system: "postgresql",
              query: "INSERT INTO jobs (order_id, courier_id) VALUES (?, ?)",
              table: "jobs",
              ms: 3,
            },
          ],
        },
      ],
    },
    {
      name: "vouchers",
      language: "go",
      paths: [],
      replicas: 2,
      ops: [{ name: "POST /vouchers/check", ms: 4, steps: [] }],
    },
  ],
  entries: { "orders|POST /orders": 7, "orders|GET /orders/open/{restaurant}": 6 },
  attributes: {
    district: ["altona", "mitte", "nordstadt", "westend"],
    cuisine: ["pizza", "sushi", "burger", "pho"],
    channel: ["app", "web", "phone"],
  },
  noise: [
    {
      at: "orders|POST /orders",
      share: 0.006,
      fail: {
        type: "BadHttpRequestException",
        message: 'Failed to read parameter "NewOrder request" from the request body as JSON.',
        status: 400,
      },
    },
    {
      at: "couriers|process orders.placed",
      share: 0.008,
      fail: { type: "meals.couriers.NobodyFree", message: "nobody is free in {district}" },
    },
  ],
  extras: changes(new URL("../scenarios/meals.txt", import.meta.url))("extras"),
  rename: { altona: ["hafen", "suedstadt"], couriers: ["riders", "drivers"], sushi: ["ramen", "tapas"] },
};
