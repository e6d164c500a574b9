import type { Reporter } from "../../contracts/ports/reporter.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";

type Request = Parameters<Reporter["ensureIssue"]>[0];

/** Newest first; an incident that was opened 300 incidents ago is no longer being opened. */
const MOST_PAGES = 3;

/**
 * Our issue whose body begins with the marker, found in the list of issues (the search API lags behind by
 * seconds), else a new one. GitHub makes labels that it does not know yet.
 */
export async function ensureIssue(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  { marker, title, body, labels }: Request,
): ReturnType<Reporter["ensureIssue"]> {
  if (!body.startsWith(marker)) throw new Error(`The body of an issue must begin with its marker ${marker}`);
  let pages = 0;
  const list = client.paginate.iterator(client.rest.issues.listForRepo, {
    ...at,
    creator: us.login,
    ...(labels[0] ? { labels: labels[0] } : {}),
    state: "all",
    sort: "created",
    direction: "desc",
    per_page: 100,
  });
  for await (const { data } of list) {
    const ours = data.find(
      (one) => !one.pull_request && one.user?.login === us.login && one.body?.startsWith(marker),
    );
    if (ours) return { number: ours.number, url: ours.html_url, state: stateOf(ours), created: false };
    if (++pages === MOST_PAGES) break;
  }
  const { data } = await client.rest.issues.create({ ...at, title, body, labels: [...labels] });
  return { number: data.number, url: data.html_url, state: stateOf(data), created: true };
}

const stateOf = (issue: { state: string }) => (issue.state === "closed" ? "closed" : "open");
