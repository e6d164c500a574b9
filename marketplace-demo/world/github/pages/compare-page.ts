import { html } from "hono/html";
import { commitRows } from "./commit-row.ts";
import { diffView } from "./diff-view.ts";
import type { Page } from "./frame.ts";
import type { View } from "./view.ts";

/** What `HEAD` has that `BASE` has not, of `BASE...HEAD`. */
export async function comparePage(view: View, text: string): Promise<Page | null> {
  const { repository } = view;
  const { git } = repository;
  const [baseName, headName, ...rest] = text.split("...");
  if (!baseName || !headName || rest.length > 0) return null;
  const [base, head] = await Promise.all([git.resolve(baseName), git.resolve(headName)]);
  const from = base && head && (await git.mergeBase(base, head));
  if (!from) return null;
  const names = (await git.range(head, base)).toReversed().slice(0, 250);
  const commits = (await Promise.all(names.map((sha) => git.commit(sha)))).filter((one) => one !== null);
  return {
    title: `${baseName}...${headName} · ${repository.name}`,
    repository,
    tab: "Code",
    body: html`<h1>Comparing</h1><p><span class="ref">${baseName}</span> … <span class="ref">${headName}</span></p>
<section class="box"><h2>${commits.length} commits</h2>${commitRows(view, commits)}</section>${diffView(view, await git.diff(from, head), head)}`,
  };
}
