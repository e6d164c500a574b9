import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const scala = "stock/src/main/scala/dispensary/stock";

/** Pharmacies: stock in Scala over PostgreSQL, prescriptions in C#, reservations in Node over RabbitMQ to a worker in Python. */
export const dispensary: World = {
  id: "dispensary",
  repository: "offizin/dispensary",
  files: sources(new URL("dispensary.txt", import.meta.url)),
  services: [
    {
      name: "stock",
      language: "scala",
      paths: ["stock/"],
      replicas: 3,
      ops: [
        {
          name: "GET /stock/{pharmacy}/{pzn}",
          ms: 4,
          steps: [
            step.db(
              "shelf",
              "postgresql",
              "shelves",
              "SELECT pzn, packs, place FROM shelves WHERE pharmacy = ? AND pzn = ?",
              3,
              {
                src: place(`${scala}/Shelves.scala`, ".query[Shelf]", "Shelves.find"),
              },
            ),
            step.db("price", "postgresql", "prices", "SELECT cents FROM prices WHERE pzn = ?", 3, {
              chance: 0.2,
            }),
          ],
        },
        {
          name: "POST /stock/{pharmacy}/{pzn}/take",
          ms: 3,
          steps: [
            step.db(
              "take",
              "postgresql",
              "shelves",
              "UPDATE shelves SET packs = packs - 1 WHERE pharmacy = ? AND pzn = ? AND packs > 0 RETURNING packs",
              5,
              {
                src: place(`${scala}/Shelves.scala`, "UPDATE shelves", "Shelves.take"),
              },
            ),
          ],
        },
      ],
    },
    {
      name: "scripts",
      language: "csharp",
      paths: ["scripts/"],
      replicas: 3,
      ops: [
        {
          name: "POST /prescriptions/{token}/dispense",
          ms: 5,
          steps: [
            step.ext("erx", "erx.kassenverbund.example", "GET", "/erx/tasks/{token}", 130, {
              timeout: 6000,
              src: place(
                "scripts/src/Scripts/InsurerGateway.cs",
                "await http.GetAsync(",
                "Scripts.InsurerGateway.FetchAsync",
              ),
            }),
            step.call("take", "stock", "POST /stock/{pharmacy}/{pzn}/take", {
              timeout: 4000,
              src: place(
                "scripts/src/Scripts/StockClient.cs",
                "await http.PostAsync(",
                "Scripts.StockClient.TakeAsync",
              ),
            }),
          ],
        },
      ],
    },
    {
      name: "storefront",
      language: "typescript",
      paths: ["storefront/"],
      replicas: 3,
      ops: [
        {
          name: "POST /reservations",
          ms: 4,
          steps: [
            step.call("shelf", "stock", "GET /stock/{pharmacy}/{pzn}", {
              timeout: 3000,
              src: place("storefront/src/stock.ts", "await request(", "stockOf"),
            }),
            step.send("publish", "rabbitmq", "reservations", "pickup", "process reservations", {
              src: place("storefront/src/queue.ts", "channel.sendToQueue", "publish"),
            }),
          ],
        },
      ],
    },
    {
      name: "pickup",
      language: "python",
      paths: ["pickup/"],
      replicas: 2,
      ops: [
        {
          name: "process reservations",
          ms: 4,
          steps: [
            step.db(
              "insert",
              "postgresql",
              "pickups",
              "INSERT INTO pickups (pharmacy, pzn, customer) VALUES ($1, $2, $3)",
              4,
              {
                src: place("pickup/pickup/worker.py", "await self.db.execute(", "handle"),
              },
            ),
          ],
        },
      ],
    },
  ],
  entries: { "storefront|POST /reservations": 7, "scripts|POST /prescriptions/{token}/dispense": 6 },
  attributes: {
    pharmacy: ["adler-12", "rosen-3", "markt-7", "klinik-1"],
    "customer.kind": ["person", "care-home", "ward"],
    medicine: ["ibuprofen", "insulin", "levothyroxine", "amoxicillin"],
  },
  noise: [
    {
      at: "storefront|POST /reservations",
      share: 0.02,
      fail: { type: "SoldOut", message: "sold out", status: 409, quiet: true },
    },
    {
      at: "scripts|POST /prescriptions/{token}/dispense",
      share: 0.006,
      fail: { type: "Scripts.DoseException", message: "3600 mg a day, 2400 mg at most", status: 422 },
    },
  ],
  extras: changes(new URL("../scenarios/dispensary.txt", import.meta.url))("extras"),
  rename: {
    kassenverbund: ["insurersunion", "mutuelle"],
    offizin: ["apotek"],
    storefront: ["webshop"],
    "klinik-1": ["hospital-9"],
  },
};
