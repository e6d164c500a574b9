import { describe, expect, test } from "vitest";
import type { Plan } from "../../../src/contracts/change-set.ts";
import { Policy, type PolicyFile } from "../../../src/contracts/policy.ts";
import { planRunbook } from "../../../src/decide/plan/runbook.ts";
import { modelReader } from "./model-reader.ts";

type Set = NonNullable<PolicyFile["runbooks"]>[number]["set"];

function plan(text: string | Record<string, string>, set: Partial<Set> & { path: string }): Promise<Plan> {
  const file = set.file ?? "deploy/app.yml";
  const files = typeof text === "string" ? { [file]: text } : text;
  const policy = Policy.parse({
    version: 1,
    runbooks: [{ when: { error: "no slots" }, set: { file, ...set } }],
  });
  const remedy = {
    kind: "runbook" as const,
    summary: "",
    runbook: { error: "no slots", file, path: set.path },
  };
  const tree = new Map(
    Object.entries(files).map(([path, content]) => [path, { content, mode: "100644" as const }]),
  );
  return planRunbook(
    remedy,
    policy,
    modelReader(
      [tree],
      () => "a".repeat(40),
      () => [],
    ),
  );
}

/** The lines that differ, as they are now. */
async function lines(text: string, set: Partial<Set> & { path: string }): Promise<string[]> {
  const made = await plan(text, set);
  if (made.kind !== "planned") throw new Error(`expected a plan: ${made.reason}`);
  const before = text.split("\n");
  return (made.files[0]?.after?.content ?? "").split("\n").filter((line, i) => line !== before[i]);
}

async function reason(
  text: string | Record<string, string>,
  set: Partial<Set> & { path: string },
): Promise<string> {
  const made = await plan(text, set);
  if (made.kind === "planned") throw new Error(`expected no plan, and it is ${made.title}`);
  return made.reason;
}

const KUBERNETES = `# What runs in production.
apiVersion: v1
kind: ConfigMap
metadata: {name: quotes}
data:
  POOL_MAX: "20" # a string: Kubernetes takes no other
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: quotes
spec:
  replicas: 2   # since March
  template:
    spec:
      containers:
        - name: proxy
          resources: {limits: {memory: 64Mi, cpu: 250m}}
        - name: quotes
          image: quotes:1.4.0
          env:
            - name: HEAP
              value: "256"
            - name: POOL
              value: '20'
          resources:
            limits:
              memory: 512Mi
              cpu: "1.5"
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: worker}
spec:
  replicas: 3
`;

describe("a runbook scales what Kubernetes runs", () => {
  test.each([
    [
      { document: "Deployment/quotes", path: "spec.replicas", add: 2, max: 6 },
      "  replicas: 4   # since March",
    ],
    [{ document: "Deployment/worker", path: "spec.replicas", multiply: 2, max: 5 }, "  replicas: 5"],
    [
      { path: "spec.template.spec.containers[quotes].resources.limits.memory", multiply: 1.5, max: "1Gi" },
      "              memory: 768Mi",
    ],
    [
      { path: "spec.template.spec.containers[1].resources.limits.memory", multiply: 4, max: "1Gi" },
      "              memory: 1024Mi",
    ],
    [
      { path: "spec.template.spec.containers[proxy].resources.limits.cpu", multiply: 2, max: "400m" },
      "          resources: {limits: {memory: 64Mi, cpu: 400m}}",
    ],
    [
      { path: "spec.template.spec.containers[quotes].resources.limits.cpu", add: 1, max: 4 },
      '              cpu: "2.5"',
    ],
    [
      { path: "spec.template.spec.containers[quotes].env[POOL].value", multiply: 2, max: 100 },
      "              value: '40'",
    ],
    [{ path: "data.POOL_MAX", value: 40 }, '  POOL_MAX: "40" # a string: Kubernetes takes no other'],
  ])("%j", async (set, line) => {
    expect(await lines(KUBERNETES, set)).toEqual([line]);
  });

  test("and says which document is meant where there are several", async () => {
    expect(await reason(KUBERNETES, { path: "spec.replicas", add: 1, max: 9 })).toMatch(
      /has 2 values at spec\.replicas; the runbook's `document` says which/,
    );
    expect(
      await reason(KUBERNETES, { path: "spec.replicas", document: "Deployment/other", value: 1 }),
    ).toMatch(/\(Deployment\/other\) has no value at spec\.replicas/);
  });
});

test.each([
  [
    "Helm's values",
    "autoscaling:\n  enabled: true\n  maxReplicas: 4\n",
    { path: "autoscaling.maxReplicas", add: 2, max: 8 },
    "  maxReplicas: 6",
  ],
  [
    "a flag",
    "flags:\n  new-rating: true # on since #41\n",
    { path: "flags.new-rating", value: false },
    "  new-rating: false # on since #41",
  ],
  [
    "Compose",
    "services:\n  quotes:\n    deploy:\n      replicas: 1\n    mem_limit: 512m\n",
    { path: "services.quotes.mem_limit", multiply: 2, max: "1024m" },
    "    mem_limit: 1024m",
  ],
  [
    "a duration",
    "http: {timeout: 1s}\n",
    { path: "http.timeout", multiply: 1.5, max: "2s" },
    "http: {timeout: 1500ms}",
  ],
  ["a word", "log:\n  level: debug\n", { path: "log.level", value: "info" }, "  level: info"],
  [
    "a word that YAML reads otherwise",
    "log:\n  level: debug\n",
    { path: "log.level", value: "yes: no" },
    '  level: "yes: no"',
  ],
  ["less", "batch:\n  size: 500\n", { path: "batch.size", multiply: 0.5, min: 100 }, "  size: 250"],
])("%s", async (_, text, set, line) => {
  expect(await lines(text, set)).toEqual([line]);
});

describe("a runbook has a reason and no change", () => {
  const at = (value: string) => `pool:\n  max: ${value}\n`;
  test.each([
    [
      "at its bound",
      at("40"),
      { path: "pool.max", multiply: 2, max: 40 },
      /stands at 40, and the runbook's max is 40/,
    ],
    [
      "beyond it, and does not go back to it",
      at("50"),
      { path: "pool.max", multiply: 2, max: 40 },
      /stands at 50/,
    ],
    [
      "at its lower bound",
      at("5"),
      { path: "pool.max", add: -5, min: 5 },
      /stands at 5, and the runbook's min is 5/,
    ],
    ["there already", at("40"), { path: "pool.max", value: 40 }, /is 40 already/],
    ["without a bound", at("20"), { path: "pool.max", multiply: 2 }, /names no max/],
    ["without a bound below", at("20"), { path: "pool.max", multiply: 0.5, max: 40 }, /names no min/],
    ["less than one step", at("1"), { path: "pool.max", multiply: 1.2, max: 40 }, /less than one/],
    ["no limit at all", at("-1"), { path: "pool.max", multiply: 2, max: 40 }, /no limit/],
    ["no amount", at("many"), { path: "pool.max", multiply: 2, max: 40 }, /is no amount/],
    [
      "a bound in another unit",
      at("512Mi"),
      { path: "pool.max", multiply: 2, max: 1024 },
      /cannot be compared with the max of 1024/,
    ],
    [
      "a unit of two meanings",
      at("1g"),
      { path: "pool.max", multiply: 2, max: "4000m" },
      /cannot be compared/,
    ],
    ["no such key", at("20"), { path: "pool.size", value: 1 }, /has no value at pool\.size/],
    ["a whole section", at("20"), { path: "pool", value: 1 }, /has no value at pool\./],
    [
      "a key that is there twice",
      "pool: {max: 1}\npool: {max: 2}\n",
      { path: "pool.max", value: 3 },
      /is no YAML that can be read/,
    ],
    [
      "a template",
      "{{- if .Values.on }}\npool: {max: 1}\n{{- end }}\n",
      { path: "pool.max", value: 3 },
      /is no YAML that can be read/,
    ],
    [
      "a value that another one repeats",
      "a: &a 5\nb: *a\n",
      { path: "a", value: 6 },
      /without touching more than its value/,
    ],
    ["a repeated value itself", "a: &a 5\nb: *a\n", { path: "b", value: 6 }, /without touching more/],
    ["a text of several lines", "a: |\n  5\n", { path: "a", value: 6 }, /without touching more/],
  ])("%s", async (_, text, set, say) => {
    expect(await reason(text, set)).toMatch(say);
  });

  test.each([
    ["src/pool.ts", /is no YAML, JSON, TOML, \.properties or \.env file/],
    ["config/gone.yml", /there is no such file/],
    ["../outside.yml", /no path of this repository/],
    ["/etc/passwd.yml", /no path of this repository/],
    ["config//app.yml", /no path of this repository/],
    ["config\\app.yml", /no path of this repository/],
  ])("for %s", async (file, say) => {
    expect(await reason({ "src/pool.ts": "max = 1" }, { file, path: "max", value: 2 })).toMatch(say);
  });

  test("once the policy has it no more", async () => {
    const remedy = {
      kind: "runbook" as const,
      summary: "",
      runbook: { error: "e", file: "a.yml", path: "a" },
    };
    const reader = modelReader(
      [new Map()],
      () => "a".repeat(40),
      () => [],
    );
    const made = await planRunbook(remedy, Policy.parse({ version: 1 }), reader);
    expect(made).toMatchObject({
      kind: "unplanned",
      reason: expect.stringMatching(/no such runbook any more/),
    });
  });
});

test("a value that may be a secret is told nobody", async () => {
  const made = await plan("db: {password: old}\n", { path: "db.password", value: "new" });
  expect(JSON.stringify({ ...made, files: [] })).not.toMatch(/old|new/);
});
