/**
 * What it means for a setting of `.sre-space.yml` to be tighter: the one table beside the schema. The organisation's
 * locks, the words about an edit and the property that tightening never lets through what was refused all read it.
 *
 * - `lower`, `higher`: of two numbers, that one is tighter.
 * - `first`: of these values, the one that stands earlier is tighter.
 * - `fewer`: a list permits what it names; `globs` where its entries are patterns.
 * - `more`: a list forbids or demands what it names. An organisation's and a repository's are joined.
 * - `some`: a list narrows who may, and an empty one narrows nobody.
 * - `none`: a change of it is neither; a lock keeps it as it is.
 */
export type Tightness =
  | { tighter: "lower" | "higher" | "more" | "some" | "none" }
  | { tighter: "fewer"; globs?: true }
  | { tighter: "first"; of: readonly (string | boolean)[] };

const LOWER: Tightness = { tighter: "lower" };
const HIGHER: Tightness = { tighter: "higher" };
const MORE: Tightness = { tighter: "more" };
const NONE: Tightness = { tighter: "none" };

/** Every setting by its path; `*` is any name. Lists are settings as a whole. A test holds it to the schema. */
export const TIGHTNESS: Readonly<Record<string, Tightness>> = {
  version: NONE,
  _extends: NONE,
  locked: MORE,
  mode: { tighter: "first", of: ["report", "propose", "merge"] },
  "services.*.paths": NONE,
  "services.*.slo.availability": NONE,
  "services.*.slo.latency.p95": NONE,
  "services.*.slo.memory": NONE,
  "services.*.ignore_errors": NONE,
  "services.*.depends_on": NONE,
  "deploy.environment": NONE,
  "deploy.revision": NONE,
  "deploy.via": NONE,
  "deploy.timeout": NONE,
  "deploy.redeploy.via": NONE,
  "deploy.redeploy.workflow": NONE,
  "deploy.redeploy.input": NONE,
  "telemetry.sampling": NONE,
  "telemetry.environment_attribute": NONE,
  "guardrails.min_confidence": HIGHER,
  "guardrails.remedies": { tighter: "fewer" },
  "guardrails.allow_paths": { tighter: "fewer", globs: true },
  "guardrails.deny_paths": MORE,
  "guardrails.formats": MORE,
  "guardrails.max_files": LOWER,
  "guardrails.max_lines": LOWER,
  "guardrails.max_services": LOWER,
  "guardrails.required_checks": MORE,
  "guardrails.max_merges.per_hour": LOWER,
  "guardrails.max_merges.per_day": LOWER,
  "guardrails.max_age": LOWER,
  "guardrails.cool_down": HIGHER,
  "guardrails.freeze": MORE,
  "guardrails.approvers.permission": { tighter: "first", of: ["admin", "maintain", "write"] },
  "guardrails.approvers.teams": { tighter: "some" },
  "guardrails.approvers.self_approval": { tighter: "first", of: [false, true] },
  "guardrails.approvers.valid_for": LOWER,
  "verify.window": NONE,
  "verify.rollback": NONE,
  "verify.probe.url": NONE,
  "verify.probe.status": NONE,
  runbooks: { tighter: "fewer" },
  "model.send": { tighter: "first", of: ["none", "evidence", "diffs", "files"] },
  "budget.tokens_per_incident": LOWER,
  "budget.usd_per_day": LOWER,
  redact: MORE,
  "notify.mention": NONE,
  "notify.labels": NONE,
  "notify.record": NONE,
  "notify.code_owners": NONE,
  "notify.reland": { tighter: "first", of: [false, true] },
  "notify.dashboard": { tighter: "first", of: [false, true] },
};
