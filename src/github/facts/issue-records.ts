import type { IssueRecords, RecordComment } from "../../contracts/ports/issue-records.ts";
import type { RepositoryName } from "../../contracts/repository.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";

const PAGE = 100;

/** Implements `IssueRecords` over GitHub's REST API; who changed a comment last only GraphQL tells. */
export function issueRecords(
  client: Client,
  repository: RepositoryName,
  identity: () => Promise<Identity>,
): IssueRecords {
  const [owner, repo] = repository.split("/") as [string, string];
  const at = { owner, repo };
  return {
    repository,
    us: async () => (await identity()).login,
    async issues(label, since) {
      const us = await identity();
      const all = {
        ...at,
        creator: us.login,
        labels: label,
        sort: "created",
        direction: "desc",
        per_page: PAGE,
      } as const;
      const [open, closed] = await Promise.all([
        client.rest.issues.listForRepo({ ...all, state: "open" }),
        client.rest.issues.listForRepo({ ...all, state: "closed", since }),
      ]);
      return [...open.data, ...closed.data]
        .filter((one) => !one.pull_request && one.user?.login === us.login)
        .map(({ number, body, state }) => ({
          number,
          body: body ?? "",
          state: state === "closed" ? ("closed" as const) : ("open" as const),
        }));
    },
    async comments(issue, beginning) {
      const us = await identity();
      const all = await client.paginate(client.rest.issues.listComments, {
        ...at,
        issue_number: issue,
        per_page: PAGE,
      });
      const found = all.filter(({ body }) => body?.startsWith(beginning));
      const editors = await editorsOf(
        client,
        found
          .filter((one) => one.user?.login === us.login && one.updated_at !== one.created_at)
          .map((one) => one.node_id),
      );
      return found.map((one): RecordComment => {
        const author = one.user?.login ?? null;
        const editor = editors.get(one.node_id);
        // Whose account is gone was not ours.
        const last = editor === undefined ? author : editor;
        return {
          id: one.id,
          body: one.body ?? "",
          byUs: author === us.login,
          ours: author === us.login && isSame(last, us.login),
          by: last,
        };
      });
    },
  };
}

/** By node id who has edited it last; null where that account is gone. One that nobody has edited is not in it. */
async function editorsOf(client: Client, ids: readonly string[]): Promise<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const { nodes } = await client.graphql<{
    nodes: ({ id: string; lastEditedAt: string | null; editor: { login: string } | null } | null)[];
  }>(
    "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on IssueComment { lastEditedAt editor { login } } } }",
    {
      ids: ids.slice(0, PAGE),
    },
  );
  return new Map(
    nodes.flatMap((node) =>
      // A reaction moves `updated_at`, too, and edits nothing.
      node && node.lastEditedAt !== null ? [[node.id, node.editor?.login ?? null] as const] : [],
    ),
  );
}

/** GraphQL names a bot without the suffix that REST gives it: https://docs.github.com/graphql/reference/objects#bot */
function isSame(login: string | null, us: string): boolean {
  return login !== null && (login === us || (us.endsWith("[bot]") && login === us.slice(0, -"[bot]".length)));
}
