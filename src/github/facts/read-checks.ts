import type { Check } from "../../contracts/facts.ts";
import type { Client } from "../create-client.ts";

type State = Check["state"];
/** The worse one stands where a check run and a status, or two Apps, share a name. */
const WORST_FIRST: readonly State[] = ["failure", "pending", "neutral", "success"];

/** Check runs and commit statuses of a commit, the latest of each, merged by name. */
export async function readChecks(
  client: Client,
  at: { owner: string; repo: string },
  sha: string,
): Promise<Check[]> {
  const [runs, statuses] = await Promise.all([
    client.paginate(client.rest.checks.listForRef, { ...at, ref: sha, filter: "latest", per_page: 100 }),
    client.rest.repos.getCombinedStatusForRef({ ...at, ref: sha, per_page: 100 }),
  ]);
  const checks = new Map<string, Check>();
  const add = (check: Check) => {
    const other = checks.get(check.name);
    if (!other || WORST_FIRST.indexOf(check.state) < WORST_FIRST.indexOf(other.state))
      checks.set(check.name, check);
  };
  for (const run of runs) {
    add({
      name: run.name,
      state: run.status === "completed" ? stateOfConclusion(run.conclusion) : "pending",
      ...(run.html_url ? { url: run.html_url } : {}),
    });
  }
  for (const status of statuses.data.statuses) {
    add({
      name: status.context,
      state: status.state === "success" || status.state === "pending" ? status.state : "failure",
      ...(status.target_url ? { url: status.target_url } : {}),
    });
  }
  return [...checks.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** GitHub lets a merge through on success, neutral and skipped; every other conclusion stops it. */
function stateOfConclusion(conclusion: string | null): State {
  if (conclusion === "success") return "success";
  return conclusion === "neutral" || conclusion === "skipped" ? "neutral" : "failure";
}
