import type { World } from "../scenario.ts";

export const platform: World = {
  id: "platform",
  repository: "acme/platform",
  services: [
    {
      name: "api",
      language: "typescript",
      paths: ["api/", "k8s/api.yaml"],
      replicas: 3,
      ops: [
        {
          name: "POST /login",
          ms: 4,
          steps: [
            {
              do: "call",
              id: "auth",
              to: "auth",
              op: "POST /sessions",
              timeout: 3000,
              src: { file: "api/src/login.ts", text: "await fetch", fn: "login" },
            },
          ],
          log: "login from {plan} account",
        },
        {
          name: "GET /projects",
          ms: 6,
          steps: [
            { do: "call", id: "verify", to: "auth", op: "GET /sessions/:id" },
            {
              do: "db",
              id: "projects",
              system: "postgresql",
              query: "SELECT id, name FROM projects WHERE account = $1 ORDER BY name",
              table: "projects",
              ms: 4,
              src: { file: "api/src/projects.ts", text: "FROM projects", fn: "projects" },
            },
          ],
          log: "projects of a {plan} account",
        },
        {
          name: "POST /reports",
          ms: 9,
          steps: [
            {
              do: "db",
              id: "projects",
              system: "postgresql",
              query: "SELECT id, name FROM projects WHERE account = $1 ORDER BY name",
              table: "projects",
              ms: 5,
            },
            { do: "work", id: "render", name: "report.render", ms: 40 },
          ],
        },
      ],
    },
    {
      name: "auth",
      language: "go",
      paths: ["auth/", "k8s/auth.yaml"],
      replicas: 4,
      ops: [
        {
          name: "POST /sessions",
          ms: 45,
          steps: [
            {
              do: "db",
              id: "user",
              system: "postgresql",
              query: "SELECT id, hash FROM users WHERE email = $1",
              table: "users",
              ms: 2,
            },
          ],
          log: "session opened {n}",
        },
        { name: "GET /sessions/:id", ms: 1.5, steps: [{ do: "cache", id: "get", command: "GET session:?" }] },
      ],
    },
  ],
  files: {
    "api/src/login.ts": `import { settings } from "./settings.ts";

export async function login(email: string, password: string): Promise<string> {
  const response = await fetch(\`\${settings.authUrl}/sessions\`, {
    method: "POST",
    body: JSON.stringify({ email, password }),
    signal: AbortSignal.timeout(3000),
  });
  if (response.status === 401) throw new Denied(email);
  if (!response.ok) throw new Error(\`auth answered \${response.status}\`);
  const { id } = await response.json();
  return id;
}

export class Denied extends Error {}
`,
    "api/src/settings.ts": `function need(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(\`\${name} is not set\`);
  return value;
}

export const settings = {
  authUrl: need("AUTH_URL"),
  databaseUrl: need("DATABASE_URL"),
  sessionSecret: need("SESSION_SECRET"),
  pageSize: Number(process.env.PAGE_SIZE ?? 50),
};
`,
    "api/src/projects.ts": `import { pool } from "./pool.ts";
import { settings } from "./settings.ts";

export async function projects(account: string, page = 0) {
  const { rows } = await pool.query("SELECT id, name FROM projects WHERE account = $1 ORDER BY name", [account]);
  return rows.slice(page * settings.pageSize, (page + 1) * settings.pageSize);
}
`,
    "api/src/report.ts": `import { readFile } from "node:fs/promises";
import Mustache from "mustache";

const folder = new URL("../templates/", import.meta.url);

export async function renderReport(name: string, values: object): Promise<string> {
  const template = await readFile(new URL(\`\${name}.mustache\`, folder), "utf8");
  return Mustache.render(template, values);
}
`,
    "api/Dockerfile": `FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
FROM node:24-slim
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
COPY package.json ./
COPY src ./src
COPY templates ./templates
USER node
CMD ["node", "src/main.ts"]
`,
    "k8s/api.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  replicas: 3
  strategy:
    type: Recreate
  template:
    spec:
      containers:
        - name: api
          image: registry.internal/api
          resources:
            requests: { cpu: 500m, memory: 256Mi }
            limits: { cpu: "1", memory: 512Mi }
          env:
            - { name: AUTH_URL, value: "http://auth:8080" }
            - name: DATABASE_URL
              valueFrom: { secretKeyRef: { name: api, key: database-url } }
            - name: SESSION_SECRET
              valueFrom: { secretKeyRef: { name: api, key: session-secret } }
            - { name: PAGE_SIZE, value: "50" }
`,
    "k8s/auth.yaml": `apiVersion: apps/v1
kind: Deployment
metadata:
  name: auth
spec:
  replicas: 4
  template:
    spec:
      containers:
        - name: auth
          image: registry.internal/auth
          resources:
            requests: { cpu: "1", memory: 128Mi }
            limits: { cpu: "2", memory: 256Mi }
          env:
            - { name: BCRYPT_COST, value: "10" }
`,
    "infra/network.tf": `resource "aws_security_group" "database" {
  name   = "database"
  vpc_id = var.vpc_id

  ingress {
    description = "applications"
    from_port   = 5432
    to_port     = 5432
    protocol    = "tcp"
    cidr_blocks = ["10.20.0.0/16"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_security_group" "cache" {
  name   = "cache"
  vpc_id = var.vpc_id

  ingress {
    from_port   = 6379
    to_port     = 6379
    protocol    = "tcp"
    cidr_blocks = ["10.20.0.0/16"]
  }
}
`,
    "infra/buckets.tf": `resource "aws_s3_bucket" "reports" {
  bucket = "platform-reports"

  tags = {
    owner = "api"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "reports" {
  bucket = aws_s3_bucket.reports.id

  rule {
    id     = "old"
    status = "Enabled"
    expiration {
      days = 90
    }
  }
}
`,
    "auth/sessions.go": `package auth

import (
	"errors"
	"os"
	"strconv"

	"golang.org/x/crypto/bcrypt"
)

var errDenied = errors.New("denied")

func cost() int {
	value, err := strconv.Atoi(os.Getenv("BCRYPT_COST"))
	if err != nil {
		return bcrypt.DefaultCost
	}
	return value
}

func (s *Sessions) Open(email, password string) (string, error) {
	user, err := s.users.ByEmail(email)
	if err != nil {
		return "", errDenied
	}
	if bcrypt.CompareHashAndPassword(user.Hash, []byte(password)) != nil {
		return "", errDenied
	}
	if used, _ := bcrypt.Cost(user.Hash); used != cost() {
		if err := s.rehash(user, password, cost()); err != nil {
			return "", err
		}
	}
	return s.start(user)
}
`,
  },
  entries: { "api|POST /login": 3, "api|GET /projects": 6, "api|POST /reports": 2 },
  attributes: { plan: ["free", "team", "business"] },
  noise: [
    {
      at: "auth|POST /sessions",
      share: 0.03,
      fail: {
        type: "*errors.errorString",
        message: "denied",
        status: 401,
        frames: [{ file: "auth/sessions.go", text: "errDenied = errors", fn: "auth.(*Sessions).Open" }],
      },
    },
    {
      at: "api|GET /projects",
      share: 0.003,
      fail: { type: "AbortError", message: "This operation was aborted", status: 499 },
    },
    { at: "api|POST /reports", share: 0.006, fail: { type: "Error", message: "write EPIPE" } },
  ],
  extras: [
    {
      role: "innocent",
      message: "infra: reports are kept 120 days (terraform apply by CI)",
      edits: [{ file: "infra/buckets.tf", from: "days = 90", to: "days = 120" }],
    },
    {
      role: "innocent",
      message: "infra: cache group described; touching security groups, careful",
      edits: [
        {
          file: "infra/network.tf",
          from: '  name   = "cache"\n',
          to: '  name   = "cache" # Redis of the sessions\n',
        },
      ],
    },
    {
      role: "innocent",
      message: "api: page size as a number",
      edits: [
        {
          file: "api/src/settings.ts",
          from: "Number(process.env.PAGE_SIZE ?? 50)",
          to: 'Number.parseInt(process.env.PAGE_SIZE ?? "50", 10)',
        },
      ],
    },
    {
      role: "innocent",
      message: "Denied has a message",
      edits: [
        {
          file: "api/src/login.ts",
          from: "export class Denied extends Error {}",
          to: "/** Wrong password, or nobody of that address. */\nexport class Denied extends Error {}",
        },
      ],
    },
  ],
  rename: { acme: ["stackhouse", "orbital"], project: ["workspace"] },
};
