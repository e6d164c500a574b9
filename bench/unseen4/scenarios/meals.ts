import { changes } from "../../judging-set/changes.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import type { Op } from "../../unseen/scenario.ts";
import { meals as world } from "../worlds/meals.ts";

const commits = changes(new URL("meals.txt", import.meta.url));
const kotlin = "couriers/src/main/kotlin/meals/couriers";
const service = "src/Orders/OrderService.cs";

/** An order that asks for its voucher before anything else. */
const withVoucher: Op[] = world.services[0]!.ops.slice(0, 1).map((op) => ({
  ...op,
  steps: [{ id: "voucher", do: "call", to: "vouchers", op: "POST /vouchers/check", ms: 3 }, ...op.steps],
}));

export const mealsScenarios: Scenario[] = [
  {
    id: "meals-lazy-menu",
    group: "concurrency",
    kind: "threads of the pool wait for what needs a thread",
    world,
    service: "orders",
    symptom: "latency",
    alertOn: "orders|POST /orders",
    needs: ["metrics"],
    changes: commits("meals-lazy-menu"),
    effects: [
      { at: "orders|POST /orders|menu", slow: 2100, ramp: 80, set: { times: 2 } },
      { at: "orders|GET /orders/open/{restaurant}", slow: 1500, ramp: 80 },
    ],
    gauges: [
      {
        service: "orders",
        name: "dotnet.thread_pool.queue.length",
        unit: "{work_item}",
        base: 1,
        noise: 0.5,
        to: 1900,
        ramp: 90,
      },
      {
        service: "orders",
        name: "dotnet.thread_pool.thread.count",
        unit: "{thread}",
        base: 14,
        noise: 1,
        to: 212,
        ramp: 90,
      },
    ],
    rps: [3, 8],
  },
  {
    id: "meals-strict-options",
    group: "start-up",
    kind: "an option is required that no environment has",
    world,
    service: "orders",
    symptom: "errors",
    alertOn: "orders|POST /orders",
    needs: ["logs"],
    changes: commits("meals-strict-options"),
    effects: [
      {
        at: "orders|*",
        early: true,
        fail: { type: "ServiceUnavailable", message: "no healthy upstream", status: 503, quiet: true },
      },
    ],
    logs: [
      {
        service: "orders",
        severity: "FATAL",
        every: 13,
        body: "Hosting failed to start",
        fail: {
          type: "Microsoft.Extensions.Options.OptionsValidationException",
          message:
            "DataAnnotation validation failed for 'KitchenOptions' members: 'Printer' with the error: 'The Printer field is not a valid fully-qualified http, https, or ftp URL.'.",
          frames: [{ file: "src/Orders/Program.cs", text: "app.Run();", fn: "Program.<Main>$" }],
        },
      },
    ],
  },
  {
    id: "meals-alias-scan",
    group: "index",
    kind: "a search that no index serves",
    world,
    service: "menus",
    symptom: "latency",
    alertOn: "orders|POST /orders",
    changes: commits("meals-alias-scan"),
    effects: [
      {
        at: "menus|GET /menus/:restaurant|menu",
        slow: 1350,
        set: { query: 'find menus {"$or":[{"restaurant":{"$regex":"?"}},{"aliases":{"$regex":"?"}}]}' },
      },
    ],
    gauges: [
      {
        service: "menus",
        name: "mongodb.query_executor.scanned_objects",
        unit: "{object}",
        base: 60,
        noise: 8,
        to: 412000,
        ramp: 20,
      },
    ],
  },
  {
    id: "meals-map-budget",
    group: "provider",
    kind: "the month's budget at the provider of maps is used up",
    world,
    service: "couriers",
    symptom: "errors",
    alertOn: "couriers|process orders.placed",
    changes: commits("meals-map-budget"),
    effects: [
      // A wobble that has nothing to do with it.
      {
        at: "orders|GET /orders/open/{restaurant}|open",
        gate: "time",
        delay: -180,
        every: { period: 100000, lasts: 60 },
        slow: 70,
      },
      {
        at: "couriers|process orders.placed|maps",
        gate: "time",
        fail: {
          type: "meals.couriers.MapsFailed",
          message:
            'maps answered 402: {"error":{"code":"OVER_BUDGET","message":"monthly spend limit of this key is reached"}}',
          status: 402,
          frames: [
            { file: `${kotlin}/Maps.kt`, text: "throw MapsFailed(reply.status.value", fn: "Maps.minutes" },
            {
              file: `${kotlin}/Dispatch.kt`,
              text: "maps.minutes(free.map { it.place }",
              fn: "Dispatch.assign",
            },
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "meals-cut-zone",
    group: "zone",
    kind: "one zone cannot reach the database",
    world,
    service: "orders",
    symptom: "errors",
    alertOn: "orders|POST /orders",
    needs: ["revision"],
    changes: commits("meals-cut-zone"),
    effects: [
      {
        at: "orders|POST /orders|insert",
        gate: "time",
        where: { zone: "zone-2" },
        slow: 2800,
        fail: {
          type: "Microsoft.Data.SqlClient.SqlException",
          message:
            "A network-related or instance-specific error occurred while establishing a connection to SQL Server. The server was not found or was not accessible. (provider: TCP Provider, error: 40 - Could not open a connection to SQL Server)",
          frames: [
            {
              file: service,
              text: "await db.SaveChangesAsync(cancel);",
              fn: "Meals.Orders.OrderService.PlaceAsync",
            },
          ],
        },
      },
      {
        at: "orders|GET /orders/open/{restaurant}|open",
        gate: "time",
        where: { zone: "zone-2" },
        slow: 2800,
        fail: {
          type: "Microsoft.Data.SqlClient.SqlException",
          message:
            "Connection Timeout Expired. The timeout period elapsed while attempting to consume the pre-login handshake acknowledgement.",
          frames: [
            {
              file: service,
              text: "public Task<List<Order>> OpenAsync",
              fn: "Meals.Orders.OrderService.OpenAsync",
            },
          ],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "meals-voucher-release",
    group: "another repository",
    kind: "another team's service answers otherwise since its release",
    world,
    service: "vouchers",
    symptom: "errors",
    alertOn: "orders|POST /orders",
    ops: { orders: withVoucher },
    files: {
      "src/Orders/VoucherClient.cs":
        'using System.Net.Http.Json;\n\nnamespace Meals.Orders;\n\n/// <summary>Vouchers belong to the growth team.</summary>\npublic sealed class VoucherClient(HttpClient http)\n{\n    public async Task<bool> GoodAsync(string code, CancellationToken cancel)\n    {\n        var reply = await http.PostAsJsonAsync("/vouchers/check", new { code }, cancel);\n        reply.EnsureSuccessStatusCode();\n        return (await reply.Content.ReadFromJsonAsync<Answer>(cancel))!.Good;\n    }\n\n    private sealed record Answer(bool Good);\n}\n',
    },
    foreign: { service: "vouchers", at: -10, version: ["4.18.2", "4.19.0"], announced: true },
    changes: commits("meals-voucher-release"),
    effects: [
      {
        at: "vouchers|POST /vouchers/check",
        gate: "foreign",
        share: 0.7,
        fail: {
          type: "*json.UnmarshalTypeError",
          message: "json: cannot unmarshal string into Go struct field Voucher.percent of type int",
          status: 500,
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "meals-two-slow-reads",
    group: "undecidable",
    kind: "a comparison that no index serves, or far more rows",
    world,
    service: "orders",
    symptom: "latency",
    alertOn: "orders|GET /orders/open/{restaurant}",
    thin: true,
    changes: commits("meals-two-slow-reads"),
    effects: [{ at: "orders|GET /orders/open/{restaurant}", slow: 1200 }],
    rps: [3, 8],
  },
];
