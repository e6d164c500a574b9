import type { Scenario } from "../../judging-set/scenario.ts";
import { payday } from "../worlds/payday.ts";
import { ride } from "../worlds/ride.ts";

const group = "undecidable";

/** Two changes that explain the same, out at the same time, and nothing but the outermost spans to tell them apart. */
export const undecidableScenarios: Scenario[] = [
  {
    id: "unclear-quotes-slow",
    group,
    kind: "two slow neighbours",
    world: ride,
    service: "fares",
    symptom: "latency",
    alertOn: "rider-api|GET /quotes",
    thin: true,
    changes: [
      {
        role: "culprit",
        message: "fares: connections that the database can afford",
        edits: [{ file: "deploy/helm/fares/values.yaml", from: 'PG_POOL_MAX: "20"', to: 'PG_POOL_MAX: "3"' }],
      },
      {
        role: "decoy",
        message: "eta: travel times of this minute",
        at: -3,
        edits: [
          {
            file: "services/eta/internal/cache/cache.go",
            from: "const lifetime = 4 * time.Minute",
            to: "const lifetime = 5 * time.Second",
          },
        ],
      },
    ],
    effects: [
      { at: "rider-api|GET /quotes", gate: "time", slow: 900 },
      { at: "rider-api|POST /trips", gate: "time", slow: 600 },
    ],
  },
  {
    id: "unclear-employee-500",
    group,
    kind: "either side of a call",
    world: payday,
    service: "payroll-web",
    symptom: "errors",
    alertOn: "payroll-web|GET /employees/:id",
    thin: true,
    changes: [
      {
        role: "culprit",
        message: "employees: show the days that are left, not the whole balance",
        edits: [
          {
            file: "web/app/controllers/employees_controller.rb",
            from: "      leave: LeaveClient.new(current_tenant).balance(employee.id)\n",
            to: '      leave: LeaveClient.new(current_tenant).balance(employee.id).fetch("left_days")\n',
          },
        ],
      },
      {
        role: "decoy",
        message: "leave: read the tenant where the gateway puts it now",
        at: 4,
        edits: [
          {
            file: "leave/app/Http/Controllers/BalanceController.php",
            from: "[$employee, $request->attributes->get('tenant')]",
            to: "[$employee, $request->attributes->get('tenant')->id]",
          },
        ],
      },
    ],
    effects: [
      {
        at: "payroll-web|GET /employees/:id",
        gate: "time",
        fail: { type: "StandardError", message: "", status: 500, quiet: true },
      },
    ],
  },
];
