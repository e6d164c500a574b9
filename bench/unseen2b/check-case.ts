import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { applyPatch } from "diff";
import type { Truth } from "../unseen/case.ts";

interface CommitJson {
  sha: string;
  parents: { sha: string }[];
  stats: { additions: number; deletions: number };
  files: { filename: string; status: string; additions: number; deletions: number; patch: string }[];
}
interface Spans {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] };
    scopeSpans: { spans: CheckedSpan[] }[];
  }[];
}
interface CheckedSpan {
  traceId: string;
  name: string;
  kind?: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  status: { code?: number };
  attributes: { key: string; value: { intValue?: string } }[];
}

/** What the bundle's own telemetry says of the place where the fault began, before and after. */
export interface Shift {
  spans: [number, number];
  failed: [number, number];
  /** Milliseconds. */
  p95: [number, number];
}

/**
 * Holds a bundle against the format and its truth: lines parse as OTLP, commits are a chain whose patches are counted
 * right and, where the first files are given, apply one after another, the culprit is among them and went live before
 * anybody noticed, and there is telemetry on both sides of the onset.
 */
export async function checkCase(
  bundle: string,
  truth: Truth,
  base?: Record<string, string>,
): Promise<{ problems: string[]; shift: Shift }> {
  const problems: string[] = [];
  const text = (file: string) => readFile(join(bundle, file), "utf8").catch(() => "");
  const json = async <T>(file: string, otherwise: T): Promise<T> => {
    const found = await text(file);
    return found ? (JSON.parse(found) as T) : otherwise;
  };
  const commits = await json<CommitJson[]>("commits.json", []);
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]));
  const chain: CommitJson[] = [];
  let next = commits.find(({ parents }) => !bySha.has(parents[0]!.sha));
  while (next) {
    const { sha }: CommitJson = next;
    chain.push(next);
    next = commits.find(({ parents }) => parents[0]!.sha === sha);
  }
  if (chain.length !== commits.length) problems.push("commits are not one chain");
  if (truth.culprit && !bySha.has(truth.culprit)) problems.push("the culprit is not among the commits");
  for (const decoy of truth.decoys)
    if (!bySha.has(decoy) || decoy === truth.culprit) problems.push(`decoy ${decoy} is none`);

  const files = new Map(Object.entries(base ?? {}));
  for (const commit of chain)
    for (const file of commit.files) {
      const lines = file.patch.split("\n");
      const added = lines.filter((line) => line.startsWith("+")).length;
      const removed = lines.filter((line) => line.startsWith("-")).length;
      if (added !== file.additions || removed !== file.deletions)
        problems.push(`${file.filename}: lines are counted wrong`);
      if (!base) continue;
      const headings = file.patch.replace(/^(@@ [^@]* @@).*$/gm, "$1");
      const after = applyPatch(files.get(file.filename) ?? "", `--- a\n+++ b\n${headings}\n`);
      if (after === false) problems.push(`${commit.sha.slice(0, 8)} does not apply to ${file.filename}`);
      else files.set(file.filename, after);
    }

  const { window } = await json<{ window?: { from: string } }>("bundle.json", {});
  const alert = await text("alert.json");
  const stamps = [...alert.matchAll(/"(?:fired_at|startsAt|created_at|time)": "(2026[^"]+)"/g)].map(
    ([, at]) => Date.parse(at!),
  );
  if (window) stamps.push(Date.parse(window.from) + 50_000);
  const noticed = Math.min(...stamps);
  const deployments = await json<{ created_at: string; environment: string; sha: string }[]>(
    "deployments.json",
    [],
  );
  const culpritAt = chain.findIndex(({ sha }) => sha === truth.culprit);
  const live = deployments
    .filter(
      ({ sha, environment }) =>
        environment === "production" && chain.findIndex((c) => c.sha === sha) >= culpritAt,
    )
    .map(({ created_at }) => Date.parse(created_at));
  if (truth.culprit && deployments.length && !(Math.min(...live) < noticed || noticed === Infinity))
    problems.push("the culprit went live after the fault was noticed");

  for (const file of ["logs.jsonl", "metrics.jsonl"])
    for (const line of (await text(file)).split("\n")) if (line) JSON.parse(line);
  const spans: CheckedSpan[] = [];
  for (const line of (await text("traces.jsonl")).trimEnd().split("\n")) {
    const { resourceSpans } = JSON.parse(line) as Spans;
    for (const { resource, scopeSpans } of resourceSpans) {
      const mine =
        resource.attributes.find(({ key }) => key === "service.name")?.value.stringValue === truth.service;
      for (const span of scopeSpans.flatMap((scope) => scope.spans)) {
        if (!/^[0-9a-f]{32}$/.test(span.traceId)) problems.push(`trace id ${span.traceId}`);
        if (BigInt(span.endTimeUnixNano) < BigInt(span.startTimeUnixNano))
          problems.push(`${span.name} ends early`);
        if (mine) spans.push(span);
      }
    }
  }
  const failed = (span: CheckedSpan) =>
    span.status.code === 2 ||
    span.attributes.some(({ key, value }) => key.endsWith("status_code") && Number(value.intValue) >= 400);
  const sideOf = (some: CheckedSpan[]): [number, number, number] => {
    const ms = some.map((s) => Number(BigInt(s.endTimeUnixNano) - BigInt(s.startTimeUnixNano)) / 1e6);
    ms.sort((a, b) => a - b);
    return [
      some.length,
      some.filter(failed).length / Math.max(1, some.length),
      ms[Math.floor(ms.length * 0.95)] ?? 0,
    ];
  };
  const onset = noticed === Infinity ? 0 : noticed - 60_000;
  const at = (span: CheckedSpan) => Number(BigInt(span.startTimeUnixNano) / 1_000_000n);
  const before = sideOf(spans.filter((span) => at(span) < onset));
  const after = sideOf(spans.filter((span) => at(span) > noticed));
  if (onset && before[0] === 0) problems.push("no telemetry before the onset");
  return {
    problems,
    shift: { spans: [before[0], after[0]], failed: [before[1], after[1]], p95: [before[2], after[2]] },
  };
}
