import type { Scenario } from "../../judging-set/scenario.ts";
import { line as world } from "../worlds/line.ts";

const sims = "sims/src/main/kotlin/lineup/sims";

export const lineScenarios: Scenario[] = [
  {
    id: "line-key-policy",
    group: "permission",
    kind: "a policy in Terraform that lacks an action",
    world,
    service: "sims",
    symptom: "errors",
    alertOn: "orders|POST /orders",
    changes: [
      {
        role: "culprit",
        message:
          "infra: least privilege for sims\n\nThe audit found that sims may decrypt although it only writes.",
        edits: [
          {
            file: "infra/sims/queue.tf",
            from: '    sid       = "Encrypt"\n    actions   = ["kms:GenerateDataKey", "kms:Decrypt"]\n',
            to: '    sid       = "Encrypt"\n    actions   = ["kms:Encrypt"]\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "sims: events of a blocked card in one line",
        at: -20,
        edits: [
          {
            file: `${sims}/Events.kt`,
            from: "    suspend fun blocked(card: Card) {\n",
            to: "    // Blocked cards have no number any more.\n    suspend fun blocked(card: Card) {\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "orders: log the state of an order where it was refused (access)",
        at: 8,
        edits: [
          {
            file: "orders/src/OrdersController.cs",
            from: 'log.LogInformation("order {Order} is {State}", order.Id, activation.State);',
            to: 'log.LogInformation("order {Order} now is {State}", order.Id, activation.State);',
          },
        ],
      },
    ],
    effects: [
      {
        at: "sims|POST /sims/activate|publish",
        fail: {
          type: "aws.sdk.kotlin.services.sns.model.KmsAccessDeniedException",
          message:
            "User sims is not authorized to perform: kms:GenerateDataKey on the key of topic sim-events",
          status: 400,
          frames: [
            { file: `${sims}/Events.kt`, text: 'SimEvent("activated"', fn: "Events.activated" },
            {
              file: `${sims}/Activate.kt`,
              text: "events.activated(card, wanted.msisdn)",
              fn: "ActivateKt.activate",
            },
          ],
        },
      },
    ],
  },
  {
    id: "line-connection-kept",
    group: "leak",
    kind: "a connection that is not given back",
    world,
    service: "numbers",
    symptom: "errors",
    alertOn: "orders|POST /orders",
    lag: 260,
    minutes: 6,
    needs: ["metrics", "logs"],
    changes: [
      {
        role: "culprit",
        message:
          "numbers: quote the area on the connection that reserves\n\nwith_connection hid which one it was.",
        edits: [
          {
            file: "numbers/app/services/reservation.rb",
            from: "    number = nil\n    ActiveRecord::Base.connection_pool.with_connection do |connection|\n      row = connection.select_one(\n",
            to: "    connection = ActiveRecord::Base.connection_pool.checkout\n    row = connection.select_one(\n",
          },
          {
            file: "numbers/app/services/reservation.rb",
            from: '        "reserve", [order, HOLD.from_now]\n      )\n      number = row && { msisdn: row["msisdn"].to_s, until: row["held_until"].iso8601 }\n    end\n    number || raise(',
            to: '        "reserve", [order, HOLD.from_now]\n    )\n    raise_without(row)\n    ActiveRecord::Base.connection_pool.checkin(connection)\n    { msisdn: row["msisdn"].to_s, until: row["held_until"].iso8601 }\n  end\n\n  def raise_without(row)\n    row || raise(',
          },
        ],
      },
      {
        role: "decoy",
        message: "orders: wait for a number no longer than four seconds, in words (connection timeouts)",
        at: -15,
        edits: [
          {
            file: "orders/src/NumbersClient.cs",
            from: "        reply.EnsureSuccessStatusCode();\n",
            to: "        // Four seconds, see Program.cs; then the order stays open.\n        reply.EnsureSuccessStatusCode();\n",
          },
        ],
      },
    ],
    noise: [
      {
        at: "numbers|POST /numbers/reserve",
        share: 0.03,
        fail: { type: "Reservation::NoneFree", message: "no number is free in 0{n}", status: 409 },
      },
    ],
    effects: [
      {
        at: "numbers|POST /numbers/reserve",
        early: true,
        share: 0.75,
        ramp: 90,
        slow: 1800,
        fail: {
          type: "ActiveRecord::ConnectionTimeoutError",
          message:
            "could not obtain a connection from the pool within 5.000 seconds; all pooled connections were in use",
          status: 500,
          frames: [
            {
              file: "numbers/app/services/reservation.rb",
              text: "ActiveRecord::Base.connection_pool.checkout",
              fn: "Reservation#take",
            },
            {
              file: "numbers/app/controllers/numbers_controller.rb",
              text: "number = Reservation.new(",
              fn: "NumbersController#reserve",
            },
          ],
        },
      },
    ],
    gauges: [
      {
        service: "numbers",
        name: "db.client.connection.count",
        unit: "{connection}",
        base: 4,
        noise: 0.6,
        to: 12,
        delay: -250,
        ramp: 250,
        attributes: { "db.client.connection.state": "used" },
      },
    ],
  },
  {
    id: "line-hourly-reconcile",
    group: "delayed",
    kind: "a job of the full hour takes everything",
    world,
    service: "sims",
    symptom: "latency",
    alertOn: "orders|POST /orders",
    lag: 1750,
    atFullHour: true,
    needs: ["logs", "metrics"],
    changes: [
      {
        role: "culprit",
        message:
          "sims: reconcile also what the network changed without us\n\nThe limit hid cards that were blocked at the core.",
        edits: [
          {
            file: `${sims}/Reconcile.kt`,
            from: "cards.changedSince(hours = 2, limit = 500)",
            to: "cards.changedSince(hours = 24 * 365, limit = null)",
          },
          {
            file: `${sims}/Reconcile.kt`,
            from: "        due.chunked(50).forEach { some ->\n",
            to: "        due.chunked(20_000).forEach { some ->\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "sims: claim tells which card is slow to lock",
        at: -22,
        edits: [
          {
            file: `${sims}/Cards.kt`,
            from: 'throw UnknownCard("card is not in stock")',
            to: 'throw UnknownCard("card is not in stock here")',
          },
        ],
      },
      {
        role: "decoy",
        message: "orders: one line less in the log",
        at: 20,
        edits: [
          {
            file: "orders/src/OrdersController.cs",
            from: '        log.LogInformation("order {Order} is {State}", order.Id, activation.State);\n',
            to: '        log.LogDebug("order {Order} is {State}", order.Id, activation.State);\n',
          },
        ],
      },
    ],
    effects: [{ at: "sims|POST /sims/activate|claim", slow: 2300, ramp: 20 }],
    logs: [
      { service: "sims", severity: "INFO", every: 200, body: "reconcile: 412{n} cards" },
      {
        service: "sims",
        severity: "WARN",
        delay: 25,
        every: 22,
        body: "reconcile: still waiting for locks of 20000 cards (chunk {n})",
      },
    ],
    gauges: [
      {
        service: "sims",
        name: "db.client.locks.waiting",
        unit: "{lock}",
        base: 0,
        noise: 0.3,
        to: 34,
        ramp: 30,
      },
    ],
  },
  {
    id: "line-number-as-number",
    group: "contract",
    kind: "text becomes a number in JSON",
    world,
    service: "numbers",
    symptom: "errors",
    alertOn: "orders|POST /orders",
    changes: [
      {
        role: "culprit",
        message: "numbers: msisdn without the plus, as billing wants it",
        edits: [
          {
            file: "numbers/app/services/reservation.rb",
            from: 'msisdn: row["msisdn"].to_s, until:',
            to: 'msisdn: row["msisdn"].to_s.delete("+").to_i, until:',
          },
        ],
      },
      {
        role: "decoy",
        message: "orders: JSON options in one place",
        at: -18,
        edits: [
          {
            file: "orders/src/NumbersClient.cs",
            from: "    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);",
            to: "    // Web: camel case, numbers may come in quotes.\n    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);",
          },
        ],
      },
    ],
    effects: [
      { at: "orders|POST /orders|decode", gate: "numbers", set: { chance: 1 } },
      {
        at: "orders|POST /orders|decode",
        gate: "numbers",
        fail: {
          type: "System.Text.Json.JsonException",
          message: "The JSON value could not be converted to System.String. Path: $.msisdn | LineNumber: 0",
          frames: [
            {
              file: "orders/src/NumbersClient.cs",
              text: "ReadFromJsonAsync<ReservedNumber>",
              fn: "Lineup.Orders.NumbersClient.ReserveAsync",
            },
            {
              file: "orders/src/OrdersController.cs",
              text: "await numbers.ReserveAsync(",
              fn: "Lineup.Orders.OrdersController.Place",
            },
          ],
        },
      },
    ],
  },
  {
    id: "line-dealer-limit",
    group: "limit",
    kind: "a rate limit too low for one tenant",
    world,
    service: "orders",
    symptom: "errors",
    alertOn: "orders|POST /orders",
    changes: [
      {
        role: "culprit",
        message: "orders: protect us from scripts of dealers",
        edits: [
          {
            file: "orders/src/Program.cs",
            from: "new FixedWindowRateLimiterOptions { PermitLimit = 1200, Window = TimeSpan.FromMinutes(1) }",
            to: "new FixedWindowRateLimiterOptions { PermitLimit = 120, Window = TimeSpan.FromMinutes(10) }",
          },
        ],
      },
      {
        role: "decoy",
        message: "orders: 404 for an order of somebody else, not 403",
        at: -25,
        edits: [
          {
            file: "orders/src/OrdersController.cs",
            from: "        return order is null ? NotFound() : Ok(order);",
            to: '        return order is null ? NotFound(new { error = "no such order" }) : Ok(order);',
          },
        ],
      },
    ],
    effects: ["POST /orders", "GET /orders/{id}"].map((op) => ({
      at: `orders|${op}`,
      early: true,
      delay: 15,
      share: 0.85,
      where: { dealer: "phonehaus" },
      fail: { type: "TooManyRequests", message: "", status: 429, quiet: true },
    })),
    rps: [12, 24],
  },
  {
    id: "line-core-quota",
    group: "quota",
    kind: "the day's quota at the operator is used up",
    world,
    service: "network",
    symptom: "errors",
    alertOn: "orders|POST /orders",
    changes: [
      {
        role: "decoy",
        message: "network: keep at most 24 idle connections, limit explained",
        at: -14,
        edits: [
          {
            file: "network/provision.go",
            from: "// NewCore makes a client with keep-alive connections.\n",
            to: "// NewCore makes a client with keep-alive connections: the core allows 32 from each of us.\n",
          },
        ],
      },
      {
        role: "decoy",
        message: "network: 400 instead of a hang for a subscriber that is none",
        at: -120,
        edits: [
          {
            file: "network/handler.go",
            from: 'http.Error(w, "no subscriber", http.StatusBadRequest)',
            to: 'http.Error(w, "not a subscriber", http.StatusBadRequest)',
          },
        ],
      },
    ],
    effects: [
      {
        at: "network|POST /subscribers|core",
        share: 0.9,
        fail: {
          type: "*fmt.wrapError",
          message: 'core answered 429: {"fault":"daily transaction quota of partner LINEUP reached"}',
          status: 429,
        },
      },
    ],
  },
  {
    id: "line-zone-network",
    group: "zone",
    kind: "the network of one zone drops connections",
    world,
    service: "orders",
    symptom: "errors",
    alertOn: "orders|POST /orders",
    needs: ["revision", "logs"],
    changes: [
      {
        role: "decoy",
        message: "orders: health endpoint answers without the limiter (connection resets in staging)",
        at: -30,
        edits: [
          {
            file: "orders/src/Program.cs",
            from: 'app.MapGet("/healthz", () => Results.Ok());',
            to: 'app.MapGet("/healthz", () => Results.Ok()).DisableRateLimiting();',
          },
        ],
      },
    ],
    effects: [
      [
        "orders|POST /orders|insert",
        "Npgsql.NpgsqlException",
        "Exception while reading from stream: connection reset by peer",
      ],
      [
        "numbers|POST /numbers/reserve|take",
        "PG::ConnectionBad",
        "server closed the connection unexpectedly",
      ],
      [
        "sims|POST /sims/activate|claim",
        "org.postgresql.util.PSQLException",
        "An I/O error occurred: connection reset",
      ],
      ["network|POST /subscribers|core", "*net.OpError", "core: read tcp: connection reset by peer"],
    ].map(([at, type, message]) => ({
      at: at!,
      where: { zone: "zone-2" },
      share: 0.6,
      slow: 500,
      fail: { type: type!, message: message! },
    })),
    logs: [
      {
        service: "numbers",
        severity: "WARN",
        gate: "time",
        where: { zone: "zone-2" },
        every: 18,
        body: "reconnecting to statsd: host unreachable",
      },
    ],
    rps: [3, 8],
  },
  {
    id: "line-card-import",
    group: "operator",
    kind: "cards imported by hand with wrong digits",
    world,
    service: "sims",
    symptom: "errors",
    alertOn: "orders|POST /orders",
    needs: ["events", "exceptions"],
    events: [
      {
        at: -40,
        kind: "config",
        service: "sims",
        text: "stock of SIM cards replaced by a file, by the warehouse's operator: batch b-77, 40000 cards",
      },
    ],
    changes: [
      {
        role: "decoy",
        message: "sims: pattern of ICCID as a private value, check digit error stays",
        at: -24,
        edits: [
          {
            file: `${sims}/Iccid.kt`,
            from: '    private val shape = Regex("89\\\\d{16,17}\\\\d")\n',
            to: '    // 89 is the industry, telecommunications.\n    private val shape = Regex("89\\\\d{16,17}\\\\d")\n',
          },
        ],
      },
    ],
    effects: [
      {
        at: "sims|POST /sims/activate",
        early: true,
        where: { batch: "b-77" },
        fail: { type: "Problem", message: "ICCID has a wrong check digit", status: 422 },
      },
    ],
    rps: [3, 8],
  },
];
