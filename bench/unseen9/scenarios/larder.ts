import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { larder as world } from "../worlds/larder.ts";

const of = changes(new URL("./larder.txt", import.meta.url));

export const larderScenarios: Scenario[] = [
  // Decidable by: baskets cannot be written as JSON on kitchen's new instances, at a line that is years old, and what
  // complains is the serialiser of which the lock file took the next major version.
  {
    id: "lr-serialiser",
    group: "dependency major",
    kind: "serialiser that is strict by default",
    world,
    service: "kitchen",
    symptom: "errors",
    alertOn: "shopfront|POST /orders",
    changes: [...of("serialiser"), ...pool(of, { "pool-diet": -60, "pool-grams": -1100, "pool-chill": 20 })],
    effects: [
      {
        at: "kitchen|POST /baskets",
        share: 0.95,
        fail: {
          type: "TypeError",
          message: "Failed to dump BigDecimal Object to JSON in strict mode.",
          frames: [place("kitchen/lib/basket.rb", "Oj.dump(", "Basket#to_json")],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: kitchen, unchanged since yesterday, asks for a column that is gone since shopfront's release ran its migration;
  // all of its instances fail from one moment on, and the migration drops just that column.
  {
    id: "lr-pilot",
    group: "column",
    kind: "column dropped that another service sorts by",
    world,
    service: "shopfront",
    symptom: "errors",
    alertOn: "packer|POST /lines",
    changes: [...of("pilot"), ...pool(of, { "pool-grams": -35, "pool-chill": -520, "pool-ledger": 25 })],
    effects: [
      {
        at: "kitchen|GET /picklists/{week}|open",
        gate: "time",
        share: 1,
        fail: {
          type: "Mysql2::Error",
          message: "Unknown column 'o.priority' in 'order clause'",
          frames: [place("kitchen/lib/picklist.rb", "@database.query(SQL", "Picklist#next")],
        },
      },
    ],
    needs: ["exceptions", "deployments"],
  },
  // Decidable by: nothing fails until the menu of a new week is published, and then baskets of the one diet whose recipes miss a
  // substitute, where kitchen no longer passes over what has none; the commit went out half an hour before.
  {
    id: "lr-no-substitute",
    group: "guard removed",
    kind: "ingredient without a substitute",
    world,
    service: "kitchen",
    symptom: "errors",
    alertOn: "shopfront|POST /orders",
    lag: 1640,
    changes: [
      ...of("no-substitute"),
      ...pool(of, { "pool-diet": -40, "pool-ledger": -300, "pool-chill": 30 }),
    ],
    events: [
      {
        at: -12,
        kind: "data",
        service: "kitchen",
        text: "menu of week 48 published: 32 recipes, 9 of them family",
      },
    ],
    effects: [
      {
        at: "kitchen|POST /baskets",
        where: { diet: "family" },
        share: 0.8,
        fail: {
          type: "NoMethodError",
          message: "undefined method 'code' for nil",
          frames: [
            place("kitchen/lib/portions.rb", "article.code, article.grams_for", "Portions.of"),
            place("kitchen/lib/basket.rb", "Portions.of(recipe", "Basket#lines"),
          ],
        },
      },
    ],
    needs: ["exceptions", "events"],
  },
  // Decidable by: the provider knows no merchant of the name that till asks for, from till's new instances on and never from
  // old ones; the name in the answer is the one that the commit wrote into the production file.
  {
    id: "lr-merchant",
    group: "configuration",
    kind: "account of the test environment in production",
    world,
    service: "till",
    symptom: "errors",
    alertOn: "shopfront|POST /orders",
    changes: [...of("merchant"), ...pool(of, { "pool-diet": 30, "pool-grams": -90, "pool-ledger": -75 })],
    effects: [
      {
        at: "till|POST /charges|pay",
        share: 1,
        fail: {
          type: "ProviderError",
          message: "POST /v4/payments: 404 merchant_unknown: larder-eu-staging",
          status: 404,
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: the courier answers 401 and says that the key ended today; packer sends the same header on old and new
  // instances, both are refused from one second on, and the commit that moved that header was live before without any refusal.
  {
    id: "lr-courier-key",
    group: "credential",
    kind: "key of the courier ended",
    world,
    service: "packer",
    symptom: "errors",
    alertOn: "packer|POST /labels",
    changes: [...of("courier-key"), ...pool(of, { "pool-chill": -110, "pool-diet": 15 })],
    effects: [
      {
        at: "packer|POST /labels|create",
        gate: "time",
        share: 1,
        fail: {
          type: "*packer.CourierError",
          message: "swiftvan: 401 key_expired: api key sv_live_…7Qd ended at @T+0m@, renew it in the console",
          status: 401,
        },
      },
    ],
    needs: ["exceptions", "logs"],
  },
  // Decidable by: whatever writes to the database fails in two services at one second with a full disk, reading goes on, and
  // neither their statements nor their amount changed with the releases before.
  {
    id: "lr-table-full",
    group: "storage",
    kind: "disk of the database full",
    world,
    service: "shopfront",
    symptom: "errors",
    alertOn: "shopfront|POST /orders",
    changes: [...of("table-full"), ...pool(of, { "pool-diet": -20, "pool-grams": 25 })],
    effects: [
      {
        at: "shopfront|POST /orders|insert",
        gate: "time",
        share: 0.97,
        fail: {
          type: "Illuminate\\Database\\QueryException",
          message: "SQLSTATE[HY000]: General error: 1114 The table 'orders' is full",
          frames: [
            place(
              "shopfront/app/Orders/OrderRepository.php",
              "$this->db->insert(",
              "OrderRepository->insert",
            ),
          ],
        },
      },
      {
        at: "packer|POST /labels|save",
        gate: "time",
        share: 0.97,
        fail: { type: "*mysql.MySQLError", message: "Error 1114 (HY000): The table 'boxes' is full" },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: a flag went to all customers seconds before; what fails is the branch behind it, for customers who never
  // ordered, in a file that no commit of the history touches, on all revisions.
  {
    id: "lr-one-click",
    group: "flag flipped",
    kind: "flag set from outside the repository",
    world,
    service: "shopfront",
    symptom: "errors",
    alertOn: "shopfront|POST /orders",
    changes: [...of("one-click"), ...pool(of, { "pool-diet": -150, "pool-ledger": 20 })],
    events: [{ at: -9, kind: "feature_flag", service: "shopfront", text: "one_click: staff -> everybody" }],
    effects: [
      {
        at: "shopfront|POST /orders",
        gate: "time",
        share: 0.55,
        fail: {
          type: "Error",
          message: "Call to a member function payment() on null",
          frames: [
            place("shopfront/app/Orders/OneClick.php", "$last->payment()", "OneClick::method"),
            place("shopfront/app/Orders/PlaceOrder.php", "OneClick::method(", "PlaceOrder->__invoke"),
          ],
        },
      },
    ],
    needs: ["exceptions", "events"],
    rps: [3, 8],
  },
  // Not decidable: two commits of one release each compute something more for the menu, at the same place, and only the outermost
  // spans are kept.
  {
    id: "lr-menu-twice",
    group: "undecidable",
    kind: "two commits of one release at one place",
    world,
    service: "shopfront",
    symptom: "latency",
    alertOn: "shopfront|GET /menu",
    thin: true,
    oneRelease: true,
    changes: [...of("menu-twice"), ...pool(of, { "pool-grams": -600 })],
    effects: [{ at: "shopfront|GET /menu", slow: 1300, ramp: 20 }],
  },
];
