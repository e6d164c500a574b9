import type { Commit, RepoReader } from "../contracts/ports/repo-reader.ts";
import type { DiagnosisInput } from "../orient/gather.ts";
import { inferPolicy } from "./infer-policy.ts";
import type { Observed } from "./observed.ts";
import type { Bundle } from "./read-bundle.ts";
import { readerOf } from "./reader-of.ts";

const MOST_COMMITS = 250;
const LOOK_BACK_MS = 48 * 3600_000;

/** What Brain is given of a bundle: what Scout said of it, its repository, and its policy or one that is inferred. */
export async function diagnosisInput(bundle: Bundle, observed: Observed): Promise<DiagnosisInput> {
  const { anomaly, evidence, now, services } = observed;
  const reader = await readerOf(bundle);
  const policy =
    bundle.policy ??
    inferPolicy(services, await touching(reader, anomaly.onset.earliest), bundle.environment);
  return {
    anomaly,
    evidence,
    policy: { ...policy, deploy: { ...policy.deploy, environment: bundle.environment } },
    reader,
    now: new Date(now).toISOString(),
  };
}

/** Commits of the days before the incident, with their files. */
async function touching(reader: RepoReader, onset: string): Promise<Commit[]> {
  const since = new Date(Date.parse(onset) - LOOK_BACK_MS).toISOString();
  const commits: Commit[] = [];
  for (const { sha } of await reader.commitsSince(since, MOST_COMMITS)) {
    const commit = await reader.commit(sha);
    if (commit) commits.push(commit);
  }
  return commits;
}
