import { changes } from "../../judging-set/changes.ts";
import { pool } from "../../judging-set/pool.ts";
import type { Scenario } from "../../judging-set/scenario.ts";
import { place } from "../../judging-set/step.ts";
import { quietly } from "../quietly.ts";
import { lingo as world } from "../worlds/lingo.ts";

const of = changes(new URL("./lingo.txt", import.meta.url));
const controller = "site/app/Http/ProjectController.php";

export const lingoScenarios: Scenario[] = [
  // Decidable by: projects without a deadline fail on the line from which the commit took the question.
  {
    id: "li-due",
    group: "guard or null",
    kind: "guard removed",
    world,
    service: "site",
    symptom: "errors",
    alertOn: "site|GET /projects/{id}",
    needs: ["exceptions"],
    changes: [...of("li-due"), ...pool(of, { "pool-title": -30, "pool-saved": null })],
    effects: [
      {
        at: "site|GET /projects/{id}",
        share: 0.6,
        early: true,
        fail: {
          type: "Error",
          message: "Call to a member function setTimezone() on null",
          frames: [
            place(controller, "$project->deadline->setTimezone(", "App\\Http\\ProjectController->show"),
          ],
        },
      },
    ],
  },
  // Decidable by: segments nobody reviews make the handler panic, on the line that the commit wrote.
  // After https://incident.io/blog/intermittent-downtime
  {
    id: "li-reviewer",
    group: "guard or null",
    kind: "nil pointer",
    world,
    service: "jobs",
    symptom: "errors",
    alertOn: "site|PUT /segments/{id}",
    needs: ["exceptions"],
    rps: [3, 8],
    changes: [...of("li-reviewer"), ...pool(of, { "pool-terms": -55, "pool-machine": null })],
    effects: [
      {
        at: "jobs|POST /checks",
        where: { plan: "freelance" },
        share: 0.9,
        fail: {
          type: "runtime.errorString",
          message: "runtime error: invalid memory address or nil pointer dereference",
          frames: [
            place(
              "jobs/internal/checks/check.go",
              "report.Reviewer = segment.Reviewer.Name",
              "checks.(*Server).Check",
            ),
          ],
        },
      },
    ],
  },
  // Decidable by: writes to one table wait for a lock in two services since the deployment whose migration copies that table.
  // After https://gocardless.com/blog/zero-downtime-postgres-migrations-the-hard-parts/
  {
    id: "li-alter",
    group: "schema or migration",
    kind: "migration locks a table",
    world,
    service: "site",
    symptom: "errors",
    alertOn: "site|PUT /segments/{id}",
    needs: ["exceptions"],
    changes: [...of("li-alter"), ...pool(of, { "pool-terms": -400, "pool-machine": -25 })],
    effects: (
      ["site|PUT /segments/{id}|update", "jobs|POST /checks|mark", "jobs|process results|score"] as const
    ).map((at) => ({
      at,
      gate: "site",
      slow: 4600,
      share: 0.75,
      fail: {
        type: at.startsWith("site") ? "Illuminate\\Database\\QueryException" : "*mysql.MySQLError",
        message: at.startsWith("site")
          ? "SQLSTATE[HY000]: General error: 1205 Lock wait timeout exceeded; try restarting transaction (SQL: update `segments` set `target` = ?)"
          : "Error 1205 (HY000): Lock wait timeout exceeded; try restarting transaction",
      },
    })),
    logs: [
      {
        service: "jobs",
        severity: "WARN",
        body: 'level=WARN msg="slow query" table=segments state="Waiting for table metadata lock"',
        every: 30,
        gate: "time",
      },
    ],
  },
  // Decidable by: the consumer that did not change gets a text where it reads a number, which the commit sends on the other side.
  {
    id: "li-decimal",
    group: "contract or serialisation",
    kind: "number became text",
    world,
    service: "quality",
    symptom: "errors",
    alertOn: "jobs|process results",
    needs: ["exceptions"],
    changes: quietly([...of("li-decimal"), ...pool(of, { "pool-machine": -520, "pool-terms": -30 })]),
    effects: [
      {
        at: "jobs|process results",
        gate: "quality",
        early: true,
        fail: {
          type: "*fmt.wrapError",
          message:
            "result of quality: json: cannot unmarshal string into Go struct field Result.score of type float64",
          frames: [
            place(
              "jobs/internal/results/results.go",
              "json.Unmarshal(message, &result)",
              "results.(*Consumer).Handle",
            ),
          ],
        },
      },
    ],
  },
  // Decidable by: open files grow in all instances since the deployment of the commit that opens and does not close, up to the limit.
  {
    id: "li-layout",
    group: "leak or resource held",
    kind: "files left open",
    world,
    service: "jobs",
    symptom: "errors",
    alertOn: "jobs|GET /previews/{project}",
    lag: 1680,
    needs: ["exceptions", "metrics", "deployments"],
    changes: [...of("li-layout"), ...pool(of, { "pool-machine": -90, "pool-title": -40 })],
    effects: [
      {
        at: "jobs|GET /previews/{project}",
        share: 0.9,
        early: true,
        ramp: 45,
        fail: {
          type: "*fmt.wrapError",
          message: "layout: open /srv/layouts/{n}: too many open files",
          frames: [
            place(
              "jobs/internal/preview/preview.go",
              'fmt.Errorf("layout: %w", err)',
              "preview.(*Server).Preview",
            ),
          ],
        },
      },
      {
        at: "jobs|POST /checks|segment",
        share: 0.3,
        fail: { type: "*net.OpError", message: "dial tcp 10.41.2.9:3306: socket: too many open files" },
      },
    ],
    gauges: [
      {
        service: "jobs",
        name: "process.open_file_descriptor.count",
        unit: "{count}",
        base: 520,
        noise: 4,
        to: 1024,
        ramp: 870,
        delay: -840,
      },
    ],
  },
  // Decidable by: the machine's API answers 200 in another form from one moment on, in all instances, on a line nobody touched.
  // After https://metrist.io/blog/how-we-found-azures-unannounced-breaking-change/
  {
    id: "li-shape",
    group: "provider",
    kind: "provider changed its answer",
    world,
    service: "quality",
    symptom: "errors",
    alertOn: "quality|process quality",
    needs: ["exceptions", "logs"],
    changes: [...of("li-shape"), ...pool(of, { "pool-machine": -65, "pool-terms": null })],
    effects: [
      {
        at: "quality|process quality|translate",
        fail: {
          type: "KeyError",
          message: "'translations'",
          status: 200,
          frames: [
            place("quality/app/machine.py", 'reply.json()["translations"]', "translate"),
            place("quality/app/score.py", "back = machine.translate(", "score"),
          ],
        },
      },
    ],
    logs: [
      {
        service: "quality",
        severity: "WARN",
        body: "httpx: 200 from api.deepspeak.example, api-version header is now 2026-07 (was 2026-01), keys: ['results', 'usage']",
        every: 25,
      },
    ],
  },
  // Decidable by: the database says that another schema's export holds it, and statements of both services are slow.
  // After https://github.blog/news-insights/company-news/february-service-disruptions-post-incident-analysis/
  {
    id: "li-export",
    group: "neighbour",
    kind: "export on the shared database",
    world,
    service: "site",
    symptom: "latency",
    alertOn: "site|GET /projects",
    needs: ["events", "logs"],
    changes: quietly([...of("li-export"), ...pool(of, { "pool-title": -45, "pool-saved": null })]),
    events: [
      { at: -30, kind: "job", text: "finance: full export of ledger on mysql-shared-2 started (other team)" },
    ],
    effects: [
      { at: "site|GET /projects|open", slow: 1500 },
      { at: "site|GET /projects/{id}|words", slow: 1700 },
      { at: "site|PUT /segments/{id}|update", slow: 1400 },
      { at: "jobs|POST /checks|segment", slow: 1300 },
      { at: "jobs|GET /previews/{project}|segments", slow: 1600 },
    ],
    logs: [
      {
        service: "jobs",
        severity: "WARN",
        body: 'level=WARN msg="slow query" host=mysql-shared-2 iowait=81% top="SELECT * FROM ledger.entries (user finance_export)"',
        every: 45,
      },
    ],
  },
  // Decidable by: five times the requests for one page, all from one address range, and no more of anything else.
  {
    id: "li-scraper",
    group: "traffic",
    kind: "scraper",
    world,
    service: "site",
    symptom: "traffic",
    alertOn: "site|GET /projects/{id}",
    needs: ["metrics", "logs"],
    changes: [...of("li-scraper"), ...pool(of, { "pool-title": -80, "pool-terms": -260 })],
    surge: { factor: 4, entry: "site|GET /projects/{id}", attribute: ["plan", "trial"] },
    effects: [{ at: "site|*", slow: 420, ramp: 60 }],
    gauges: [
      {
        service: "site",
        name: "phpfpm.active_processes",
        unit: "{process}",
        base: 4,
        noise: 1,
        to: 40,
        ramp: 70,
      },
    ],
    logs: [
      {
        service: "site",
        severity: "WARN",
        body: "[pool www] server reached pm.max_children setting (40), consider raising it; busiest client 203.0.113.0/24 agent python-requests/2.32",
        every: 20,
      },
    ],
  },
];
