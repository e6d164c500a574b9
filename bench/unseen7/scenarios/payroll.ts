import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { payroll as world } from "../worlds/payroll.ts";

const of = changes(new URL("./payroll.txt", import.meta.url));

export const payrollScenarios: Scenario[] = [
  // Decidable by: the database denies UPDATE on payslips, on which the migration grants SELECT and INSERT alone; old instances
  // are denied as well, since grants are the database's, and the statement is the one that was there all along.
  {
    id: "py-roles",
    group: "role",
    kind: "grant that lacks a right",
    world,
    service: "runs",
    symptom: "errors",
    alertOn: "runs|POST /runs",
    changes: [...of("roles"), ...pool(of, { "pool-sqlpool": -30, "pool-round": -400, "pool-health": 20 })],
    effects: [
      {
        at: "runs|POST /runs|save",
        gate: "time",
        share: 1,
        fail: {
          type: "Microsoft.Data.SqlClient.SqlException",
          message:
            "The UPDATE permission was denied on the object 'payslips', database 'payroll', schema 'dbo'.",
          frames: [place("runs/Payslips.cs", "MERGE payslips", "Payroll.Runs.Payslips.Save")],
        },
      },
    ],
    needs: ["exceptions", "logs"],
  },
  // Decidable by: runs finds no value where it reads what tax answered, and only for requests that a new instance of tax
  // served; the commit of tax gives that field another name.
  {
    id: "py-withholding",
    group: "contract",
    kind: "renamed field of an answer",
    world,
    service: "tax",
    symptom: "errors",
    alertOn: "runs|POST /runs",
    changes: [
      ...of("withholding"),
      ...pool(of, { "pool-health": -40, "pool-sqlpool": 30, "pool-lines": -90 }),
    ],
    effects: [
      {
        at: "runs|POST /runs",
        gate: "tax",
        share: 1,
        fail: {
          type: "System.InvalidOperationException",
          message: "Nullable object must have a value.",
          frames: [place("runs/RunService.cs", "taxed[person.Id]", "Payroll.Runs.RunService.Start")],
        },
      },
    ],
    needs: ["exceptions"],
  },
  // Decidable by: new instances of runs end at their start because an option is not set, which the commit demands and sets for
  // development alone; whoever calls them finds nobody listening.
  {
    id: "py-cutoff",
    group: "start-up",
    kind: "option demanded at start and not set",
    world,
    service: "runs",
    symptom: "errors",
    alertOn: "portal|GET /me/payslips/{month}",
    changes: [...of("cutoff"), ...pool(of, { "pool-lines": -20, "pool-sqlpool": -1300 })],
    effects: ["POST /runs", "GET /payslips/{employee}/{month}"].map((op) => ({
      at: `runs|${op}`,
      share: 0.9,
      refuse: { type: "Error", message: "connect ECONNREFUSED 10.20.6.41:8080" },
    })),
    logs: [
      {
        service: "runs",
        severity: "FATAL",
        body: "Host terminated unexpectedly: OptionsValidationException: DataAnnotation validation failed for 'RunOptions' members: 'CutoffDays'",
        every: 14,
        fail: {
          type: "Microsoft.Extensions.Options.OptionsValidationException",
          message: "DataAnnotation validation failed for 'RunOptions' members: 'CutoffDays'",
          frames: [place("runs/Program.cs", "app.Run()", "Program.<Main>$")],
        },
      },
    ],
    needs: ["logs"],
  },
  // Decidable by: the first off-cycle runs of the day fail where the class of a person without one is looked up, on the line
  // that the commit put in place of a fallback; monthly runs of the same revision went well for half an hour.
  {
    id: "py-tax-class",
    group: "guard removed",
    kind: "fallback taken away",
    world,
    service: "tax",
    symptom: "errors",
    alertOn: "portal|POST /runs",
    lag: 2000,
    changes: [
      ...of("tax-class"),
      ...pool(of, { "pool-sqlpool": -65, "pool-reference": -15, "pool-health": -2600 }),
    ],
    events: [{ at: -30, kind: "operation", text: "off-cycle runs of this quarter opened for all tenants" }],
    effects: [
      {
        at: "tax|POST /taxes",
        share: 0.4,
        fail: {
          type: "KeyError",
          message: "'tax_class'",
          frames: [place("tax/app/taxes.py", 'person["tax_class"]', "taxes")],
        },
      },
    ],
    needs: ["exceptions", "events"],
  },
  // Decidable by: the bank refuses the client itself for its expired secret, before it looks at a payment; no commit touches
  // how the token is got, and instances of before the deployment are refused as well.
  {
    id: "py-bank-secret",
    group: "credential of a provider",
    kind: "client secret expired",
    world,
    service: "payouts",
    symptom: "errors",
    alertOn: "payouts|process payouts.due",
    changes: [...of("bank-secret"), ...pool(of, { "pool-reference": -700, "pool-round": 18 })],
    effects: [
      {
        at: "payouts|process payouts.due|pay",
        gate: "time",
        share: 1,
        fail: {
          type: "org.springframework.web.client.HttpClientErrorException$Unauthorized",
          message: '401 Unauthorized: {"error":"invalid_client","detail":"client secret expired"}',
          status: 401,
        },
      },
    ],
    needs: ["exceptions", "revision"],
  },
  // Decidable by: all statements on the database wait from the minute in which its rebuild of indexes began, of all operations
  // and on instances of all revisions; the commit only leaves rows out after they are read.
  {
    id: "py-rebuild",
    group: "database maintenance",
    kind: "index rebuild in office hours",
    world,
    service: "runs",
    symptom: "latency",
    alertOn: "portal|GET /me/payslips/{month}",
    changes: [...of("rebuild"), ...pool(of, { "pool-sqlpool": -340, "pool-health": 25 })],
    events: [
      {
        at: -18,
        kind: "maintenance",
        text: "payroll-sql: offline rebuild of indexes, all tables, started by dba",
      },
    ],
    effects: ["POST /runs|staff", "POST /runs|save", "GET /payslips/{employee}/{month}|slip"].map((at) => ({
      at: `runs|${at}`,
      gate: "time",
      slow: 1150,
      ramp: 30,
    })),
    needs: ["events", "revision"],
  },
  // Decidable by: rates above one come from a service of another repository that got a new version just then, on every
  // instance of tax; the commit sorts what it is given.
  {
    id: "py-percent",
    group: "another repository",
    kind: "percent where a fraction was agreed",
    world,
    service: "tables",
    symptom: "errors",
    alertOn: "tax|POST /taxes",
    changes: [...of("percent"), ...pool(of, { "pool-round": -85, "pool-sqlpool": 35 })],
    foreign: { service: "tables", at: -6, version: ["12.4.0", "13.0.0"], announced: true },
    effects: [
      {
        at: "tax|POST /taxes",
        gate: "foreign",
        share: 1,
        fail: {
          type: "ValueError",
          message: "rate 37.07 is no fraction",
          frames: [place("tax/app/brackets.py", "raise ValueError(f", "withheld_of")],
        },
      },
    ],
    needs: ["events", "exceptions", "revision"],
  },
];
