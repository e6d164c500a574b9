import { html } from "hono/html";
import { breadcrumb } from "./breadcrumb.ts";
import { fileSource } from "./file-source.ts";
import { findObject } from "./find-object.ts";
import type { Page } from "./frame.ts";
import { linkTo } from "./link-to.ts";
import { markdown } from "./markdown.ts";
import type { Place } from "./split-ref.ts";
import type { View } from "./view.ts";

const MARKDOWN = /\.(?:md|markdown)$/i;

/** A file with numbered lines, each an anchor (`#L42`), which permalinks point to. `plain` shows Markdown as written. */
export async function blobPage(view: View, place: Place, plain: boolean): Promise<Page | null> {
  const { repository } = view;
  const found = await findObject(repository.git, place.sha, place.path);
  if (found?.object.type !== "blob") return null;
  const { content } = found.object;
  const source = fileSource(content);
  const rendered = source && MARKDOWN.test(place.path) && !plain;
  const at = linkTo.blob(repository, place.ref, place.path);
  return {
    title: `${place.path} · ${repository.name}`,
    repository,
    tab: "Code",
    body: html`${breadcrumb(view, place)}
<section class="box"><h2><span class="grow soft">${source ? `${source.lines.length + source.left} lines, ` : ""}${content.length} bytes${found.mode === "100755" ? ", executable" : ""}${found.mode === "120000" ? ", a symbolic link" : ""}</span>
${MARKDOWN.test(place.path) ? (plain ? html`<a href="${at}">Preview</a>` : html`<a href="${at}?plain=1">Source</a>`) : ""}
<a href="${linkTo.blob(repository, place.sha, place.path)}">Permalink</a> <a href="${linkTo.raw(repository, place.ref, place.path)}">Raw</a></h2>
${
  source === null
    ? html`<p class="soft pad">Not shown: binary, or larger than 1 MB.</p>`
    : rendered
      ? html`<div class="pad">${await markdown(content.toString(), view, { kind: "file", ...place })}</div>`
      : html`<table class="code"><tbody>${source.lines.map(
          (line, index) =>
            html`<tr id="L${index + 1}"><td class="n"><a href="#L${index + 1}" data-n="${index + 1}" aria-label="line ${index + 1}"></a></td><td>${line}</td></tr>`,
        )}</tbody></table>${source.left ? html`<p class="soft pad">And ${source.left} more lines.</p>` : ""}`
}</section>`,
  };
}
