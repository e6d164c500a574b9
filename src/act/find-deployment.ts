import type { Outcome } from "../contracts/outcome.ts";
import type { Deployment, RepoReader } from "../contracts/ports/repo-reader.ts";
import type { Sha } from "../contracts/repository.ts";
import { carries } from "./carries.ts";

/** Whatever was deployed after the merge carries it too, so that the newest few tell. */
const LOOK_BACK = 5;

/**
 * The deployment that brought the merge to an environment: of that very commit, or of one that has it
 * among its ancestors. A success wins over failures; null while none has come to its end.
 */
export async function findDeployment(
  input: { merge: Sha; environment: string },
  ports: { reader: RepoReader },
): Promise<NonNullable<Outcome["deployment"]> | null> {
  const newestFirst = await ports.reader.deployments(input.environment, LOOK_BACK);
  let success: Deployment | null = null;
  let failure: Deployment | null = null;
  let pending = false;
  for (const deployment of newestFirst) {
    const state = deployment.status?.state ?? "pending";
    if (!(await carries(deployment.sha, input.merge, ports.reader))) continue;
    if (state === "success") success = deployment;
    else if (state === "failure" || state === "error") failure ??= deployment;
    else if (state !== "inactive" && !success && !failure) pending = true;
  }
  const found = success ?? (pending ? null : failure);
  if (!found) return null;
  return {
    id: found.id,
    sha: found.sha,
    at: found.status?.at ?? found.createdAt,
    state: success ? "success" : "failure",
  };
}
