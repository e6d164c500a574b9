import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

/** Meals brought home: a monorepo of TypeScript services with one shared package, times in Python; MongoDB, Redis. */
export const dining: World = {
  id: "dining",
  repository: "plato-eats/plato",
  files: sources(new URL("./dining.txt", import.meta.url)),
  services: [
    {
      name: "orders",
      language: "typescript",
      paths: ["services/orders/", "packages/shared/"],
      replicas: 4,
      ops: [
        {
          name: "POST /checkout",
          ms: 5,
          log: "placed in {city}",
          steps: [
            step.call("menu", "menus", "GET /menus/:restaurant", { timeout: 2000 }),
            step.db("insert", "mongodb", "orders", "insert orders", 5, {
              src: place("services/orders/src/checkout.ts", "orders.insertOne", "checkout"),
            }),
            step.call("assign", "couriers", "POST /assignments", { timeout: 5000 }),
          ],
        },
        {
          name: "GET /history",
          ms: 3,
          log: "history in {city}",
          steps: [
            step.db(
              "history",
              "mongodb",
              "orders",
              "find orders {customer: ?} sort {placedAt: -1} limit 20",
              5,
              {
                src: place("services/orders/src/history.ts", "orders.find({ customer })", "history"),
              },
            ),
          ],
        },
      ],
    },
    {
      name: "menus",
      language: "typescript",
      paths: ["services/menus/", "packages/shared/"],
      replicas: 3,
      ops: [
        {
          name: "GET /menus/:restaurant",
          ms: 3,
          log: "menu in {city}",
          steps: [step.db("menu", "mongodb", "menus", "find menus {restaurant: ?} limit 1", 4)],
        },
      ],
    },
    {
      name: "couriers",
      language: "typescript",
      paths: ["services/couriers/", "packages/shared/"],
      replicas: 3,
      ops: [
        {
          name: "POST /assignments",
          ms: 4,
          steps: [
            step.db("near", "mongodb", "couriers", "find couriers {city: ?, free: true} limit 5", 6, {
              src: place("services/couriers/src/assign.ts", "couriers.find(", "assign"),
            }),
            step.call("eta", "eta", "GET /eta", { times: 5, timeout: 1200 }),
            step.db("take", "mongodb", "couriers", "update couriers {id: ?}", 4),
          ],
        },
      ],
    },
    {
      name: "eta",
      language: "python",
      paths: ["services/eta/"],
      replicas: 2,
      ops: [
        {
          name: "GET /eta",
          ms: 5,
          steps: [step.cache("target", "GET target:{order}")],
        },
      ],
    },
  ],
  entries: { "orders|POST /checkout": 5, "orders|GET /history": 4, "menus|GET /menus/:restaurant": 5 },
  attributes: {
    city: ["lisbon", "leeds", "lyon", "linz"],
    device: ["ios", "android", "web"],
    cuisine: ["thai", "pizza", "grill", "vegan"],
  },
  noise: [
    {
      at: "orders|POST /checkout",
      share: 0.012,
      fail: { type: "InvalidPhone", message: "+351… is no phone number", status: 422 },
    },
    {
      at: "menus|GET /menus/:restaurant",
      share: 0.01,
      fail: { type: "NotFound", message: "no such restaurant", status: 404, quiet: true },
    },
  ],
  extras: changes(new URL("../scenarios/dining.txt", import.meta.url))("extras"),
  rename: {
    plato: ["forkful", "munchbox"],
    courier: ["rider"],
    cuisine: ["kitchen"],
  },
};
