import { html } from "hono/html";
import type { Annotation, Repository } from "../state.ts";
import { linkTo } from "./link-to.ts";

/** What a check says of a line. */
export function annotationNote(repository: Repository, sha: string, annotation: Annotation) {
  const { path, start_line, end_line, annotation_level, title, message, raw_details } = annotation;
  const lines = start_line === end_line ? `${start_line}` : `${start_line}–${end_line}`;
  return html`<div class="annotation" data-level="${annotation_level}">
<p><b>${title ?? annotation_level}</b> <a class="path" href="${linkTo.blob(repository, sha, path, start_line)}">${path}:${lines}</a></p>
<p class="message">${message}</p>${raw_details ? html`<pre>${raw_details}</pre>` : ""}</div>`;
}
