import type { Anomaly } from "../contracts/anomaly.ts";
import type { Evidence } from "../contracts/evidence.ts";
import type { Instant } from "../contracts/instant.ts";
import type { Policy } from "../contracts/policy.ts";
import type { Commit, Deployment, RepoReader } from "../contracts/ports/repo-reader.ts";
import type { Sha } from "../contracts/repository.ts";
import { sanitise } from "../safety/sanitise.ts";
import type { Candidate, CaseFile, Deployed, Landed } from "./case-file.ts";
import { causalPath } from "./causal-path.ts";
import { matchesPath } from "./changes/match-path.ts";
import { withoutEarlierFailure } from "./earlier-failure.ts";
import { firstParentChain } from "./history.ts";
import { newExceptions } from "./new-exceptions.ts";
import { ownFrames } from "./own-frames.ts";
import { timelineOf, turningPoint } from "./timeline.ts";
import { versionsToCommits } from "./versions-to-commits.ts";

/** Changes older than this before the onset are not looked at. */
const LOOK_BACK_MS = 24 * 3_600_000;
/** Commits listed, patches read, deployments listed, source files read, calls at a time. */
const MOST_LISTED = 100;
const MOST_READ = 40;
const MOST_DEPLOYMENTS = 60;
const MOST_SOURCES = 4;
const AT_A_TIME = 6;

export interface DiagnosisInput {
  anomaly: Anomaly;
  evidence: Evidence;
  policy: Policy;
  reader: RepoReader;
  now: Instant;
}

/**
 * Reads everything that the reasoning needs, and decides nothing: commits of the look-back and between
 * the last healthy and the first failing revision, their patches, deployments, and the source that the
 * stack frames point at. Throws what the reader throws.
 */
export async function gather({ anomaly, evidence, policy, reader, now }: DiagnosisInput): Promise<CaseFile> {
  const since = new Date(Date.parse(anomaly.onset.earliest) - LOOK_BACK_MS).toISOString();
  const [recent, recorded, shaOf] = await Promise.all([
    reader.commitsSince(since, MOST_LISTED),
    reader.deployments(policy.deploy.environment, MOST_DEPLOYMENTS),
    revisionsToCommits(evidence, reader),
  ]);
  const file: CaseFile = {
    anomaly,
    evidence,
    policy,
    nowMs: Date.parse(now),
    history: [],
    candidates: [],
    deployments: toDeployed(recorded, evidence, policy.deploy.environment),
    shaOf: {},
    failing: null,
    sources: {},
    truncated: recent.length >= MOST_LISTED,
  };
  file.shaOf = {
    ...Object.fromEntries([...shaOf].map(([revision, commit]) => [revision, commit.sha])),
    ...versionsToCommits(file),
  };
  file.evidence = withoutEarlierFailure(file);
  const { healthy, failing } = turningPoint(timelineOf(anomaly.service, file));
  const between = healthy?.sha && failing?.sha ? await reader.commitsBetween(healthy.sha, failing.sha) : null;
  file.failing = failing?.sha ?? deployedAt(file.deployments, Date.parse(anomaly.onset.latest)) ?? null;

  const listed = new Map<Sha, Commit>();
  for (const commit of [...recent, ...(between ?? []), ...shaOf.values()]) listed.set(commit.sha, commit);
  file.history = [...listed.values()].map(toLanded).toSorted((a, b) => (a.sha < b.sha ? -1 : 1));
  const chosen = choose(file, recent, between ?? [], Date.parse(since));
  file.truncated ||= chosen.left > 0;
  const [read, sources] = await Promise.all([
    inTurns(chosen.shas, (sha) => reader.commit(sha)),
    readSources(file, reader),
  ]);
  file.candidates = read.filter((commit) => commit !== null).map(toCandidate);
  file.sources = sources;
  return file;
}

/** Each revision that telemetry names, if the repository knows it. */
async function revisionsToCommits(evidence: Evidence, reader: RepoReader): Promise<Map<string, Commit>> {
  const named = new Set<string>();
  for (const item of evidence.items) {
    if (item.kind === "revisions") for (const { revision } of item.revisions) named.add(revision);
  }
  // An abbreviated or full SHA; anything else is a tag or a version, which this deployment does not map.
  const hex = [...named].filter((revision) => /^[0-9a-f]{7,64}$/i.test(revision)).toSorted();
  const commits = await inTurns(hex, (revision) => reader.commit(revision));
  const found = new Map<string, Commit>();
  for (const [i, revision] of hex.entries()) {
    const commit = commits[i];
    if (commit) found.set(revision, commit);
  }
  return found;
}

/**
 * The units that landed, those between healthy and failing first, then the others by how near to the
 * onset they came, up to a bound. The commit that began the repository changed nothing: it is what was.
 */
function choose(
  file: CaseFile,
  recent: readonly Commit[],
  between: readonly Commit[],
  sinceMs: number,
): { shas: Sha[]; left: number } {
  const heads = [recent[0]?.sha, file.failing, ...file.deployments.map((deployed) => deployed.sha)];
  const chain = firstParentChain(
    file.history,
    heads.filter((sha) => typeof sha === "string"),
  );
  const linear = file.history.every((landed) => landed.parents.length === 0);
  const onset = Date.parse(file.anomaly.onset.at);
  const units = file.history
    .filter((landed) => chain.has(landed.sha) && (linear || landed.parents.length > 0))
    .filter((landed) => landed.atMs >= sinceMs || between.some((commit) => commit.sha === landed.sha));
  const inRange = new Set(between.map((commit) => commit.sha));
  const ordered = units.toSorted(
    (a, b) =>
      Number(inRange.has(b.sha)) - Number(inRange.has(a.sha)) ||
      Math.abs(a.atMs - onset) - Math.abs(b.atMs - onset) ||
      (a.sha < b.sha ? -1 : 1),
  );
  return {
    shas: ordered
      .slice(0, MOST_READ)
      .map((landed) => landed.sha)
      .toSorted(),
    left: Math.max(0, ordered.length - MOST_READ),
  };
}

/** Text of the repository files that the innermost frames name, at the failing revision. */
async function readSources(file: CaseFile, reader: RepoReader): Promise<Record<string, string>> {
  const ref = file.failing;
  if (!ref) return {};
  const path = new Set(causalPath(file).keys());
  const seen = newExceptions(file, path).flatMap((item) => ownFrames(item.frames).slice(0, 2));
  for (const item of file.evidence.items) {
    if (item.kind === "span-shift" && item.code && path.has(item.service)) seen.push(item.code);
  }
  if (seen.length === 0) return {};
  const { entries } = await reader.tree(ref);
  const paths = new Set<string>();
  for (const frame of seen) {
    const named = entries
      .filter((entry) => matchesPath(frame.path, entry.path))
      .toSorted((a, b) => b.path.length - a.path.length)[0];
    if (named && paths.size < MOST_SOURCES) paths.add(named.path);
  }
  const names = [...paths].toSorted();
  const files = await inTurns(names, (name) => reader.file(name, ref));
  const sources: Record<string, string> = {};
  for (const [i, name] of names.entries()) {
    const found = files[i];
    if (found && !found.binary) sources[name] = found.content;
  }
  return sources;
}

/** A deployment that has not said that it succeeded may go live for so long. */
const UNFINISHED_MS = 10 * 60_000;
const REFUSED = new Set(["failure", "error"]);

/** GitHub's own records, and what reached us of them as evidence, oldest first. */
function toDeployed(recorded: readonly Deployment[], evidence: Evidence, environment: string): Deployed[] {
  const bySha = new Map<string, Deployed>();
  const keep = (deployed: Deployed) => {
    const key = `${deployed.sha} ${deployed.service ?? ""}`;
    const before = bySha.get(key);
    if (!before || deployed.beginMs < before.beginMs) bySha.set(key, deployed);
  };
  for (const deployment of recorded) {
    if (deployment.status && REFUSED.has(deployment.status.state)) continue;
    const begin = Date.parse(deployment.createdAt);
    // GitHub marks what was replaced as inactive: it had gone out by then, whenever that was.
    const done =
      deployment.succeededAt ?? (deployment.status?.state === "inactive" ? deployment.status.at : null);
    keep({
      sha: deployment.sha,
      beginMs: begin,
      endMs: done ? Math.max(begin, Date.parse(done)) : begin + UNFINISHED_MS,
      ...(done ? {} : { open: true }),
      ...(deployment.service ? { service: deployment.service } : {}),
    });
  }
  const known = new Set([...bySha.values()].map(({ sha }) => sha));
  for (const item of evidence.items) {
    if (item.kind !== "deployment" || item.environment !== environment || REFUSED.has(item.state)) continue;
    const at = Date.parse(item.at);
    if (!known.has(item.sha))
      keep({ sha: item.sha, beginMs: at - (item.state === "success" ? 60_000 : 0), endMs: at });
  }
  return [...bySha.values()].toSorted(
    (a, b) =>
      a.beginMs - b.beginMs ||
      (a.sha < b.sha ? -1 : a.sha > b.sha ? 1 : (a.service ?? "") < (b.service ?? "") ? -1 : 1),
  );
}

function deployedAt(deployments: readonly Deployed[], at: number): Sha | undefined {
  return deployments.filter((deployed) => deployed.beginMs <= at).at(-1)?.sha;
}

function toLanded(commit: Commit): Landed {
  return { sha: commit.sha, parents: commit.parents, atMs: Date.parse(commit.committedAt) };
}

function toCandidate(commit: Commit): Candidate {
  return {
    sha: commit.sha,
    parents: commit.parents,
    committedMs: Date.parse(commit.committedAt),
    files: commit.files ?? [],
    people: {
      subject: sanitise(commit.message.split("\n")[0] ?? "", 200),
      author: sanitise(commit.author.login ?? commit.author.name, 100),
      url: commit.url,
    },
  };
}

/** As `Promise.all` over `map`, a few at a time; results in the order of the input. */
async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(items.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i] as T);
  };
  await Promise.all(Array.from({ length: Math.min(AT_A_TIME, items.length) }, worker));
  return results;
}
