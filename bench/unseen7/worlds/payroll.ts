import { changes } from "../../judging-set/changes.ts";
import { sources } from "../../judging-set/sources.ts";
import { place, step } from "../../judging-set/step.ts";
import type { World } from "../../unseen/scenario.ts";

const { call, db, ext, send, work } = step;
const sql = "microsoft.sql_server";

/** Wages of many firms in several countries. */
export const payroll: World = {
  id: "payroll",
  repository: "pennyworth/payroll",
  files: sources(new URL("./payroll.txt", import.meta.url)),
  services: [
    {
      name: "portal",
      language: "typescript",
      paths: ["portal/"],
      replicas: 2,
      ops: [
        {
          name: "GET /me/payslips/{month}",
          ms: 4,
          steps: [
            call("slip", "runs", "GET /payslips/{employee}/{month}", {
              timeout: 6000,
              src: place("portal/src/payslips.ts", "await runs.get(", "payslip"),
            }),
          ],
        },
        { name: "POST /runs", ms: 6, steps: [call("start", "runs", "POST /runs", { timeout: 6000 })] },
      ],
    },
    {
      name: "runs",
      language: "csharp",
      paths: ["runs/", "db/"],
      replicas: 3,
      ops: [
        {
          name: "POST /runs",
          ms: 8,
          log: "run of {tenant} in {country} saved",
          steps: [
            db(
              "staff",
              sql,
              "employees",
              "SELECT id, gross, tax_class FROM employees WHERE tenant = @tenant AND active_from <= @period",
              12,
            ),
            call("tax", "tax", "POST /taxes", {
              timeout: 5000,
              src: place("runs/TaxClient.cs", "http.PostAsJsonAsync", "Payroll.Runs.TaxClient.For"),
            }),
            db(
              "save",
              sql,
              "payslips",
              "MERGE payslips AS p USING @slips AS s ON p.employee = s.employee AND p.period = s.period",
              18,
              {
                src: place("runs/Payslips.cs", "MERGE payslips", "Payroll.Runs.Payslips.Save"),
              },
            ),
            send("announce", "rabbitmq", "payouts.due", "payouts", "process payouts.due"),
          ],
        },
        {
          name: "GET /payslips/{employee}/{month}",
          ms: 2,
          steps: [
            db(
              "slip",
              sql,
              "payslips",
              "SELECT employee, gross, net FROM payslips WHERE employee = @employee AND period = @period",
              4,
            ),
          ],
        },
      ],
    },
    {
      name: "tax",
      language: "python",
      paths: ["tax/"],
      replicas: 2,
      ops: [
        {
          name: "POST /taxes",
          ms: 3,
          steps: [
            call("table", "tables", "GET /tables/{country}", {
              timeout: 2000,
              src: place("tax/app/tables.py", "_http.get(", "table"),
            }),
            work("compute", "withhold", 14, {
              src: place("tax/app/taxes.py", "for person in staff", "taxes"),
            }),
          ],
        },
      ],
    },
    {
      name: "payouts",
      language: "java",
      paths: ["payouts/"],
      replicas: 2,
      ops: [
        {
          name: "process payouts.due",
          ms: 3,
          steps: [
            ext("pay", "api.nordbank.example", "POST", "/psd/v3/payments", 140, {
              src: place(
                "payouts/src/main/java/payouts/BankClient.java",
                "return http.post()",
                "payouts.BankClient.pay",
              ),
            }),
            db("paid", "postgresql", "ledger", "UPDATE ledger SET reference = $2 WHERE id = $1", 3),
          ],
        },
      ],
    },
    {
      name: "tables",
      language: "go",
      paths: [],
      replicas: 2,
      ops: [{ name: "GET /tables/{country}", ms: 4, steps: [] }],
    },
  ],
  entries: { "portal|GET /me/payslips/{month}": 6, "portal|POST /runs": 4 },
  attributes: {
    tenant: ["aurel", "bakkerij", "cimento", "dorval"],
    country: ["nl", "pt", "be", "de"],
    size: ["small", "medium", "large"],
  },
  noise: [
    {
      at: "runs|GET /payslips/{employee}/{month}",
      share: 0.012,
      fail: {
        type: "System.InvalidOperationException",
        message: "Sequence contains no elements",
        status: 404,
      },
    },
    {
      at: "payouts|process payouts.due",
      share: 0.004,
      fail: { type: "payouts.UnknownAccount", message: "IBAN is not known" },
    },
  ],
  extras: changes(new URL("../scenarios/payroll.txt", import.meta.url))("extras"),
  rename: { payouts: ["transfers"], withheld: ["deducted"], payslip: ["wageslip"], tenant: ["employer"] },
};
