import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const java = "payments/src/main/java/eu/larkbank/payments/";

/** A bank: accounts in Kotlin, payments in Java, fraud in Python, a back office in PHP; PostgreSQL. */
export const bank: World = {
  id: "bank",
  repository: "larkbank/core",
  files: sources(new URL("./bank.txt", import.meta.url)),
  services: [
    {
      name: "payments",
      language: "java",
      paths: ["payments/"],
      replicas: 4,
      ops: [
        {
          name: "POST /payments",
          ms: 8,
          log: "paid in {currency}",
          steps: [
            step.db(
              "known",
              "postgresql",
              "payment_orders",
              "SELECT * FROM payment_orders WHERE idempotency_key = ?",
              3,
            ),
            step.db(
              "insert",
              "postgresql",
              "payment_orders",
              "INSERT INTO payment_orders (idempotency_key, amount, currency) VALUES (?, ?, ?)",
              4,
              {
                src: place(`${java}Orders.java`, "INSERT INTO payment_orders", "Orders.insert"),
              },
            ),
            step.call("check", "fraud", "POST /checks", { timeout: 2500 }),
            step.call("transfer", "accounts", "POST /transfers", { timeout: 8000 }),
            step.ext("submit", "instant.clearhouse-scheme.eu", "POST", "/pacs008", 120, {
              src: place(`${java}Scheme.java`, 'uri("/pacs008")', "Scheme.submit"),
            }),
          ],
        },
      ],
    },
    {
      name: "accounts",
      language: "kotlin",
      paths: ["accounts/"],
      replicas: 3,
      ops: [
        {
          name: "POST /transfers",
          ms: 4,
          log: "moved",
          steps: [
            step.db("lock", "postgresql", "accounts", "SELECT id FROM accounts WHERE id = ? FOR UPDATE", 3, {
              times: 2,
              src: place(
                "accounts/src/main/kotlin/eu/larkbank/accounts/Transfers.kt",
                "FOR UPDATE",
                "Transfers.lock",
              ),
            }),
            step.db(
              "move",
              "postgresql",
              "accounts",
              "UPDATE accounts SET balance = balance - ? WHERE id = ?",
              4,
              { times: 2 },
            ),
          ],
        },
        {
          name: "GET /accounts/{id}/statement",
          ms: 5,
          log: "statement",
          steps: [
            step.db(
              "recent",
              "postgresql",
              "entries",
              "SELECT booked_at, amount, text FROM entries WHERE account = ? AND booked_at > ?",
              9,
            ),
          ],
        },
      ],
    },
    {
      name: "fraud",
      language: "python",
      paths: ["fraud/"],
      replicas: 3,
      ops: [
        {
          name: "POST /checks",
          ms: 6,
          log: "checked {currency}",
          steps: [
            step.ext("score", "scoring-vendor-gw", "POST", "/score", 42, {
              timeout: 1500,
              src: place("fraud/fraud/score.py", 'client.post("/score"', "score"),
            }),
          ],
        },
      ],
    },
    {
      name: "backoffice",
      language: "php",
      paths: ["backoffice/"],
      replicas: 2,
      ops: [
        {
          name: "GET /cases",
          ms: 12,
          log: "cases",
          steps: [
            step.db(
              "open",
              "postgresql",
              "cases",
              "SELECT id, iban, opened_at FROM cases WHERE closed_at IS NULL LIMIT 100",
              8,
            ),
          ],
        },
        {
          name: "POST /cases/{id}/close",
          ms: 12,
          steps: [
            step.db(
              "close",
              "postgresql",
              "cases",
              "UPDATE cases SET closed_at = now(), reason = ? WHERE id = ?",
              6,
              {
                src: place(
                  "backoffice/src/Repository/CaseRepository.php",
                  "executeStatement",
                  "App\\Repository\\CaseRepository->close",
                ),
              },
            ),
          ],
        },
      ],
    },
  ],
  entries: {
    "payments|POST /payments": 6,
    "accounts|GET /accounts/{id}/statement": 4,
    "backoffice|GET /cases": 2,
    "backoffice|POST /cases/{id}/close": 2,
  },
  attributes: {
    currency: ["EUR", "SEK", "PLN", "CHF"],
    channel: ["app", "standing-order", "api"],
    country: ["de", "fr", "se", "pl"],
  },
  noise: [
    {
      at: "payments|POST /payments",
      share: 0.012,
      fail: { type: "eu.larkbank.payments.LimitExceededException", message: "daily limit", status: 422 },
    },
    {
      at: "backoffice|POST /cases/{id}/close",
      share: 0.015,
      fail: { type: "NotFoundHttpException", message: "no case", status: 404, quiet: true },
    },
  ],
  extras: changes(new URL("../scenarios/bank.txt", import.meta.url))("extras"),
  rename: {
    larkbank: ["finchbank", "ottobank"],
    clearhouse: ["interclear"],
    backoffice: ["operations"],
  },
};
