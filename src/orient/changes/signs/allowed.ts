import type { Edit } from "../edit.ts";
import type { Side } from "../side.ts";
import type { Token } from "../tokens.ts";
import { wordsOf } from "../words-of.ts";
import type { ClassifiedChange } from "./found.ts";

/** Names of lists of what is taken; what is in none of them is refused. */
const TAKEN =
  /^(?:accept\w{0,4}|allow\w{0,4}|support\w{0,3}|valid|permit\w{0,4}|permissions?|whitelist|allowlist|trusted|known|scopes?|audiences?|origins?|roles?|actions?|verbs?|grants?|methods|issuers?|algorithms|types|statuses|states|currencies|countries|locales|formats|extensions|domains|hosts|prefixes|versions|kinds|media|mimetypes|principals?|resources?|members|groups|ciphers|protocols)$/;
/** Of these, who may do what. */
const RIGHTS =
  /^(?:permit\w{0,4}|permissions?|scopes?|audiences?|origins?|roles?|actions?|verbs?|grants?|issuers?|principals?|resources?|algorithms|trusted|groups)$/;

/** Lists of what is taken that have lost one of their members. */
export function allowed(edit: Edit): ClassifiedChange[] {
  const was = listsOf(edit.before);
  const is = listsOf(edit.after);
  for (const [name, before] of was) {
    const after = is.get(name);
    if (!after || !(edit.before.touched(before.token) || before.some)) continue;
    const lost = [...before.members].filter((one) => !after.members.has(one));
    const words = wordsOf(name);
    if (lost.length === 0 || !words.some((word) => TAKEN.test(word))) continue;
    // Another one in the place of each is another list.
    const line = edit.lineOf(after.token);
    const rights = words.some((word) => RIGHTS.test(word));
    return [
      { change: "validation tightened", line },
      ...(rights ? [{ change: "authentication changed" as const, line }] : []),
    ];
  }
  return [];
}

interface List {
  token: Token;
  members: Set<string>;
  /** Whether one of its members stands on a changed line. */
  some: boolean;
}

/** `accepted = ["a", "b"]`, `Action: [x, y]`, `var accepted = []string{"a"}`, `roles: Set.of("a")`, and members on lines of their own. */
function listsOf(side: Side): Map<string, List> {
  const lists = new Map<string, List>();
  for (const [open, close] of side.closes) {
    if (!/^[[({]$/.test(side.tokens[open]?.text ?? "") || close >= side.tokens.length) continue;
    if (close - open > LONGEST) continue;
    const inside = side.tokens.slice(open + 1, close);
    if (inside.length === 0) continue;
    if (!inside.every(({ kind, text }) => kind === "text" || kind === "word" || /^[,:.*/-]$/.test(text)))
      continue;
    const name = nameBefore(side, open);
    if (name)
      put(
        lists,
        name,
        members(inside),
        inside.some((one) => side.touched(one)),
      );
  }
  for (const [i, token] of side.tokens.entries()) {
    if (token.text !== "-" || token.indent < 0) continue;
    const line = side.tokens.slice(i + 1, i + 12).filter((one) => one.line === token.line);
    if (line.length === 0 || line.some(({ text }) => text === ":" && line.length > 3)) continue;
    const name = keyAbove(side, i);
    if (name) put(lists, name, new Set([line.map(({ text }) => text).join("")]), side.touched(token));
  }
  return lists;
}

/** A list of more than this is data. */
const LONGEST = 120;

function put(lists: Map<string, List>, name: Token, own: ReadonlySet<string>, some: boolean): void {
  const known = lists.get(name.text);
  lists.set(name.text, {
    token: known?.token ?? name,
    members: new Set([...(known?.members ?? []), ...own]),
    some: some || (known?.some ?? false),
  });
}

function members(inside: readonly Token[]): Set<string> {
  const all: string[] = [""];
  for (const { text } of inside) {
    if (text === ",") all.push("");
    else all[all.length - 1] += text;
  }
  return new Set(all.filter((one) => one !== ""));
}

/** The name that the list is given to, on the line on which it begins. */
function nameBefore(side: Side, open: number): Token | undefined {
  const line = side.tokens[open]?.line;
  for (let i = open - 1; i >= 0 && i > open - 10 && side.tokens[i]?.line === line; i--) {
    if (!/^(?::|=|:=|=>)$/.test(side.tokens[i]?.text ?? "")) continue;
    const name = side.tokens[i - 1];
    return name?.kind === "word" || name?.kind === "text" ? name : undefined;
  }
  return undefined;
}

function keyAbove(side: Side, at: number): Token | undefined {
  const indent = side.tokens[at]?.indent ?? 0;
  for (let i = at - 1; i >= 0 && i > at - 4 * LONGEST; i--) {
    const token = side.tokens[i];
    if (!token || token.indent < 0) continue;
    if (token.text !== "-" && token.indent <= indent && side.tokens[i + 1]?.text === ":") return token;
    if (token.indent < indent) return undefined;
  }
  return undefined;
}
