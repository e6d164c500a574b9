import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { bank as world } from "../worlds/bank.ts";

const of = changes(new URL("./bank.txt", import.meta.url));
const pay = "payments|POST /payments";
const transfer = "accounts|POST /transfers";
const check = "fraud|POST /checks";
const close = "backoffice|POST /cases/{id}/close";
const java = "payments/src/main/java/eu/larkbank/payments/";
const without = [
  {
    id: "insert",
    do: "db",
    system: "postgresql",
    table: "payment_orders",
    query: "INSERT INTO payment_orders (idempotency_key, amount, currency) VALUES (?, ?, ?)",
    ms: 4,
  },
] as const;

export const bankScenarios: Scenario[] = [
  // Decidable by: unique violations of the idempotency key for standing orders, which are sent again by design, in
  // Orders.insert; the look-up before it is gone from new instances' traces; one diff removed it.
  {
    id: "bank-idempotency",
    group: "guard removed",
    kind: "idempotency check removed",
    world,
    service: "payments",
    symptom: "errors",
    alertOn: pay,
    changes: [
      ...of("bank-idempotency"),
      ...pool(of, { "pool-bar": -20, "pool-hikari": -70, "pool-receipt": null }),
    ],
    effects: [
      { at: `${pay}|known`, set: { chance: 0 } },
      {
        at: `${pay}|insert`,
        where: { channel: "standing-order" },
        share: 0.8,
        fail: {
          type: "org.springframework.dao.DuplicateKeyException",
          message:
            'PreparedStatementCallback; ERROR: duplicate key value violates unique constraint "payment_orders_idempotency_key_key"',
          frames: [
            place(`${java}Orders.java`, ".update();", "Orders.insert"),
            place(`${java}PaymentService.java`, "orders.insert(order)", "PaymentService.pay"),
          ],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: ArithmeticException "Non-terminating decimal expansion" in PaymentService.converted for every currency but
  // EUR, on the line that one commit wrote without a scale.
  {
    id: "bank-rounding",
    group: "units",
    kind: "rounding removed",
    world,
    service: "payments",
    symptom: "errors",
    alertOn: pay,
    changes: [
      ...of("bank-rounding"),
      ...pool(of, { "pool-days": -15, "pool-bar": -400, "pool-timeout": null }),
    ],
    effects: ["SEK", "PLN", "CHF"].flatMap((currency) => [
      { at: `${pay}|submit`, where: { currency }, set: { chance: 0 } },
      {
        at: pay,
        where: { currency },
        fail: {
          type: "java.lang.ArithmeticException",
          message: "Non-terminating decimal expansion; no exact representable decimal result.",
          frames: [
            place(
              `${java}PaymentService.java`,
              "return order.amount().divide(rate)",
              "PaymentService.converted",
            ),
            place(
              `${java}PaymentService.java`,
              "scheme.submit(stored, converted(order))",
              "PaymentService.pay",
            ),
          ],
        },
      },
    ]),
    needs: ["exceptions"],
  },
  // Decidable by: "deadlock detected" and lock waits of a second in FOR UPDATE on accounts, statements (plain reads) are well;
  // the diff gave up the order of locking and its comment says what the order was for; begins with the new instances.
  {
    id: "bank-locks",
    group: "lock",
    kind: "lock order given up",
    world,
    service: "accounts",
    symptom: "errors",
    alertOn: transfer,
    changes: [
      ...of("bank-locks"),
      ...pool(of, { "pool-hikari": -35, "pool-days": -900, "pool-reason": null }),
    ],
    effects: [
      { at: `${transfer}|lock`, slow: 260 },
      {
        at: `${transfer}|lock`,
        share: 0.2,
        slow: 900,
        fail: {
          type: "org.springframework.dao.CannotAcquireLockException",
          message:
            'ERROR: deadlock detected. Detail: Process {n} waits for ShareLock on transaction; blocked by process {n}. while locking tuple in relation "accounts"',
          frames: [
            place(
              "accounts/src/main/kotlin/eu/larkbank/accounts/Transfers.kt",
              "FOR UPDATE",
              "Transfers.lock",
            ),
            place("accounts/src/main/kotlin/eu/larkbank/accounts/Transfers.kt", "lock(to)", "Transfers.move"),
          ],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: "permission denied for table cases" for writes alone, by user backoffice_app_ro, a name that one commit
  // wrote; reads pass; old processes still write.
  {
    id: "bank-role",
    group: "configuration",
    kind: "read-only role",
    world,
    service: "backoffice",
    symptom: "errors",
    alertOn: close,
    rps: [5, 12],
    changes: [...of("bank-role"), ...pool(of, { "pool-reason": -25, "pool-mailer": -300, "pool-days": -60 })],
    effects: [
      {
        at: `${close}|close`,
        fail: {
          type: "Doctrine\\DBAL\\Exception\\DriverException",
          message:
            "An exception occurred while executing a query: SQLSTATE[42501]: Insufficient privilege: 7 ERROR:  permission denied for table cases (user backoffice_app_ro)",
          frames: [
            place(
              "backoffice/src/Repository/CaseRepository.php",
              "executeStatement",
              "App\\Repository\\CaseRepository->close",
            ),
            place(
              "backoffice/src/Controller/CaseController.php",
              "$this->cases->close(",
              "App\\Controller\\CaseController->close",
            ),
          ],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: new instances call payee-confirmation, which nobody called before and whose name is not known; one commit
  // turned the constant on; its own message hopes that the service is there.
  {
    id: "bank-confirm",
    group: "flag in code",
    kind: "feature turned on in code",
    world,
    service: "payments",
    symptom: "errors",
    alertOn: pay,
    ops: {
      payments: [
        {
          name: "POST /payments",
          ms: 8,
          log: "paid in {currency}",
          steps: [
            {
              id: "known",
              do: "db",
              system: "postgresql",
              table: "payment_orders",
              query: "SELECT * FROM payment_orders WHERE idempotency_key = ?",
              ms: 3,
            },
            ...without,
            {
              id: "payee",
              do: "ext",
              host: "payee-confirmation",
              method: "POST",
              path: "/confirmations",
              ms: 30,
              chance: 0,
            },
            { id: "check", do: "call", to: "fraud", op: "POST /checks", timeout: 2500 },
            { id: "transfer", do: "call", to: "accounts", op: "POST /transfers", timeout: 8000 },
            {
              id: "submit",
              do: "ext",
              host: "instant.clearhouse-scheme.eu",
              method: "POST",
              path: "/pacs008",
              ms: 120,
            },
          ],
        },
      ],
    },
    changes: [
      ...of("bank-confirm"),
      ...pool(of, { "pool-bar": -30, "pool-receipt": -240, "pool-hikari": -15 }),
    ],
    effects: [
      {
        at: `${pay}|payee`,
        set: { chance: 1 },
        fail: {
          type: "org.springframework.web.client.ResourceAccessException",
          message:
            'I/O error on POST request for "http://payee-confirmation:8080/confirmations": payee-confirmation: Name or service not known',
          status: 0,
          frames: [place(`${java}Payee.java`, 'uri("/confirmations")', "Payee.confirm")],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: the scheme answers 503 with its own code for a window, to every instance; fraud and accounts before it are
  // well; event of its maintenance; the header of one commit was sent for as long as it is deployed.
  {
    id: "bank-scheme",
    group: "outside provider",
    kind: "payment scheme down",
    world,
    service: "payments",
    symptom: "errors",
    alertOn: pay,
    changes: [...of("bank-scheme"), ...pool(of, { "pool-bar": -20, "pool-days": -150, "pool-receipt": -10 })],
    effects: [
      {
        at: `${pay}|submit`,
        share: 0.85,
        slow: 700,
        fail: {
          type: "org.springframework.web.client.HttpServerErrorException$ServiceUnavailable",
          message:
            '503 Service Unavailable: "{"code":"PRTRY/TM01","text":"settlement engine not reachable"}"',
          status: 503,
          frames: [
            place(`${java}Scheme.java`, 'uri("/pacs008")', "Scheme.submit"),
            place(`${java}PaymentService.java`, "scheme.submit(stored", "PaymentService.pay"),
          ],
        },
      },
    ],
    events: [
      { at: 200, kind: "status", text: "Clearhouse: instant settlement degraded, participants may see TM01" },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: ValueError in the reading of a row "n/a" of the vendor's list on all instances, some minutes after the list
  // was loaded (event); the reading is old, the commit there changes a docstring.
  {
    id: "bank-list",
    group: "data",
    kind: "bad row in delivered data",
    world,
    service: "fraud",
    symptom: "errors",
    alertOn: check,
    changes: [...of("bank-list"), ...pool(of, { "pool-bar": -25, "pool-timeout": -200, "pool-hikari": -15 })],
    effects: [
      {
        at: check,
        share: 0.75,
        early: true,
        fail: {
          type: "ValueError",
          message: "not enough values to unpack (expected 2, got 1)",
          frames: [
            place("fraud/fraud/blocklist.py", 'low, high = row.split("-")', "blocks"),
            place("fraud/fraud/check.py", "blocklist.blocks(", "check"),
          ],
        },
      },
    ],
    events: [
      {
        at: -35,
        kind: "data",
        service: "fraud",
        text: "blocklist delivery 4471 activated: 18203 rows (previous 18117), 41 rows without a range",
      },
    ],
    needs: ["exceptions", "events"],
  },
  // Decidable by: connections to the vendor's gateway time out from all instances at once, of every revision, since a change
  // of firewall rules by the network's people (event); its other users' calls are none of ours; the commit there parses a reply.
  {
    id: "bank-firewall",
    group: "operator",
    kind: "firewall rule",
    world,
    service: "fraud",
    symptom: "errors",
    alertOn: check,
    changes: [
      ...of("bank-firewall"),
      ...pool(of, { "pool-days": -55, "pool-timeout": -900, "pool-hikari": -20 }),
    ],
    effects: [
      {
        at: `${check}|score`,
        slow: 1300,
        fail: {
          type: "httpx.ConnectTimeout",
          message: "timed out connecting to scoring-vendor-gw:9443 (10.200.4.9)",
          status: 0,
          frames: [
            place("fraud/fraud/score.py", 'client.post("/score"', "score"),
            place("fraud/fraud/check.py", "await score(order)", "check"),
          ],
        },
      },
    ],
    events: [
      {
        at: -14,
        kind: "operation",
        text: "CHG-20931: firewall policy egress-prod replaced (rules 410-466) by netops",
      },
    ],
    needs: ["exceptions", "events"],
  },
  // Not decidable: two commits of one release each put heavy work into a payment; only the outermost spans are recorded.
  {
    id: "bank-two-hashes",
    group: "undecidable",
    kind: "two commits, one release",
    world,
    service: "payments",
    symptom: "latency",
    alertOn: pay,
    thin: true,
    oneRelease: true,
    changes: [...of("bank-two-hashes"), ...pool(of, { "pool-reason": -300, "pool-days": -600 })],
    effects: [{ at: pay, slow: 1200 }],
  },
];
