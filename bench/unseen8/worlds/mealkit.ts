import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { cache, call, db, ext } = step;

/** Boxes of food that come by the week: a shop, the packing lines of depots, and what they will need. */
export const mealkit: World = {
  id: "mealkit",
  repository: "pantrybox/kit",
  files: sources(new URL("./mealkit.txt", import.meta.url)),
  services: [
    {
      name: "shop",
      language: "ruby",
      paths: ["shop/"],
      replicas: 4,
      ops: [
        {
          name: "GET /menus/{week}",
          ms: 8,
          steps: [
            cache("menu", "GET menu:?"),
            db(
              "recipes",
              "mysql",
              "recipes",
              "SELECT * FROM recipes INNER JOIN ingredients USING (recipe_id) WHERE week = ?",
              70,
              {
                chance: 0.06,
                src: place("shop/app/services/menu.rb", "Recipe.where(week: number)", "Menu#week"),
              },
            ),
          ],
        },
        {
          name: "POST /quotes",
          ms: 6,
          steps: [db("prices", "mysql", "prices", "SELECT * FROM prices WHERE plan = ?", 3)],
        },
        {
          name: "PUT /basket",
          ms: 3,
          steps: [
            cache("set", "SET basket:? ? EX 86400", {
              src: place("shop/app/services/basket.rb", "REDIS.set(", "Basket#save"),
            }),
          ],
        },
        {
          name: "POST /orders/{id}/pay",
          ms: 9,
          log: "order paid with {method}",
          steps: [
            db("order", "mysql", "orders", "SELECT * FROM orders WHERE id = ?", 2),
            ext("charge", "api.paylane.example", "POST", "/v1/charges", 310, {
              timeout: 8000,
              src: place("shop/app/services/checkout.rb", "@payments.charge(", "Checkout#pay"),
            }),
            db("paid", "mysql", "orders", "UPDATE orders SET state = ?, charge_id = ? WHERE id = ?", 4),
          ],
        },
      ],
    },
    {
      name: "packing",
      language: "go",
      paths: ["packing/"],
      replicas: 2,
      ops: [
        {
          name: "GET /lines/{depot}",
          ms: 4,
          steps: [
            db(
              "orders",
              "mysql",
              "orders",
              "SELECT id, box FROM orders WHERE depot = ? AND week = ? AND state = 'paid'",
              9,
              {
                src: place("packing/internal/lines/lines.go", "s.db.Orders(", "lines.(*Server).Lines"),
              },
            ),
            call("need", "forecast", "GET /need/{depot}", {
              timeout: 3000,
              retries: 1,
              src: place("packing/internal/lines/lines.go", "s.forecast.Need(", "lines.(*Server).Lines"),
            }),
          ],
        },
      ],
    },
    {
      name: "forecast",
      language: "python",
      paths: ["forecast/"],
      replicas: 2,
      ops: [
        {
          name: "GET /need/{depot}",
          ms: 6,
          steps: [
            cache("cached", "GET need:?"),
            db(
              "history",
              "mysql",
              "usage_weekly",
              "SELECT ingredient, series FROM usage_weekly WHERE depot = %s LIMIT %s",
              22,
              {
                chance: 0.4,
                src: place("forecast/app/need.py", "store.history(", "need"),
              },
            ),
          ],
        },
      ],
    },
  ],
  entries: {
    "shop|GET /menus/{week}": 5,
    "shop|POST /quotes": 3,
    "shop|PUT /basket": 3,
    "shop|POST /orders/{id}/pay": 3,
    "packing|GET /lines/{depot}": 2.5,
  },
  attributes: {
    plan: ["family", "duo", "pantry-only"],
    depot: ["north", "harbour", "hill"],
    method: ["card", "wallet", "debit"],
  },
  noise: [
    {
      at: "shop|POST /orders/{id}/pay",
      share: 0.015,
      fail: { type: "Payments::Declined", message: "card declined", status: 402, quiet: true },
    },
    {
      at: "packing|GET /lines/{depot}",
      share: 0.005,
      fail: { type: "*fmt.wrapError", message: "orders of hill: context canceled", status: 499 },
    },
  ],
  extras: changes(new URL("../scenarios/mealkit.txt", import.meta.url))("extras"),
  rename: { packing: ["picking"], paylane: ["cardway", "moneta"], depot: ["hub"] },
};
