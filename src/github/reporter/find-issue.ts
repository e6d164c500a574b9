import type { Reporter } from "../../contracts/ports/reporter.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";

type Found = Awaited<ReturnType<Reporter["findIssue"]>>;

/** Newest first; an incident that was opened 300 incidents ago is no longer being opened. */
const MOST_PAGES = 3;

/** Our newest issue whose body begins with the marker, found in the list of issues: the search API lags behind by seconds. */
export async function findIssue(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  { marker, label, state }: { marker: string; label: string | undefined; state: "open" | "all" },
): Promise<Found> {
  let pages = 0;
  const list = client.paginate.iterator(client.rest.issues.listForRepo, {
    ...at,
    creator: us.login,
    ...(label ? { labels: label } : {}),
    state,
    sort: "created",
    direction: "desc",
    per_page: 100,
  });
  for await (const { data } of list) {
    const ours = data.find(
      (one) => !one.pull_request && one.user?.login === us.login && one.body?.startsWith(marker),
    );
    if (ours)
      return {
        number: ours.number,
        url: ours.html_url,
        state: ours.state === "closed" ? "closed" : "open",
      };
    if (++pages === MOST_PAGES) break;
  }
  return null;
}
