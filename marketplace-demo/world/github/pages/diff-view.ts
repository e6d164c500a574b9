import { html } from "hono/html";
import type { DiffFile } from "../git/diff.ts";
import type { Annotation } from "../state.ts";
import { annotationNote } from "./annotation-note.ts";
import { type DiffLine, diffLines } from "./diff-lines.ts";
import { linkTo } from "./link-to.ts";
import type { Markup } from "./markup.ts";
import type { View } from "./view.ts";

/** github.com shows no more files of one change, and no more lines of one file. */
const MOST_FILES = 300;
const MOST_LINES = 20_000;

/** A change file by file, annotations beneath their lines. `sha` is the revision after it. */
export function diffView(
  view: View,
  files: readonly DiffFile[],
  sha: string,
  annotations: readonly Annotation[] = [],
): Markup {
  const added = files.reduce((sum, file) => sum + file.additions, 0);
  const removed = files.reduce((sum, file) => sum + file.deletions, 0);
  let lines = 0;
  const shown = files.slice(0, MOST_FILES).map((file) => {
    lines += file.additions + file.deletions;
    const own = annotations.filter((one) => one.path === file.path);
    return fileDiff(view, lines > MOST_LINES ? { ...file, patch: null } : file, sha, own);
  });
  return html`<p class="soft">${files.length} ${files.length === 1 ? "file" : "files"} changed, <span class="plus">+${added}</span> <span class="minus">−${removed}</span></p>
${shown}${files.length > MOST_FILES ? html`<p class="soft">And ${files.length - MOST_FILES} more files.</p>` : ""}`;
}

function fileDiff(
  { repository }: View,
  file: DiffFile,
  sha: string,
  annotations: readonly Annotation[],
): Markup {
  const name = file.previousPath === null ? file.path : `${file.previousPath} → ${file.path}`;
  const lines = file.patch === null ? [] : diffLines(file.patch);
  const inDiff = new Set(lines.map((line) => ("after" in line ? line.after : null)));
  const elsewhere = annotations.filter((one) => !inDiff.has(one.end_line));
  return html`<details class="file" open id="${linkTo.diffAnchor(file.path)}">
<summary><span class="grow path">${name}</span> <span class="soft">${file.status === "modified" ? "" : file.status}</span> <span class="plus">+${file.additions}</span> <span class="minus">−${file.deletions}</span>
${file.status === "removed" ? "" : html`<a href="${linkTo.blob(repository, sha, file.path)}">View file</a>`}</summary>
${elsewhere.map((one) => annotationNote(repository, sha, one))}
${
  lines.length === 0
    ? html`<p class="soft pad">${file.before === file.after ? "Only its mode or name changed." : "Binary, empty, or too large to show."}</p>`
    : html`<table class="code diff"><tbody>${lines.map((line) => [
        row(file.path, line),
        ...annotations
          .filter((one) => "after" in line && line.after === one.end_line)
          .map(
            (one) => html`<tr><td colspan="3" class="note">${annotationNote(repository, sha, one)}</td></tr>`,
          ),
      ])}</tbody></table>`
}
</details>`;
}

const MARK = { same: " ", added: "+", removed: "-" } as const;

function row(path: string, line: DiffLine): Markup {
  if (line.kind === "hunk" || line.kind === "note")
    return html`<tr data-line="${line.kind}"><td class="n"></td><td class="n"></td><td>${line.text}</td></tr>`;
  return html`<tr data-line="${line.kind}">${number(path, "L", line.before)}${number(path, "R", line.after)}<td data-mark="${MARK[line.kind]}">${line.text}</td></tr>`;
}

function number(path: string, side: "L" | "R", line: number | null): Markup {
  if (line === null) return html`<td class="n"></td>`;
  const id = linkTo.diffAnchor(path, side, line);
  return html`<td class="n" id="${id}"><a href="#${id}" data-n="${line}" aria-label="line ${line}"></a></td>`;
}
