// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are sources of other programs
import type { Scenario } from "../scenario.ts";
import { platform as world } from "../worlds/platform.ts";

const login = "api|POST /login";
const projects = "api|GET /projects";
const reports = "api|POST /reports";

/** Requests that find nobody: a load balancer of another team in front of the api. */
const fronted = {
  ...world,
  services: [
    {
      name: "ingress",
      language: "go" as const,
      paths: [],
      replicas: 2,
      ops: [
        {
          name: "GET /projects",
          ms: 1,
          steps: [{ do: "call" as const, id: "api", to: "api", op: "GET /projects" }],
        },
        {
          name: "POST /login",
          ms: 1,
          steps: [{ do: "call" as const, id: "api", to: "api", op: "POST /login" }],
        },
      ],
    },
    ...world.services,
  ],
  entries: { "ingress|GET /projects": 6, "ingress|POST /login": 3 },
};

export const platformScenarios: Scenario[] = [
  {
    id: "platform-secret-gone",
    group: "start-up or configuration",
    kind: "environment variable missing",
    world: fronted,
    service: "api",
    symptom: "errors",
    alertOn: "ingress|GET /projects",
    needs: ["logs"],
    changes: [
      {
        role: "culprit",
        message: "k8s: remove what nobody reads",
        edits: [
          {
            file: "k8s/api.yaml",
            from: "            - name: SESSION_SECRET\n              valueFrom: { secretKeyRef: { name: api, key: session-secret } }\n",
            to: "",
          },
        ],
      },
      {
        role: "decoy",
        at: -70,
        message: "api: projects are sliced after the query (perf risk)",
        edits: [
          {
            file: "api/src/projects.ts",
            from: "  return rows.slice(page * settings.pageSize, (page + 1) * settings.pageSize);",
            to: "  const first = page * settings.pageSize;\n  return rows.slice(first, first + settings.pageSize);",
          },
        ],
      },
    ],
    effects: [
      {
        at: "api|*",
        refuse: { type: "*url.Error", message: "dial tcp 10.4.1.12:8080: connect: connection refused" },
      },
    ],
    logs: [
      {
        service: "api",
        severity: "FATAL",
        body: "Uncaught Error: SESSION_SECRET is not set",
        every: 18,
        fail: {
          type: "Error",
          message: "SESSION_SECRET is not set",
          frames: [
            { file: "api/src/settings.ts", text: "throw new Error", fn: "need" },
            { file: "api/src/settings.ts", text: 'need("SESSION_SECRET")', fn: "settings.ts" },
          ],
        },
      },
    ],
  },
  {
    id: "platform-security-group",
    group: "start-up or configuration",
    kind: "network rule narrowed",
    world,
    service: "api",
    symptom: "errors",
    alertOn: projects,
    changes: [
      {
        role: "culprit",
        message: "infra: the database listens to its own subnet only",
        edits: [
          {
            file: "infra/network.tf",
            from: '    protocol    = "tcp"\n    cidr_blocks = ["10.20.0.0/16"]\n  }\n\n  egress',
            to: '    protocol    = "tcp"\n    cidr_blocks = ["10.20.8.0/24"]\n  }\n\n  egress',
          },
        ],
      },
      {
        role: "decoy",
        at: -25,
        message: "api: named template folder",
        edits: [
          {
            file: "api/src/report.ts",
            from: 'const folder = new URL("../templates/", import.meta.url);',
            to: 'const templates = "../templates/";\nconst folder = new URL(templates, import.meta.url);',
          },
        ],
      },
      {
        role: "decoy",
        message: "api: fewer rows per page",
        edits: [{ file: "k8s/api.yaml", from: 'value: "50"', to: 'value: "40"' }],
      },
    ],
    effects: [
      {
        at: `${projects}|projects`,
        gate: "time",
        slow: 2900,
        fail: {
          type: "Error",
          message: "connect ETIMEDOUT 10.20.8.31:5432",
          frames: [{ file: "api/src/projects.ts", text: "pool.query", fn: "projects" }],
        },
      },
      {
        at: `${reports}|projects`,
        gate: "time",
        slow: 2900,
        fail: {
          type: "Error",
          message: "connect ETIMEDOUT 10.20.8.31:5432",
          frames: [{ file: "api/src/projects.ts", text: "pool.query", fn: "projects" }],
        },
      },
      {
        at: "auth|POST /sessions|user",
        gate: "time",
        slow: 2900,
        fail: { type: "*net.OpError", message: "dial tcp 10.20.8.31:5432: i/o timeout" },
      },
    ],
  },
  {
    id: "platform-templates-left",
    group: "start-up or configuration",
    kind: "file missing in the image",
    world,
    service: "api",
    symptom: "errors",
    alertOn: reports,
    changes: [
      {
        role: "culprit",
        message: "api: smaller image",
        edits: [
          {
            file: "api/Dockerfile",
            from: "COPY src ./src\nCOPY templates ./templates\n",
            to: "COPY src ./src\n",
          },
        ],
      },
      {
        role: "decoy",
        at: -38,
        message: "report: render in two steps",
        edits: [
          {
            file: "api/src/report.ts",
            from: "  return Mustache.render(template, values);",
            to: "  const text = Mustache.render(template, values);\n  return text;",
          },
        ],
      },
    ],
    effects: [
      {
        at: `${reports}|render`,
        fail: {
          type: "Error",
          message: "ENOENT: no such file or directory, open '/app/templates/monthly.mustache'",
          frames: [{ file: "api/src/report.ts", text: "await readFile", fn: "renderReport" }],
        },
      },
    ],
    rps: [3, 8],
  },
  {
    id: "platform-bcrypt-cost",
    group: "regex or processor",
    kind: "work per request raised",
    world,
    service: "auth",
    symptom: "latency",
    alertOn: login,
    changes: [
      {
        role: "culprit",
        message: "k8s: follow the security review",
        edits: [
          {
            file: "k8s/auth.yaml",
            from: '{ name: BCRYPT_COST, value: "10" }',
            to: '{ name: BCRYPT_COST, value: "15" }',
          },
        ],
      },
      {
        role: "decoy",
        at: -19,
        message: "api: login says who was denied",
        edits: [
          {
            file: "api/src/login.ts",
            from: "throw new Error(`auth answered ${response.status}`)",
            to: "throw new Error(`auth answered ${response.status} to a login`)",
          },
        ],
      },
      {
        role: "decoy",
        message: "auth: denied is denied",
        edits: [{ file: "auth/sessions.go", from: 'errors.New("denied")', to: 'errors.New("login denied")' }],
      },
    ],
    effects: [{ at: "auth|POST /sessions", slow: 2300 }],
    gauges: [
      {
        service: "auth",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.2,
        noise: 0.03,
        to: 0.97,
        ramp: 15,
      },
    ],
  },
  {
    id: "platform-cpu-limit",
    group: "timeout or limit",
    kind: "processor limit lowered",
    world,
    service: "api",
    symptom: "latency",
    alertOn: projects,
    needs: ["metrics"],
    changes: [
      {
        role: "culprit",
        message: "k8s: api never used a whole core, save money",
        edits: [
          {
            file: "k8s/api.yaml",
            from: 'requests: { cpu: 500m, memory: 256Mi }\n            limits: { cpu: "1", memory: 512Mi }',
            to: "requests: { cpu: 50m, memory: 256Mi }\n            limits: { cpu: 100m, memory: 512Mi }",
          },
        ],
      },
      {
        role: "decoy",
        at: -23,
        message: "auth: rehash on the way in (crypto change)",
        edits: [
          {
            file: "auth/sessions.go",
            from: "	if used, _ := bcrypt.Cost(user.Hash); used != cost() {",
            to: "	used, _ := bcrypt.Cost(user.Hash)\n	if used != cost() {",
          },
        ],
      },
    ],
    effects: [{ at: "api|*", slow: 420, ramp: 20 }],
    gauges: [
      {
        service: "api",
        name: "k8s.container.cpu.throttled_ratio",
        unit: "1",
        base: 0.01,
        noise: 0.005,
        to: 0.88,
        ramp: 15,
      },
      { service: "api", name: "k8s.container.cpu_limit", unit: "cpu", base: 1, noise: 0, to: 0.1 },
    ],
  },
  {
    id: "platform-scaled-down",
    group: "operator action",
    kind: "operator",
    world,
    service: "auth",
    symptom: "latency",
    alertOn: login,
    needs: ["events"],
    changes: [
      {
        role: "decoy",
        at: -30,
        message: "auth: cost is read once",
        edits: [
          {
            file: "auth/sessions.go",
            from: '	value, err := strconv.Atoi(os.Getenv("BCRYPT_COST"))',
            to: '	text := os.Getenv("BCRYPT_COST")\n	value, err := strconv.Atoi(text)',
          },
        ],
      },
      {
        role: "decoy",
        message: "api: request less memory",
        edits: [{ file: "k8s/api.yaml", from: "memory: 256Mi }", to: "memory: 224Mi }" }],
      },
    ],
    effects: [{ at: "auth|*", gate: "time", slow: 1400, ramp: 30 }],
    gauges: [
      {
        service: "auth",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.24,
        noise: 0.03,
        to: 0.99,
        ramp: 20,
        gate: "time",
      },
      {
        service: "auth",
        name: "k8s.deployment.available_pods",
        unit: "{pod}",
        base: 4,
        noise: 0,
        to: 1,
        gate: "time",
      },
    ],
    events: [
      {
        at: -9,
        kind: "scale",
        service: "auth",
        text: "auth scaled from 4 to 1 by hand (kubectl, user pbauer)",
      },
    ],
  },
  {
    id: "platform-password-rotated",
    group: "operator action",
    kind: "secret rotated by hand",
    world,
    service: "api",
    symptom: "errors",
    alertOn: projects,
    changes: [
      {
        role: "decoy",
        at: -27,
        message: "api: query in one line",
        edits: [
          {
            file: "api/src/projects.ts",
            from: "export async function projects(account: string, page = 0) {",
            to: "/** A page of an account's projects. */\nexport async function projects(account: string, page = 0) {",
          },
        ],
      },
      {
        role: "decoy",
        message: "infra: owner of the bucket",
        edits: [{ file: "infra/buckets.tf", from: 'owner = "api"', to: 'owner = "platform"' }],
      },
    ],
    effects: [
      {
        at: `${projects}|projects`,
        gate: "time",
        share: 0.9,
        fail: {
          type: "error",
          message: 'password authentication failed for user "api"',
          frames: [{ file: "api/src/projects.ts", text: "pool.query", fn: "projects" }],
        },
      },
      {
        at: `${reports}|projects`,
        gate: "time",
        share: 0.9,
        fail: {
          type: "error",
          message: 'password authentication failed for user "api"',
          frames: [{ file: "api/src/projects.ts", text: "pool.query", fn: "projects" }],
        },
      },
    ],
    events: [
      { at: -15, kind: "operator", text: "database password of role api rotated in the vault console" },
    ],
  },
  {
    id: "platform-credential-stuffing",
    group: "traffic surge",
    kind: "attack",
    world,
    service: "auth",
    symptom: "latency",
    alertOn: login,
    surge: { factor: 7, entry: login, attribute: ["plan", "free"] },
    needs: ["metrics"],
    changes: [
      {
        role: "decoy",
        at: -33,
        message: "auth: bcrypt default when unset, documented",
        edits: [
          {
            file: "auth/sessions.go",
            from: "func cost() int {",
            to: "// cost is the work factor; the library's default where the variable is no number.\nfunc cost() int {",
          },
        ],
      },
      {
        role: "decoy",
        message: "api: login body typed",
        edits: [
          {
            file: "api/src/login.ts",
            from: "  const { id } = await response.json();",
            to: "  const { id } = (await response.json()) as { id: string };",
          },
        ],
      },
    ],
    effects: [
      { at: "auth|POST /sessions", gate: "time", slow: 900, ramp: 50 },
      {
        at: "auth|POST /sessions",
        gate: "time",
        share: 0.7,
        slow: 1,
        fail: { type: "*errors.errorString", message: "denied", status: 401 },
      },
    ],
    gauges: [
      {
        service: "auth",
        name: "process.cpu.utilization",
        unit: "1",
        base: 0.22,
        noise: 0.03,
        to: 0.98,
        ramp: 40,
        gate: "time",
      },
    ],
    rps: [2, 5],
  },
];
