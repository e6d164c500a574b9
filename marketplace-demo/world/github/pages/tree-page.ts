import { html } from "hono/html";
import { breadcrumb } from "./breadcrumb.ts";
import { findObject } from "./find-object.ts";
import type { Page } from "./frame.ts";
import { linkTo } from "./link-to.ts";
import { markdown } from "./markdown.ts";
import type { Markup } from "./markup.ts";
import type { Place } from "./split-ref.ts";
import type { View } from "./view.ts";

/** A directory, its README beneath. */
export async function treePage(view: View, place: Place): Promise<Page | null> {
  const list = await directory(view, place);
  if (list === null) return null;
  return {
    title: `${place.path || view.repository.name} at ${place.ref}`,
    repository: view.repository,
    tab: "Code",
    body: html`${breadcrumb(view, place)}${list}`,
  };
}

/** The entries of a directory, directories first, and its README; null where it is none. */
export async function directory(view: View, place: Place): Promise<Markup | null> {
  const { git } = view.repository;
  const found = await findObject(git, place.sha, place.path);
  if (found?.object.type !== "tree") return null;
  const entries = (await git.tree(found.object.oid)) ?? [];
  const sorted = entries.toSorted((a, b) => Number(b.mode === "040000") - Number(a.mode === "040000"));
  const under = (name: string) => (place.path === "" ? name : `${place.path}/${name}`);
  const readme = entries.find((entry) => /^readme\.(?:md|markdown)$/i.test(entry.path));
  const text = readme && (await git.object(readme.sha))?.content.toString();
  return html`<section class="box"><ul>${sorted.map((entry) => {
    const path = under(entry.path);
    const folder = entry.mode === "040000";
    const href = folder
      ? linkTo.tree(view.repository, place.ref, path)
      : linkTo.blob(view.repository, place.ref, path);
    return html`<li class="entry ${folder ? "folder" : ""}"><a href="${href}">${entry.path}${folder ? "/" : ""}</a></li>`;
  })}</ul></section>
${readme && text !== undefined ? html`<section class="box"><h2>${readme.path}</h2><div class="pad">${await markdown(text, view, { kind: "file", ref: place.ref, path: under(readme.path) })}</div></section>` : ""}`;
}
