import { createHash } from "node:crypto";
import { patch } from "./patch.ts";
import type { Change, Edit } from "./scenario.ts";

export interface PlannedChange extends Change {
  author: { name: string; login: string; email: string };
  /** Milliseconds since the epoch. */
  committedAt: number;
}

export interface Commit {
  sha: string;
  change: PlannedChange;
  paths: string[];
  /** All files after it. */
  files: Map<string, string>;
  /** As GitHub's "get a commit" answers. */
  json: unknown;
}

const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");
const blob = (text: string) => sha1(`blob ${Buffer.byteLength(text)}\0${text}`);
const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

function apply(files: Map<string, string>, edit: Edit): void {
  const before = files.get(edit.file);
  if ("add" in edit) {
    if (before !== undefined) throw new Error(`${edit.file} is added, but it is there already`);
    files.set(edit.file, edit.add);
  } else if ("remove" in edit) {
    if (!files.delete(edit.file)) throw new Error(`${edit.file} is removed, but it is not there`);
  } else {
    const parts = before?.split(edit.from) ?? [];
    if (parts.length !== 2)
      throw new Error(
        `${edit.file}: ${JSON.stringify(edit.from)} stands there ${parts.length - 1} times, not once`,
      );
    files.set(edit.file, parts.join(edit.to));
  }
}

/** Makes the commits of a linear history out of changes in the order of their time. Throws where an edit does not apply. */
export function history(
  repository: string,
  base: Record<string, string>,
  changes: PlannedChange[],
): Commit[] {
  let files = new Map(Object.entries(base));
  let parent = sha1(`${repository} ${changes[0]?.committedAt}`);
  return changes.map((change) => {
    const next = new Map(files);
    for (const edit of change.edits) apply(next, edit);
    const paths = [...new Set(change.edits.map((edit) => edit.file))].sort();
    const tree = sha1([...next].map(([path, text]) => `${path} ${blob(text)}`).join("\n"));
    const date = iso(change.committedAt);
    const who = `${change.author.name} <${change.author.email}> ${change.committedAt}`;
    const sha = sha1(`tree ${tree}\nparent ${parent}\nauthor ${who}\n\n${change.message}`);
    const api = `https://api.github.com/repos/${repository}`;
    const web = `https://github.com/${repository}`;
    const changed = paths.flatMap((path) => {
      const before = files.get(path);
      const after = next.get(path);
      if (before === after) return [];
      const { text, additions, deletions } = patch(before ?? "", after ?? "");
      return [
        {
          sha: blob(after ?? before ?? ""),
          filename: path,
          status: before === undefined ? "added" : after === undefined ? "removed" : "modified",
          additions,
          deletions,
          changes: additions + deletions,
          blob_url: `${web}/blob/${sha}/${path}`,
          raw_url: `${web}/raw/${sha}/${path}`,
          contents_url: `${api}/contents/${path}?ref=${sha}`,
          patch: text,
        },
      ];
    });
    if (changed.length === 0) throw new Error(`"${change.message}" changes nothing`);
    const additions = changed.reduce((sum, file) => sum + file.additions, 0);
    const deletions = changed.reduce((sum, file) => sum + file.deletions, 0);
    const { name, email, login } = change.author;
    const user = { login, id: parseInt(sha1(login).slice(0, 6), 16), type: "User", site_admin: false };
    const json = {
      sha,
      node_id: `C_kwDO${Buffer.from(sha.slice(0, 24)).toString("base64url")}`,
      commit: {
        author: { name, email, date },
        committer: { name: "GitHub", email: "noreply@github.com", date },
        message: change.message,
        tree: { sha: tree, url: `${api}/git/trees/${tree}` },
        url: `${api}/git/commits/${sha}`,
        comment_count: 0,
        verification: {
          verified: false,
          reason: "unsigned",
          signature: null,
          payload: null,
          verified_at: null,
        },
      },
      url: `${api}/commits/${sha}`,
      html_url: `${web}/commit/${sha}`,
      comments_url: `${api}/commits/${sha}/comments`,
      author: user,
      committer: { login: "web-flow", id: 19864447, type: "User", site_admin: false },
      parents: [{ sha: parent, url: `${api}/commits/${parent}`, html_url: `${web}/commit/${parent}` }],
      stats: { total: additions + deletions, additions, deletions },
      files: changed,
    };
    parent = sha;
    files = next;
    return { sha, change, paths: changed.map((file) => file.filename), files: next, json };
  });
}
