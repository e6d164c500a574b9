import { html, raw } from "hono/html";
import { Marked } from "marked";
import sanitizeHtml from "sanitize-html";
import { linkTo } from "./link-to.ts";
import type { Markup } from "./markup.ts";
import { linkReferences } from "./references.ts";
import type { View } from "./view.ts";

/** What differs between a comment and a file: https://github.github.com/gfm/ */
export type MarkdownPlace =
  /** In comments a line break is one. */
  | { kind: "comment" }
  /** In a file links are relative to it. */
  | { kind: "file"; ref: string; path: string };

/** What github.com lets through: https://github.com/gjtorikian/html-pipeline, less what would load from elsewhere. */
const TAGS =
  "h1 h2 h3 h4 h5 h6 p br hr a b strong i em s strike del ins mark small sub sup kbd samp var code pre q cite abbr dfn tt span div blockquote ul ol li dl dt dd table caption thead tbody tfoot tr th td details summary img input figure figcaption".split(
    " ",
  );
const DIAGRAM = "diagram";
const SCHEME = /^(?:https?:|mailto:)/i;

const parser = (breaks: boolean) =>
  new Marked({
    gfm: true,
    breaks,
    renderer: {
      code({ text, lang }) {
        if (/^mermaid\b/i.test(lang ?? ""))
          return `<pre class="${DIAGRAM}"><code>${html`${text}`}</code></pre>\n`;
        return false;
      },
    },
  });
const comments = parser(true);
const files = parser(false);

/** Markdown of anybody as HTML that does nothing: sanitised, its references linked, wide tables in a frame that scrolls. */
export async function markdown(text: string, view: View, place: MarkdownPlace): Promise<Markup> {
  const linked = await linkReferences(sanitise(parse(text, place), view, place), view);
  const framed = linked
    .replaceAll("<table>", '<div class="scroll"><table>')
    .replaceAll("</table>", "</table></div>");
  return html`<div class="markdown">${raw(anchored(framed))}</div>`;
}

/** Text that is nested too deeply for the parser is shown as it was written. */
function parse(text: string, place: MarkdownPlace): string {
  try {
    return (place.kind === "comment" ? comments : files).parse(text, { async: false });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return `<pre>${html`${text}`}</pre>`;
  }
}

function sanitise(markup: string, view: View, place: MarkdownPlace): string {
  return sanitizeHtml(markup, {
    allowedTags: TAGS,
    allowedAttributes: {
      a: ["href", "title", "rel"],
      img: ["src", "alt", "title", "width", "height"],
      input: ["type", "checked", "disabled"],
      ol: ["start"],
      details: ["open"],
      th: ["align", "colspan", "rowspan"],
      td: ["align", "colspan", "rowspan"],
    },
    allowedClasses: { pre: [DIAGRAM] },
    allowedSchemes: ["http", "https", "mailto"],
    allowProtocolRelative: false,
    // A diagram's own frame is ours; nobody writes it in HTML.
    nestingLimit: 100,
    transformTags: {
      a: (tagName, { href = "", title }) => ({
        tagName,
        attribs: {
          href: resolve(href, view, place, linkTo.blob),
          ...(title === undefined ? {} : { title }),
          rel: "nofollow noopener noreferrer",
        },
      }),
      // Nothing is loaded from elsewhere: a picture of another host becomes a link to it.
      img: (tagName, attribs): sanitizeHtml.Tag => {
        const { src = "", alt = "" } = attribs;
        if (!SCHEME.test(src) && !src.startsWith("//"))
          return { tagName, attribs: { ...attribs, src: resolve(src, view, place, linkTo.raw) } };
        return {
          tagName: "a",
          attribs: { href: src, rel: "nofollow noopener noreferrer" },
          text: alt === "" ? src : alt,
        };
      },
      input: (tagName, { type, checked }): sanitizeHtml.Tag =>
        type === "checkbox"
          ? { tagName, attribs: { type, disabled: "", ...(checked === undefined ? {} : { checked: "" }) } }
          : { tagName: "span", attribs: {} },
    },
  });
}

/** The address behind a link that stands in a file: the file beside it, in the same revision. */
function resolve(
  href: string,
  { repository }: View,
  place: MarkdownPlace,
  page: (repository: View["repository"], ref: string, path: string) => string,
): string {
  if (href.startsWith("#")) return href === "#" ? href : `#user-content-${href.slice(1)}`;
  if (place.kind !== "file" || /^[a-z][a-z\d+.-]*:/i.test(href) || href.startsWith("//")) return href;
  try {
    const to = new URL(href, `http://file/${place.path.split("/").map(encodeURIComponent).join("/")}`);
    const path = decodeURIComponent(to.pathname.slice(1));
    return `${path === "" ? linkTo.tree(repository, place.ref) : page(repository, place.ref, path)}${to.hash}`;
  } catch {
    return "#";
  }
}

/** Headings can be linked to, under a prefix that keeps them off our own anchors. */
function anchored(markup: string): string {
  const seen = new Map<string, number>();
  return markup.replace(/<h([1-6])>([\s\S]*?)<\/h\1>/g, (_, level: string, inner: string) => {
    const slug = inner
      .replace(/<[^>]*>|&\w+;/g, "")
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return `<h${level} id="user-content-${slug}${before ? `-${before}` : ""}">${inner}</h${level}>`;
  });
}
