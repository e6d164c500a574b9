import type { Scenario } from "../../judging-set/scenario.ts";
import type { Change } from "../../unseen/scenario.ts";
import { payday as world } from "../worlds/payday.ts";

const leaveLog: Change = {
  role: "decoy",
  message: "leave: debug line names the tenant",
  at: -26,
  edits: [
    {
      file: "leave/app/Http/Controllers/BalanceController.php",
      from: "Log::debug('balance', ['employee' => $employee,",
      to: "Log::debug('balance', ['tenant' => $request->attributes->get('tenant'), 'employee' => $employee,",
    },
  ],
};

const perPage: Change = {
  role: "decoy",
  message: "payslips: three years on a page",
  at: -14,
  edits: [
    {
      file: "web/app/controllers/payslips_controller.rb",
      from: "  PER_PAGE = 24\n",
      to: "  PER_PAGE = 36\n",
    },
  ],
};

const costCentre: Change = {
  role: "decoy",
  message: "employees: clerks may set the yearly leave",
  at: -40,
  edits: [
    {
      file: "web/app/controllers/employees_controller.rb",
      from: ":weekly_hours, :cost_centre)",
      to: ":weekly_hours, :cost_centre, :yearly_leave)",
    },
  ],
};

const overtime: Change = {
  role: "decoy",
  message: "tax: overtime explains its factor\n\nClerks read it as percent.",
  at: -22,
  edits: [
    {
      file: "tax/tax/wages.py",
      from: '"""Cents for hours beyond the contract."""',
      to: '"""Cents for hours beyond the contract. A factor of 1.25 is a quarter more."""',
    },
  ],
};

const bankReference: Change = {
  role: "decoy",
  message: "payouts: the bank cuts references at 140 characters, so do we",
  at: -31,
  edits: [
    {
      file: "payouts/lib/payouts/transfer.rb",
      from: 'currency: "EUR", reference: transfer["reference"] }',
      to: 'currency: "EUR", reference: transfer["reference"].to_s[0, 140] }',
    },
  ],
};

const lockTimeout = {
  type: "ActiveRecord::LockWaitTimeout",
  message:
    'PG::LockNotAvailable: ERROR:  canceling statement due to lock timeout\nCONTEXT:  while updating tuple (1841,7) in relation "employees"',
  status: 500,
  frames: [
    {
      file: "web/app/controllers/employees_controller.rb",
      text: "employee.update!(employee_params)",
      fn: "EmployeesController#update",
    },
  ],
};

export const paydayScenarios: Scenario[] = [
  {
    id: "pay-column-renamed",
    group: "schema migration",
    kind: "column renamed under a neighbour",
    world,
    service: "payroll-web",
    symptom: "errors",
    alertOn: "leave|GET /leave/balance/{employee}",
    changes: [
      {
        role: "culprit",
        message:
          "employees: employment_start instead of hired_on\n\nPeople who come back have several; this is the first step towards contracts.",
        edits: [
          {
            file: "db/migrate/20260302101500_rename_hired_on.rb",
            add: "# frozen_string_literal: true\n\nclass RenameHiredOn < ActiveRecord::Migration[7.2]\n  def change\n    rename_column :employees, :hired_on, :employment_start\n  end\nend\n",
          },
          { file: "db/schema.rb", from: "version: 2026_01_14_093000", to: "version: 2026_03_02_101500" },
          {
            file: "db/schema.rb",
            from: '    t.date "hired_on", null: false\n',
            to: '    t.date "employment_start", null: false\n',
          },
          {
            file: "web/app/controllers/employees_controller.rb",
            from: "      hired_on: employee.hired_on,\n",
            to: "      hired_on: employee.employment_start,\n",
          },
        ],
      },
      leaveLog,
      perPage,
      {
        role: "decoy",
        message: "leave: entitlement in whole twelfths\n\nas the works council agreed",
        at: -380,
        edits: [
          {
            file: "leave/app/Services/Entitlement.php",
            from: "/** Leave of a year; a twelfth for each full month in the first one. */",
            to: "/** Leave of a year; one twelfth for each full month in the first one, never less than none. */",
          },
        ],
      },
    ],
    effects: [
      {
        at: "leave|GET /leave/balance/{employee}|employee",
        gate: "time",
        fail: {
          type: "Illuminate\\Database\\QueryException",
          message:
            'SQLSTATE[42703]: Undefined column: 7 ERROR:  column "hired_on" does not exist\nLINE 1: SELECT id, hired_on, weekly_hours, yearly_leave FROM employ...',
          frames: [
            {
              file: "leave/app/Http/Controllers/BalanceController.php",
              text: "DB::connection('payroll')->selectOne(",
              fn: "App\\Http\\Controllers\\BalanceController->show",
            },
          ],
        },
      },
    ],
    needs: ["deployments"],
  },
  {
    id: "pay-role-inheritance",
    group: "permission",
    kind: "a role lost what it inherited",
    world,
    service: "payroll-web",
    symptom: "saturation",
    alertOn: "payroll-web|GET /payslips",
    alertSays: {
      name: "ManyForbidden",
      summary: "payroll-web: unusual share of 403 on GET /payslips",
      metric: "http_403_ratio",
    },
    changes: [
      {
        role: "culprit",
        message:
          "permissions: only the next role below, the rest follows\n\nThe table repeated itself in every line.",
        edits: [
          {
            file: "web/app/models/permissions.rb",
            from: "    clerk: %i[manager employee],\n    admin: %i[clerk manager employee]\n",
            to: "    clerk: [:manager],\n    admin: [:clerk]\n",
          },
          {
            file: "web/spec/models/permissions_spec.rb",
            add: '# frozen_string_literal: true\n\nrequire "rails_helper"\n\nRSpec.describe Permissions do\n  it "lets managers read their own payslips" do\n    expect(described_class.allowed?("manager", :read_payslips)).to be(true)\n  end\n\n  it "lets clerks read employees" do\n    expect(described_class.allowed?("clerk", :read_employees)).to be(true)\n  end\nend\n',
          },
        ],
      },
      perPage,
      costCentre,
      leaveLog,
    ],
    effects: [
      {
        at: "payroll-web|GET /payslips",
        where: { role: "clerk" },
        early: true,
        fail: {
          type: "ApplicationController::Forbidden",
          message: "clerk may not read_payslips",
          status: 403,
          frames: [
            {
              file: "web/app/controllers/application_controller.rb",
              text: "raise Forbidden",
              fn: "ApplicationController#authorize!",
            },
            {
              file: "web/app/controllers/payslips_controller.rb",
              text: "authorize! :read_payslips",
              fn: "PayslipsController#index",
            },
          ],
        },
      },
    ],
    logs: [
      {
        service: "payroll-web",
        severity: "WARN",
        body: "forbidden: clerk may not read_payslips",
        every: 15,
      },
    ],
    needs: ["logs"],
  },
  {
    id: "pay-accrual-hourly",
    group: "delayed effect",
    kind: "scheduled job locks a table",
    world,
    service: "payroll-web",
    symptom: "latency",
    alertOn: "payroll-web|PATCH /employees/:id",
    atFullHour: true,
    lag: 2300,
    changes: [
      {
        role: "culprit",
        message:
          "accrual: balances are right within the hour\n\nNew contracts waited for the first of the month. One statement, so that nobody sees half of it.",
        edits: [
          { file: "web/config/schedule.yml", from: 'cron: "40 2 1 * *"', to: 'cron: "0 * * * *"' },
          {
            file: "web/app/jobs/accrual_job.rb",
            from: '    Employee.active.in_batches(of: BATCH) do |batch|\n      batch.update_all(["leave_days = leave_days + yearly_leave / 12.0, accrued_on = ?", today])\n      sleep(0.2)\n    end\n',
            to: "    Employee.transaction do\n      Employee.active.lock.each do |employee|\n        employee.update!(leave_days: employee.leave_days + employee.earned_since(employee.accrued_on), accrued_on: today)\n      end\n    end\n",
          },
          { file: "web/app/jobs/accrual_job.rb", from: "  BATCH = 200\n\n", to: "" },
        ],
      },
      costCentre,
      leaveLog,
      perPage,
    ],
    effects: [
      { at: "payroll-web|PATCH /employees/:id|update", slow: 2600 },
      {
        at: "payroll-web|PATCH /employees/:id|update",
        share: 0.45,
        delay: 15,
        fail: lockTimeout,
      },
    ],
    logs: [
      {
        service: "payroll-web",
        severity: "INFO",
        body: "[ActiveJob] [AccrualJob] accrual for 41873 employees",
        every: 280,
        where: { host: "node-1" },
      },
      {
        service: "payroll-web",
        severity: "WARN",
        body: "process {n} still waiting for ShareLock on transaction {n} after 1000.1 ms, holder runs: UPDATE employees SET leave_days = $1, accrued_on = $2 WHERE id = $3 /*job:AccrualJob*/",
        every: 14,
        delay: 5,
      },
    ],
    needs: ["logs"],
  },
  {
    id: "pay-austria-tables",
    group: "one tenant",
    kind: "a country without its table",
    world,
    service: "tax",
    symptom: "errors",
    alertOn: "payroll-web|POST /runs",
    changes: [
      {
        role: "culprit",
        message:
          "tax: tables by year and country\n\nThe year was ignored so far. 2024 to 2026 are the same for now, the generator writes them from the ministries' sheets.",
        edits: [
          {
            file: "tax/tax/tables.py",
            from: 'TABLES = {"DE": GERMANY, "AT": AUSTRIA, "NL": NETHERLANDS}\n',
            to: 'TABLES = {\n    2024: {"DE": GERMANY, "AT": AUSTRIA, "NL": NETHERLANDS},\n    2025: {"DE": GERMANY, "AT": AUSTRIA, "NL": NETHERLANDS},\n    2026: {"DE": GERMANY, "NL": NETHERLANDS},\n}\n',
          },
          {
            file: "tax/tax/tables.py",
            from: '    """Tables of a country. The year is for the day when they differ."""\n    if year < 2024:\n        raise ValueError(f"no tables for {year}")\n    return TABLES[country]\n',
            to: '    """Tables of a country in a year."""\n    if year not in TABLES:\n        raise ValueError(f"no tables for {year}")\n    return TABLES[year][country]\n',
          },
          {
            file: "tax/tests/test_tables.py",
            add: 'import pytest\n\nfrom tax.tables import load\n\n\n@pytest.mark.parametrize("year", [2024, 2025, 2026])\ndef test_germany(year):\n    assert load("DE", year)["church_rate"]\n\n\ndef test_unknown_year():\n    with pytest.raises(ValueError):\n        load("DE", 2019)\n',
          },
        ],
      },
      overtime,
      perPage,
      bankReference,
    ],
    effects: [
      {
        at: "tax|POST /calculate",
        where: { tenant: "alpenwerk" },
        early: true,
        fail: {
          type: "KeyError",
          message: "'AT'",
          status: 500,
          frames: [
            { file: "tax/tax/tables.py", text: "return TABLES[", fn: "load" },
            { file: "tax/tax/api.py", text: "tables = load(", fn: "calculate" },
          ],
        },
      },
    ],
    rps: [3, 6],
  },
  {
    id: "pay-bank-secret",
    group: "credential",
    kind: "client secret expired at the bank",
    world,
    service: "payouts",
    symptom: "errors",
    alertOn: "payouts|process payouts",
    changes: [bankReference, overtime, perPage],
    effects: [
      {
        at: "payouts|process payouts",
        gate: "time",
        early: true,
        share: 0.97,
        fail: {
          type: "Payouts::BankError",
          message: 'token: 401 {"error":"invalid_client","error_description":"client secret expired @T-1m@"}',
          status: 500,
          frames: [
            {
              file: "payouts/lib/payouts/token_source.rb",
              text: "raise BankError",
              fn: "Payouts::TokenSource#refresh",
            },
            {
              file: "payouts/lib/payouts/token_source.rb",
              text: "refresh",
              fn: "block in Payouts::TokenSource#current",
            },
            {
              file: "payouts/lib/payouts/transfer.rb",
              text: "@tokens.current",
              fn: "Payouts::Transfer#call",
            },
          ],
        },
      },
    ],
  },
  {
    id: "pay-hand-written-update",
    group: "operator",
    kind: "a long statement by hand",
    world,
    service: "payroll-web",
    symptom: "errors",
    alertOn: "payroll-web|PATCH /employees/:id",
    changes: [
      costCentre,
      leaveLog,
      {
        role: "decoy",
        message:
          "employees: an index for the cost centre report\n\nBuilt concurrently last week by hand, this writes it down.",
        at: -34,
        edits: [
          {
            file: "db/migrate/20260305080000_index_cost_centre.rb",
            add: "# frozen_string_literal: true\n\nclass IndexCostCentre < ActiveRecord::Migration[7.2]\n  disable_ddl_transaction!\n\n  def change\n    add_index :employees, :cost_centre, algorithm: :concurrently, if_not_exists: true\n  end\nend\n",
          },
        ],
      },
    ],
    effects: [
      { at: "payroll-web|PATCH /employees/:id|update", gate: "time", slow: 2400 },
      { at: "payroll-web|PATCH /employees/:id|update", gate: "time", share: 0.6, fail: lockTimeout },
    ],
    logs: [
      {
        service: "payroll-web",
        severity: "WARN",
        body: "process {n} still waiting for ShareLock on transaction 88120419 after 1000.1 ms, holder: pid 20817 application_name=psql user=msorensen UPDATE employees SET cost_centre = lower(cost_centre)",
        every: 14,
        gate: "time",
      },
    ],
    events: [
      {
        at: -25,
        kind: "operator",
        text: "break-glass session on payroll-db opened by msorensen (ticket OPS-4471: clean up cost centres)",
      },
    ],
    needs: ["events", "logs"],
  },
  {
    id: "pay-zero-hours",
    group: "bad data",
    kind: "an imported employee with no hours",
    world,
    service: "tax",
    symptom: "errors",
    alertOn: "payroll-web|POST /runs",
    changes: [
      overtime,
      perPage,
      costCentre,
      {
        role: "decoy",
        message: "tax: module docstring of wages",
        at: -120,
        edits: [
          {
            file: "tax/tax/wages.py",
            from: '"""Figures that the payslip prints for information."""',
            to: '"""Figures that the payslip prints for information; nothing is paid by them."""',
          },
        ],
      },
    ],
    effects: [
      {
        at: "tax|POST /calculate",
        gate: "time",
        where: { tenant: "nordkontor" },
        fail: {
          type: "decimal.DivisionByZero",
          message: "[<class 'decimal.DivisionByZero'>]",
          status: 500,
          frames: [
            { file: "tax/tax/wages.py", text: "return (gross_cents / (weekly_hours", fn: "hourly_rate" },
            { file: "tax/tax/api.py", text: "hourly_cents=int(hourly_rate(", fn: "one" },
            { file: "tax/tax/api.py", text: "return [one(employee, tables)", fn: "calculate" },
          ],
        },
      },
    ],
    events: [
      {
        at: -45,
        kind: "import",
        service: "payroll-web",
        text: "tenant nordkontor: employee import finished, 212 rows, 1 with warnings (weekly hours empty, stored as 0)",
      },
    ],
    needs: ["events"],
  },
];
