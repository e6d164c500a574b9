import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, db, ext, work } = step;

/** Boxes with what a week's dinners need. */
export const larder: World = {
  id: "larder",
  repository: "weekly-larder/larder",
  files: sources(new URL("./larder.txt", import.meta.url)),
  services: [
    {
      name: "shopfront",
      language: "php",
      paths: ["shopfront/"],
      replicas: 3,
      ops: [
        {
          name: "POST /orders",
          ms: 6,
          log: "order placed in {country}, diet {diet}",
          steps: [
            call("basket", "kitchen", "POST /baskets", {
              timeout: 5000,
              src: place(
                "shopfront/app/Orders/PlaceOrder.php",
                "$this->kitchen->basket(",
                "PlaceOrder->__invoke",
              ),
            }),
            db(
              "insert",
              "mysql",
              "orders",
              "INSERT INTO orders (customer, week, recipes, note, total) VALUES (?, ?, ?, ?, ?)",
              4,
              {
                src: place(
                  "shopfront/app/Orders/OrderRepository.php",
                  "$this->db->insert(",
                  "OrderRepository->insert",
                ),
              },
            ),
            call("charge", "till", "POST /charges", {
              timeout: 9000,
              src: place(
                "shopfront/app/Orders/PlaceOrder.php",
                "$this->till->charge($order, $cart->method())",
                "PlaceOrder->__invoke",
              ),
            }),
          ],
        },
        {
          name: "GET /menu",
          ms: 7,
          steps: [
            call("recipes", "kitchen", "GET /recipes", {
              timeout: 5000,
              src: place("shopfront/app/Menu/Menu.php", "$this->kitchen->recipes(", "Menu->week"),
            }),
          ],
        },
      ],
    },
    {
      name: "kitchen",
      language: "ruby",
      paths: ["kitchen/"],
      replicas: 3,
      ops: [
        {
          name: "POST /baskets",
          ms: 6,
          steps: [
            db("ingredients", "mysql", "ingredients", "SELECT * FROM ingredients WHERE recipe IN (?)", 5),
            work("portions", "portion recipes", 4),
          ],
        },
        {
          name: "GET /recipes",
          ms: 4,
          steps: [
            db("recipes", "mysql", "recipes", "SELECT * FROM recipes WHERE week = ? ORDER BY position", 7),
            call("articles", "articles", "GET /articles", { timeout: 2500 }),
          ],
        },
        {
          name: "GET /picklists/{week}",
          ms: 4,
          steps: [
            db(
              "open",
              "mysql",
              "orders",
              "SELECT o.id, o.recipes, o.note FROM orders o WHERE o.week = ? AND o.packed = 0 ORDER BY o.priority DESC, o.id LIMIT 200",
              9,
              { src: place("kitchen/lib/picklist.rb", "@database.query(SQL", "Picklist#next") },
            ),
          ],
        },
      ],
    },
    {
      name: "packer",
      language: "go",
      paths: ["packer/"],
      replicas: 2,
      ops: [
        {
          name: "POST /labels",
          ms: 3,
          log: "label for line {line}",
          steps: [
            ext("create", "api.swiftvan.example", "POST", "/v1/parcels", 130, {
              src: place("packer/labels.go", "p.courier.Create(ctx", "packer.(*Packer).Label"),
            }),
            db("save", "mysql", "boxes", "UPDATE boxes SET label = ? WHERE id = ?", 3),
          ],
        },
        {
          name: "POST /lines",
          ms: 3,
          steps: [call("picks", "kitchen", "GET /picklists/{week}", { timeout: 5000 })],
        },
      ],
    },
    {
      name: "till",
      language: "typescript",
      paths: ["till/"],
      replicas: 2,
      ops: [
        {
          name: "POST /charges",
          ms: 4,
          steps: [
            db("open", "mysql", "entries", "INSERT INTO entries (order_id, cents) VALUES (?, ?)", 3),
            ext("pay", "api.cashmere.example", "POST", "/v4/payments", 180, {
              src: place("till/src/charge.ts", "await provider.pay(", "charge"),
            }),
            db("settle", "mysql", "entries", "UPDATE entries SET payment = ? WHERE id = ?", 3),
          ],
        },
      ],
    },
    {
      name: "articles",
      language: "java",
      paths: [],
      replicas: 2,
      ops: [{ name: "GET /articles", ms: 9, steps: [] }],
    },
  ],
  entries: {
    "shopfront|GET /menu": 4,
    "shopfront|POST /orders": 3,
    "packer|POST /labels": 2.2,
    "packer|POST /lines": 1.2,
  },
  attributes: {
    diet: ["all", "veggie", "family", "low-carb"],
    country: ["at", "de", "ch", "fr"],
    line: ["1", "2", "3", "4"],
  },
  noise: [
    {
      at: "till|POST /charges",
      share: 0.014,
      fail: { type: "CardDeclined", message: "card declined by issuer", status: 402 },
    },
    {
      at: "packer|POST /labels",
      share: 0.004,
      fail: {
        type: "*url.Error",
        message: 'Post "https://api.swiftvan.example/v1/parcels": EOF',
        status: 502,
      },
    },
  ],
  extras: changes(new URL("../scenarios/larder.txt", import.meta.url))("extras"),
  rename: { shopfront: ["storefront"], packer: ["assembly"], swiftvan: ["quickvan"] },
};
