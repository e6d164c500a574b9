import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const orders = "orders/src/main/java/io/gatefold/orders";

/** Tickets for shows: orders in Java over PostgreSQL, holds on seats in Go over Redis, the box office in Node, mails in Python. */
export const tickets: World = {
  id: "tickets",
  repository: "gatefold/tickets",
  files: sources(new URL("tickets.txt", import.meta.url)),
  services: [
    {
      name: "orders",
      language: "java",
      paths: ["orders/"],
      replicas: 4,
      ops: [
        {
          name: "POST /orders",
          ms: 8,
          log: "order issued for {show}",
          steps: [
            step.db(
              "open",
              "postgresql",
              "orders",
              "INSERT INTO orders (id, idempotency_key, show, buyer, state) VALUES (?, ?, ?, ?, 'open')",
              5,
              {
                src: place(`${orders}/OrderRows.java`, ".params(order.id(), order.key()", "OrderRows.insert"),
              },
            ),
            step.ext("charge", "api.paymill-north.example", "POST", "/v2/charges", 180, {
              timeout: 8000,
              src: place(`${orders}/Checkout.java`, ".retrieve()", "Checkout.charge"),
            }),
            step.db(
              "lock",
              "postgresql",
              "tickets",
              "SELECT id FROM tickets WHERE show = ? AND seat = ? FOR UPDATE",
              4,
              {
                times: 2,
                src: place(`${orders}/TicketRows.java`, "FOR UPDATE", "TicketRows.lockAndAssign"),
              },
            ),
            step.send("publish", "kafka", "orders", "notify", "process orders"),
          ],
        },
        {
          name: "GET /orders/{id}",
          ms: 4,
          steps: [
            step.db("byid", "postgresql", "orders", "SELECT * FROM orders WHERE id = ?", 3, {
              src: place(`${orders}/OrderRows.java`, 'WHERE id = ?").param(id).query', "OrderRows.byId"),
            }),
          ],
        },
      ],
    },
    {
      name: "seats",
      language: "go",
      paths: ["seats/"],
      replicas: 3,
      ops: [
        {
          name: "GET /shows/{show}/seats",
          ms: 2,
          steps: [
            step.cache("taken", "SMEMBERS taken:{show}", {
              src: place(
                "seats/internal/hold/store.go",
                "s.rdb.SMembers",
                "gatefold.io/seats/internal/hold.(*Store).Taken",
              ),
            }),
          ],
        },
        {
          name: "POST /shows/{show}/holds",
          ms: 2,
          steps: [
            step.cache("hold", "SET hold:{show}:{n} NX EX 480", {
              times: 2,
              src: place(
                "seats/internal/hold/store.go",
                "s.rdb.SetNX",
                "gatefold.io/seats/internal/hold.(*Store).Hold",
              ),
            }),
          ],
        },
      ],
    },
    {
      name: "boxoffice",
      language: "typescript",
      paths: ["boxoffice/"],
      replicas: 2,
      ops: [
        {
          name: "GET /print/:order",
          ms: 5,
          steps: [
            step.call("order", "orders", "GET /orders/{id}", {
              timeout: 4000,
              src: place("boxoffice/src/orders.ts", "headersTimeout", "fetchOrder"),
            }),
          ],
        },
      ],
    },
    {
      name: "notify",
      language: "python",
      paths: ["notify/"],
      replicas: 2,
      ops: [
        {
          name: "process orders",
          ms: 5,
          steps: [
            step.ext("mail", "smtp.postbird.example", "POST", "/v3/send", 90, {
              timeout: 10_000,
              src: place("notify/notify/mailer.py", "reply.raise_for_status()", "send"),
            }),
          ],
        },
      ],
    },
  ],
  entries: {
    "seats|GET /shows/{show}/seats": 8,
    "seats|POST /shows/{show}/holds": 5,
    "orders|POST /orders": 5,
    "boxoffice|GET /print/:order": 3,
  },
  attributes: {
    show: ["hamlet-0412", "jazzfest-sat", "cup-final", "cirque-nord"],
    channel: ["web", "app", "kiosk"],
    "buyer.country": ["SE", "DK", "NO", "US"],
  },
  noise: [
    {
      at: "seats|POST /shows/{show}/holds",
      share: 0.03,
      fail: { type: "*errors.errorString", message: "seat is taken", status: 409, quiet: true },
    },
    {
      at: "orders|GET /orders/{id}",
      share: 0.008,
      fail: { type: "ResponseStatusException", message: '404 NOT_FOUND "no such order"', status: 404 },
    },
    {
      at: "orders|POST /orders",
      share: 0.004,
      fail: {
        type: "org.springframework.web.client.HttpClientErrorException$PaymentRequired",
        message: "402 Payment Required: card declined",
        status: 402,
      },
    },
  ],
  extras: changes(new URL("../scenarios/tickets.txt", import.meta.url))("extras"),
  rename: {
    "paymill-north": ["cardhouse", "nordacquire"],
    postbird: ["mailwren"],
    "cirque-nord": ["opera-open-air"],
    boxoffice: ["doorprint", "venue-desk"],
  },
};
