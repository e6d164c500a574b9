import type { Facts } from "../../contracts/facts.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";
import { readChangedFiles } from "./read-changed-files.ts";

/** Each costs a request; work that nobody touched for longer than 50 others is asleep. */
const MOST_PULL_REQUESTS = 50;

/** Open pull requests of others that touch one of these paths, under its old or its new name. */
export async function readOpenWork(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  { paths, except }: { paths: readonly string[]; except: number | null },
): Promise<Facts["openWork"]> {
  if (paths.length === 0) return [];
  const { data } = await client.rest.pulls.list({
    ...at,
    state: "open",
    sort: "updated",
    direction: "desc",
    per_page: MOST_PULL_REQUESTS,
  });
  const others = data.filter((pull) => pull.number !== except && !isOurs(pull, us));
  const touching = await Promise.all(
    others.map(async (pull) => {
      const files = await readChangedFiles(client, at, pull.number);
      const touched = new Set(files.flatMap((file) => [file.path, file.previousPath ?? file.path]));
      return {
        number: pull.number,
        author: pull.user?.login ?? "ghost",
        paths: paths.filter((path) => touched.has(path)),
        url: pull.html_url,
      };
    }),
  );
  return touching.filter((pull) => pull.paths.length > 0);
}

/** A branch name alone proves nothing: anybody may open `sre-space/…`. */
function isOurs(pull: { head: { ref: string }; user: { login: string } | null }, us: Identity): boolean {
  return pull.head.ref.startsWith("sre-space/") && pull.user?.login === us.login;
}
