import { structuredPatch } from "diff";
import { html } from "hono/html";
import type { FileChange, Plan } from "../../contracts/change-set.ts";
import { webLink } from "../web-link.ts";

const MOST_LINES = 240;
/** Longer files are named and not compared: the page is made while somebody waits. UTF-16 units. */
const MOST_TEXT = 400_000;
const COMPARED_MS = 200;

/** What would be changed, or why nothing can be. */
export function changeDiff(plan: Plan) {
  if (plan.kind === "unplanned")
    return html`<section class="glass" aria-labelledby="change"><h2 id="change">No change is planned</h2><p>${plan.reason}</p>
    ${plan.conflicts.length > 0 ? html`<p>In conflict: ${plan.conflicts.map((path) => html`<code>${path}</code> `)}</p>` : ""}
    ${plan.look?.length ? html`<ul class="plain">${plan.look.map(({ text, url }) => html`<li>${webLink(url, text)}</li>`)}</ul>` : ""}</section>`;
  return html`<section class="glass" aria-labelledby="change"><h2 id="change">The change</h2>
  <p><b>${plan.title}</b></p><p>${plan.summary}</p>
  ${plan.files.map((file, index) => html`<details id="file-${index}" ${index === 0 ? html`open` : ""}><summary><code>${file.path}</code> <small>+${file.added} −${file.removed}</small></summary>${lines(file)}</details>`)}</section>`;
}

function lines({ path, before, after }: FileChange) {
  const [was, is] = [before?.content ?? "", after?.content ?? ""];
  if (after?.blob !== undefined)
    return html`<p class="note">It stands there again as it was; it is no text.</p>`;
  const patch =
    was.length + is.length > MOST_TEXT
      ? undefined
      : structuredPatch("", "", was, is, "", "", { context: 3, timeout: COMPARED_MS });
  if (patch === undefined) return html`<p class="note">It is too long to be shown here.</p>`;
  const all = patch.hunks.flatMap((hunk) => [
    `@@ −${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    ...hunk.lines,
  ]);
  return html`<pre class="diff" role="region" tabindex="0" aria-label="Changes of ${path}">${all
    .slice(0, MOST_LINES)
    .map(
      (line) => html`<span data-line="${KINDS[line[0] ?? " "] ?? "same"}">${line.slice(0, 400)}
</span>`,
    )}</pre>${all.length > MOST_LINES ? html`<p class="note">and ${all.length - MOST_LINES} more lines</p>` : ""}`;
}

const KINDS: Record<string, string> = { "+": "added", "-": "removed", "@": "hunk" };
