import type { Incident } from "../contracts/incident.ts";
import type { Commit, Deployment } from "../contracts/ports/repo-reader.ts";
import type { Span } from "../contracts/telemetry.ts";
import type { CompiledPattern } from "../safety/redaction-pattern.ts";
import { encodeOtlp } from "./encode-otlp.ts";
import { EVIDENCE_FILE, type RecordedEvidence } from "./recorded-evidence.ts";
import { redactJson } from "./redact-json.ts";

/** Of all traces together. */
const MAX_TRACE_BYTES = 8 * 1024 * 1024;
const SPANS_A_LINE = 500;
const MAX_PATCH = 200_000;

/** The files of an incident's bundle, name → text. Pure. Everything is redacted by the policy's patterns. */
export function bundleFiles(of: {
  incident: Incident;
  spans: readonly Span[];
  commits: readonly Commit[];
  deployments: readonly Deployment[];
  policyText: string | null;
  services: readonly string[];
  patterns: readonly CompiledPattern[];
}): Record<string, string> {
  const { incident, patterns } = of;
  const { anomaly, evidence } = incident;
  const json = (value: unknown) => `${JSON.stringify(redactJson(value, patterns), null, 1)}\n`;
  const items = evidence?.items ?? [];
  const alert = items.find((item) => item.kind === "alert");
  const recorded: RecordedEvidence | null = evidence && {
    version: 1,
    anomaly,
    evidence,
    services: [...of.services],
  };
  const traces = lines(of.spans, patterns);
  const written: Record<string, unknown> = {
    "bundle.json": {
      repository: incident.repository,
      environment: anomaly.environment,
      alert_source: "generic",
      window: { from: anomaly.onset.at, to: evidence?.collectedAt ?? incident.updatedAt },
      incident: incident.id,
    },
    "alert.json": alert && {
      service: anomaly.service,
      summary: alert.text,
      metric: alert.name,
      ...(alert.value === undefined ? {} : { value: alert.value }),
      ...(alert.threshold === undefined ? {} : { threshold: alert.threshold }),
      fired_at: alert.startsAt,
    },
    "deployments.json": of.deployments.map((one) => ({
      created_at: one.createdAt,
      environment: one.environment,
      sha: one.sha,
      id: one.id,
      description: one.description,
      status: one.status,
      succeeded_at: one.succeededAt,
    })),
    "commits.json": of.commits.map(commitJson),
    "events.json": items.flatMap((item) =>
      item.kind === "change"
        ? [
            {
              time: item.at,
              kind: item.what.replace("-", "_"),
              ...(item.service ? { service: item.service } : {}),
              text: item.text,
            },
          ]
        : [],
    ),
    [EVIDENCE_FILE]: recorded,
    "diagnosis.json": incident.diagnosis,
    "facts.json": incident.facts,
    "judgement.json": incident.judged,
    "verdict.json": incident.verdict,
    "outcome.json": incident.outcome,
    "recovery.json": incident.recovery,
  };
  const files: Record<string, string> = {};
  for (const [name, value] of Object.entries(written)) if (value) files[name] = json(value);
  if (traces !== "") files["traces.jsonl"] = traces;
  if (of.policyText !== null) files["policy.yml"] = of.policyText;
  return files;
}

function lines(spans: readonly Span[], patterns: readonly CompiledPattern[]): string {
  let text = "";
  for (let at = 0; at < spans.length; at += SPANS_A_LINE) {
    const { traces } = encodeOtlp({ spans: spans.slice(at, at + SPANS_A_LINE), logs: [], points: [] });
    const line = `${JSON.stringify(redactJson(traces, patterns))}\n`;
    if (text.length + line.length > MAX_TRACE_BYTES) break;
    text += line;
  }
  return text;
}

function commitJson(commit: Commit): unknown {
  return {
    sha: commit.sha,
    html_url: commit.url,
    parents: commit.parents.map((sha) => ({ sha })),
    commit: {
      message: commit.message,
      author: { name: commit.author.name, date: commit.committedAt },
      committer: { date: commit.committedAt },
      tree: { sha: commit.tree },
    },
    ...(commit.author.login ? { author: { login: commit.author.login } } : {}),
    files: (commit.files ?? []).map((file) => ({
      filename: file.path,
      status: file.status,
      ...(file.previousPath ? { previous_filename: file.previousPath } : {}),
      additions: file.additions,
      deletions: file.deletions,
      ...(file.patch && file.patch.length <= MAX_PATCH ? { patch: file.patch } : {}),
    })),
  };
}
