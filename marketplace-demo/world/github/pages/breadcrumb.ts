import { html } from "hono/html";
import { linkTo } from "./link-to.ts";
import type { Markup } from "./markup.ts";
import type { Place } from "./split-ref.ts";
import type { View } from "./view.ts";

/** Revision and path, each directory a link. */
export function breadcrumb({ repository }: View, { ref, path }: Place): Markup {
  const parts = path === "" ? [] : path.split("/");
  const short = /^[\da-f]{40}$/.test(ref) ? ref.slice(0, 7) : ref;
  return html`<p class="crumbs"><span class="ref">${short}</span> <a href="${linkTo.tree(repository, ref)}">${repository.name}</a>${parts.map(
    (part, index) =>
      html`<span class="soft">/</span>${
        index === parts.length - 1
          ? html`<b>${part}</b>`
          : html`<a href="${linkTo.tree(repository, ref, parts.slice(0, index + 1).join("/"))}">${part}</a>`
      }`,
  )}</p>`;
}
