import fc from "fast-check";
import type { PolicyFile } from "../../src/contracts/policy.ts";

const globs = fc.subarray(["**", "services/**", "services/quotes/**", "*.ts", "db/**", "a.ts"]);
const span = fc.constantFrom("30s", "1m", "90s", "1h", "6h", "1d");

export const anyGuardrails: fc.Arbitrary<NonNullable<PolicyFile["guardrails"]>> = fc.record({
  min_confidence: fc.constantFrom(0.5, 0.9, 0.95, 1),
  remedies: fc.subarray(["revert", "patch", "runbook", "redeploy", "replay", "restore-config"] as const),
  allow_paths: globs,
  deny_paths: fc.subarray(["db/**", "services/**", "a.ts", "!services/**"]),
  formats: fc.subarray(["services/quotes/**", "wire/**"]),
  max_files: fc.integer({ min: 1, max: 4 }),
  max_lines: fc.integer({ min: 1, max: 20 }),
  max_services: fc.integer({ min: 1, max: 3 }),
  required_checks: fc.subarray(["ci", "e2e", "lint"]),
  max_merges: fc.record({
    per_hour: fc.integer({ min: 0, max: 2 }),
    per_day: fc.integer({ min: 0, max: 3 }),
  }),
  max_age: span,
  cool_down: span,
  freeze: fc.subarray([
    { cron: "0 0 * * 3", duration: "24h" },
    { cron: "0 11 * * *", duration: "30m" },
    { cron: "0 11 * * *", duration: "2h" },
    { cron: "0 13 * * *", duration: "2h", timezone: "Europe/Berlin" },
  ]),
  approvers: fc.record({
    permission: fc.constantFrom("write" as const, "maintain" as const, "admin" as const),
    teams: fc.subarray(["sre", "core"]),
    self_approval: fc.boolean(),
    valid_for: span,
  }),
});

/** Any policy that a person could write, small enough that its limits matter. */
export const anyPolicyFile: fc.Arbitrary<PolicyFile> = fc.record({
  version: fc.constant(1 as const),
  mode: fc.oneof(
    { weight: 4, arbitrary: fc.constant("merge" as const) },
    { weight: 1, arbitrary: fc.constantFrom("propose" as const, "report" as const) },
  ),
  services: fc.record({
    quotes: fc.record(
      {
        paths: fc.constantFrom(["services/**"], ["services/quotes/**", "a.ts"]),
        slo: fc.record(
          {
            availability: fc.constantFrom("99.5%" as const, 0.9, "99.95%" as const),
            latency: fc.constant({ p95: "1.5s" }),
            memory: fc.constantFrom("300MB", "1GiB", "1500kB"),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ["paths"] },
    ),
    policies: fc.constant({ paths: ["services/**", "db/**"] }),
  }),
  guardrails: anyGuardrails,
  runbooks: fc.subarray([
    {
      when: { error: "slots" },
      set: { file: "config/database.yml", path: "pool.max", multiply: 2, max: 40 },
    },
    {
      when: { error: "full", service: "quotes" },
      set: { file: "config/a.yml", document: "Deployment/a", path: "size", add: "128Mi", max: "1Gi" },
    },
  ]),
  deploy: fc.constantFrom(
    {},
    { redeploy: { via: "deployment" as const } },
    { redeploy: { via: "workflow" as const, workflow: "redeploy.yml", input: "sha" } },
  ),
  model: fc.record({
    send: fc.constantFrom("none" as const, "evidence" as const, "diffs" as const, "files" as const),
  }),
  budget: fc.record({ tokens_per_incident: fc.nat(100_000), usd_per_day: fc.constantFrom(0, 0.5, 5) }),
  redact: fc.subarray(["POL-[0-9]+", "EMP-[0-9]+"]),
  notify: fc.record({ reland: fc.boolean(), dashboard: fc.boolean(), code_owners: fc.boolean() }),
});
