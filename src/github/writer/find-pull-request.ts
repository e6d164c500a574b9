import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";

/** Number of our pull request of that branch, the open one first, else the newest; null where there never was one. */
export async function findPullRequest(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  { branch, base }: { branch: string; base?: string },
): Promise<number | null> {
  const { data } = await client.rest.pulls.list({
    ...at,
    head: `${at.owner}:${branch}`,
    ...(base === undefined ? {} : { base }),
    state: "all",
    sort: "created",
    direction: "desc",
    per_page: 100,
  });
  const ours = data.filter((one) => one.head.ref === branch && one.user?.login === us.login);
  return (ours.find((one) => one.state === "open") ?? ours[0])?.number ?? null;
}
