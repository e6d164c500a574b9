import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Commit } from "../../src/contracts/ports/repo-reader.ts";
import type { CaseFile } from "../../src/orient/case-file.ts";
import { gather } from "../../src/orient/gather.ts";
import { commitsReader } from "../../src/replay/commits-reader.ts";
import { deploymentsOf } from "../../src/replay/deployments-of.ts";
import { inferPolicy } from "../../src/replay/infer-policy.ts";
import { readBundle } from "../../src/replay/read-bundle.ts";
import { recall } from "../../src/replay/recorded-evidence.ts";
import type { Truth } from "../diagnosis/kept-case.ts";

const MOST_COMMITS = 250;
const LOOK_BACK_MS = 48 * 3600_000;

/** A kept case as Brain reasons over it, and what is true of it. Throws where Scout's word was not kept. */
export async function readCase(
  folder: string,
): Promise<{ file: CaseFile; truth: Truth; repository: string }> {
  const bundle = await readBundle(folder);
  if (!bundle.recorded) throw new Error(`${folder} holds no evidence.json: run bench/diagnosis/keep.ts`);
  const { anomaly, evidence, now, services } = recall(bundle.recorded);
  const deployments = deploymentsOf(bundle.deployments, bundle.environment);
  const reader = commitsReader(bundle.repository, bundle.commits, deployments);
  const since = new Date(Date.parse(anomaly.onset.earliest) - LOOK_BACK_MS).toISOString();
  const touching: Commit[] = [];
  for (const { sha } of await reader.commitsSince(since, MOST_COMMITS)) {
    const commit = await reader.commit(sha);
    if (commit) touching.push(commit);
  }
  const policy = bundle.policy ?? inferPolicy(services, touching, bundle.environment);
  const file = await gather({
    anomaly,
    evidence,
    policy: { ...policy, deploy: { ...policy.deploy, environment: bundle.environment } },
    reader,
    now: new Date(now).toISOString(),
  });
  return {
    file,
    truth: JSON.parse(readFileSync(join(folder, "truth.json"), "utf8")) as Truth,
    repository: bundle.repository,
  };
}
