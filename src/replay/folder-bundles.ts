import { randomBytes } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Incident } from "../contracts/incident.ts";
import type { LoadedPolicy } from "../contracts/policy.ts";
import type { Bundles } from "../contracts/ports/bundles.ts";
import type { Commit, RepoReader } from "../contracts/ports/repo-reader.ts";
import type { Span } from "../contracts/telemetry.ts";
import { compileRedaction } from "../safety/redaction-pattern.ts";
import { bundleFiles } from "./bundle-files.ts";
import { pruneBundles, TEMPORARY } from "./prune-bundles.ts";

const LIMITS = { bundles: 200, bytes: 512 * 1024 * 1024 };
const LOOK_BACK_MS = 24 * 3600_000;
const MAX_COMMITS = 40;
const MAX_DEPLOYMENTS = 60;

export interface BundleSources {
  /** Traces that are still held of the incident's service. */
  exemplars(incident: Incident): Span[];
  reader(incident: Incident): RepoReader;
  policy(incident: Incident): Promise<LoadedPolicy>;
}

/**
 * One folder for each incident below `root`. A bundle appears whole or not at all; the oldest give way where there
 * are more than 200 or they hold more than half a gigabyte. What GitHub does not answer is left out.
 */
export function folderBundles(root: string, sources: BundleSources): Bundles {
  let writing: Promise<void> = Promise.resolve();

  async function write(incident: Incident): Promise<void> {
    const loaded = await sources.policy(incident);
    const reader = sources.reader(incident);
    const [commits, deployments, policyText] = await Promise.all([
      commitsOf(incident, reader).catch(() => []),
      reader.deployments(incident.anomaly.environment, MAX_DEPLOYMENTS).catch(() => []),
      policyTextOf(loaded, reader).catch(() => null),
    ]);
    const files = bundleFiles({
      incident,
      spans: sources.exemplars(incident),
      commits,
      deployments,
      policyText,
      services: Object.keys(loaded.policy.services),
      patterns: loaded.policy.redact.map(compileRedaction),
    });
    await mkdir(root, { recursive: true });
    const fresh = join(root, `${TEMPORARY}${randomBytes(8).toString("hex")}`);
    try {
      await mkdir(fresh);
      for (const [name, text] of Object.entries(files))
        await writeFile(join(fresh, name), text, { mode: 0o600 });
      const place = join(root, incident.id);
      await rm(place, { recursive: true, force: true });
      await rename(fresh, place);
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
    await pruneBundles(root, LIMITS);
  }

  return {
    write(incident) {
      const written = writing.then(() => write(incident));
      writing = written.catch(() => {});
      return written;
    },
  };
}

/** Those that were weighed, and what landed in the day before. */
async function commitsOf({ anomaly, diagnosis }: Incident, reader: RepoReader): Promise<Commit[]> {
  const since = new Date(Date.parse(anomaly.onset.earliest) - LOOK_BACK_MS).toISOString();
  const landed = await reader.commitsSince(since, MAX_COMMITS);
  const weighed = diagnosis?.hypotheses.flatMap(({ suspect }) => suspect ?? []) ?? [];
  const shas = [...new Set([...weighed, ...landed.map(({ sha }) => sha)])].slice(0, MAX_COMMITS);
  const commits: Commit[] = [];
  for (const sha of shas) {
    const commit = await reader.commit(sha);
    if (commit) commits.push(commit);
  }
  return commits;
}

async function policyTextOf({ source }: LoadedPolicy, reader: RepoReader): Promise<string | null> {
  if (!source) return null;
  const { sha } = await reader.defaultBranch();
  const file = await reader.file(source.path, sha);
  return file && !file.binary ? file.content : null;
}
