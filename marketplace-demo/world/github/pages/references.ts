import { html } from "hono/html";
import type { Repository, State } from "../state.ts";
import { linkTo } from "./link-to.ts";
import type { View } from "./view.ts";

/** https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls */
const REFERENCE =
  /(?<![\w/#&@.-])(?:(?<repository>[\w.-]+\/[\w.-]+)?#(?<number>\d{1,9})|@(?<login>[\w-]+(?:\[bot\])?)|(?<sha>[\da-f]{40}))(?![\w/-])/g;

const ENTITY: Record<string, string> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/** Within these nothing is linked. */
const CLOSED = new Set(["a", "code", "pre"]);

/**
 * Links `#7`, `@user` and whole commit names in the text of HTML, where what they name is there. The HTML must be
 * well-formed with `<` and `>` escaped in attributes, as sanitize-html and `html` templates write it. References are
 * found in rendered text as on github.com: a backslash before `#7` hides nothing.
 */
export async function linkReferences(markup: string, view: View): Promise<string> {
  let inside = 0;
  const parts: string[] = [];
  for (const part of markup.match(/<[^>]*>|[^<]+/g) ?? []) {
    const tag = /^<(\/?)(\w+)/.exec(part);
    if (tag && CLOSED.has(tag[2]!)) inside += tag[1] ? -1 : 1;
    parts.push(tag || inside > 0 ? part : await linkText(part, view));
  }
  return parts.join("");
}

async function linkText(escaped: string, view: View): Promise<string> {
  const text = escaped.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => ENTITY[entity]!);
  let at = 0;
  const parts: string[] = [];
  for (const match of text.matchAll(REFERENCE)) {
    const link = await linkOf(match, view);
    if (link === null) continue;
    parts.push(`${html`${text.slice(at, match.index)}`}`, link);
    at = match.index + match[0].length;
  }
  return at === 0 ? escaped : parts.join("") + html`${text.slice(at)}`;
}

async function linkOf(match: RegExpExecArray, { state, repository }: View): Promise<string | null> {
  const { number, login, sha } = match.groups!;
  if (number !== undefined) {
    const home = repositoryNamed(match.groups!.repository, state, repository);
    const issue = home?.issues.get(Number(number));
    return issue
      ? `${html`<a href="${linkTo.issue(home!, issue)}" title="${issue.title}">${match[0]}</a>`}`
      : null;
  }
  if (login !== undefined) {
    const account = state.accounts.get(login.toLowerCase());
    return account && account.type !== "Bot"
      ? `${html`<a class="mention" href="/${encodeURIComponent(account.login)}">${match[0]}</a>`}`
      : null;
  }
  const info = await repository.git.info(sha!);
  return info?.type === "commit"
    ? `${html`<a href="${linkTo.commit(repository, sha!)}"><code>${sha!.slice(0, 7)}</code></a>`}`
    : null;
}

function repositoryNamed(name: string | undefined, state: State, own: Repository): Repository | undefined {
  return name === undefined ? own : state.repositories.get(name.toLowerCase());
}

/** The issues and pull requests of this repository that a text of Markdown refers to. */
export function numbersIn(markdown: string): Set<number> {
  const text = markdown
    .replace(/<!--[\s\S]*?(?:-->|$)/g, "")
    .replace(/^(`{3,}|~{3,})[\s\S]*?^\1/gm, "")
    .replace(/`[^`\n]*`/g, "");
  const numbers = new Set<number>();
  for (const { groups } of text.matchAll(REFERENCE))
    if (groups!.number !== undefined && groups!.repository === undefined) numbers.add(Number(groups!.number));
  return numbers;
}
