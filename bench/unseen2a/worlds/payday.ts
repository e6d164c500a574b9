import { sources } from "../../judging-set/sources.ts";
import type { World } from "../../unseen/scenario.ts";

/** Payroll as a service: Rails in front, leave in Laravel on the same database, taxes in Python, transfers in Ruby. */
export const payday: World = {
  id: "payday",
  repository: "lohnwerk/payday",
  files: sources(new URL("payday.txt", import.meta.url)),
  services: [
    {
      name: "payroll-web",
      language: "ruby",
      paths: ["web/", "db/"],
      replicas: 3,
      ops: [
        {
          name: "GET /payslips",
          ms: 8,
          steps: [
            {
              do: "db",
              id: "slips",
              system: "postgresql",
              query: "SELECT payslips.* FROM payslips WHERE employee_id = $1 ORDER BY period DESC LIMIT 24",
              table: "payslips",
              ms: 4,
            },
          ],
        },
        {
          name: "GET /employees/:id",
          ms: 9,
          steps: [
            {
              do: "db",
              id: "employee",
              system: "postgresql",
              query: "SELECT employees.* FROM employees WHERE tenant_id = $1 AND id = $2 LIMIT 1",
              table: "employees",
              ms: 3,
            },
            {
              do: "call",
              id: "leave",
              to: "leave",
              op: "GET /leave/balance/{employee}",
              src: {
                file: "web/app/controllers/employees_controller.rb",
                text: "LeaveClient.new(current_tenant)",
                fn: "EmployeesController#show",
              },
            },
          ],
        },
        {
          name: "PATCH /employees/:id",
          ms: 8,
          steps: [
            {
              do: "db",
              id: "update",
              system: "postgresql",
              query: "UPDATE employees SET weekly_hours = $1, cost_centre = $2 WHERE id = $3",
              table: "employees",
              ms: 5,
              src: {
                file: "web/app/controllers/employees_controller.rb",
                text: "employee.update!(employee_params)",
                fn: "EmployeesController#update",
              },
            },
          ],
        },
        {
          name: "POST /runs",
          ms: 20,
          steps: [
            {
              do: "db",
              id: "active",
              system: "postgresql",
              query: "SELECT employees.* FROM employees WHERE active AND tenant_id = $1",
              table: "employees",
              ms: 12,
            },
            {
              do: "call",
              id: "tax",
              to: "tax",
              op: "POST /calculate",
              src: {
                file: "web/app/controllers/runs_controller.rb",
                text: "TaxClient.new.calculate(",
                fn: "RunsController#create",
              },
            },
            {
              do: "send",
              id: "payout",
              system: "kafka",
              topic: "payouts",
              to: "payouts",
              op: "process payouts",
              chance: 0.6,
            },
          ],
        },
      ],
    },
    {
      name: "leave",
      language: "php",
      paths: ["leave/"],
      replicas: 2,
      ops: [
        {
          name: "GET /leave/balance/{employee}",
          ms: 7,
          steps: [
            {
              do: "db",
              id: "employee",
              system: "postgresql",
              query:
                "SELECT id, hired_on, weekly_hours, yearly_leave FROM employees WHERE id = ? AND tenant_id = ?",
              table: "employees",
              ms: 3,
              src: {
                file: "leave/app/Http/Controllers/BalanceController.php",
                text: "DB::connection('payroll')->selectOne(",
                fn: "App\\Http\\Controllers\\BalanceController->show",
              },
            },
            {
              do: "db",
              id: "taken",
              system: "postgresql",
              query:
                "select sum(days) from leave_requests where employee_id = ? and state = ? and extract(year from first_day) = ?",
              table: "leave_requests",
              ms: 3,
            },
          ],
        },
      ],
    },
    {
      name: "tax",
      language: "python",
      paths: ["tax/"],
      replicas: 2,
      ops: [{ name: "POST /calculate", ms: 18, steps: [] }],
    },
    {
      name: "payouts",
      language: "ruby",
      paths: ["payouts/"],
      replicas: 2,
      ops: [
        {
          name: "process payouts",
          ms: 6,
          log: "run handed to the bank",
          steps: [
            {
              do: "ext",
              id: "transfer",
              host: "api.giroworks.example",
              method: "POST",
              path: "/v1/transfers",
              ms: 240,
              src: {
                file: "payouts/lib/payouts/transfer.rb",
                text: '@http.post("/v1/transfers")',
                fn: "Payouts::Transfer#call",
              },
            },
          ],
        },
      ],
    },
  ],
  entries: {
    "payroll-web|GET /payslips": 5,
    "payroll-web|GET /employees/:id": 4,
    "payroll-web|PATCH /employees/:id": 2,
    "payroll-web|POST /runs": 3,
  },
  attributes: {
    tenant: ["nordkontor", "alpenwerk", "bakkerij-vos", "stadtwerke-hof"],
    role: ["employee", "clerk", "manager"],
  },
  noise: [
    {
      at: "leave|GET /leave/balance/{employee}",
      share: 0.008,
      fail: { type: "HttpException", message: "no_such_employee", status: 404, quiet: true },
    },
    {
      at: "payroll-web|PATCH /employees/:id",
      share: 0.012,
      fail: {
        type: "ActiveRecord::RecordInvalid",
        message: "Validation failed: Weekly hours must be less than 60",
        status: 422,
      },
    },
  ],
  extras: [
    {
      role: "innocent",
      message: "Bump faraday from 2.12.2 to 2.12.3 in /web",
      edits: [{ file: "web/Gemfile.lock", from: "faraday (2.12.2)", to: "faraday (2.12.3)" }],
    },
    {
      role: "innocent",
      message: "tax: say what quantize does at the end of the brackets",
      edits: [
        {
          file: "tax/tax/brackets.py",
          from: "    return total.quantize(Decimal(1))",
          to: "    # Half to even, as the ministry's own sheet does.\n    return total.quantize(Decimal(1))",
        },
      ],
    },
    {
      role: "innocent",
      message: "payouts: the margin has a unit now",
      edits: [
        {
          file: "payouts/lib/payouts/token_source.rb",
          from: "    MARGIN = 60\n",
          to: "    # seconds\n    MARGIN = 60\n",
        },
      ],
    },
    {
      role: "innocent",
      message: "web: weekly report on Monday at six, people print it before they come in",
      edits: [{ file: "web/config/schedule.yml", from: '"30 5 * * 1"', to: '"0 4 * * 1"' }],
    },
    {
      role: "innocent",
      message: "leave: composer update, carbon only",
      edits: [{ file: "leave/composer.lock", from: '"version": "3.8.2"', to: '"version": "3.8.4"' }],
    },
  ],
  rename: {
    lohnwerk: ["wagewell", "paysmith"],
    giroworks: ["bankable", "clearflow"],
    alpenwerk: ["tirolbau", "donauholz"],
    nordkontor: ["hansalog", "elbmarkt"],
  },
};
