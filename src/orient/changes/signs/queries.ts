import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";
import type { Call, Side } from "../side.ts";
import { callsNamed } from "./calls-named.ts";
import { type ClassifiedChange, found } from "./found.ts";
import { messagesOf } from "./messages-of.ts";
import { shift } from "./shift.ts";

const BEGINS =
  /^\s{0,60}(?:with|select|insert|update|delete|merge|from|where|join|left|inner|right|full|cross|and|or|order|group|limit|offset|union|having|set|values|on|for|returning|match|start)\b/i;
const CLAUSES =
  /\b(?:select|from|where|join|order by|group by|insert into|update \w{1,60} set|delete from|limit|union|having|for update|set|values|returning|match|and|or|on)\b/i;
const BUILDERS =
  /^(?:where\w*|andWhere|orWhere|order_by|orderBy\w*|join|leftJoin\w*|innerJoin\w*|group_by|groupBy|having|annotate|exclude|select_for_update|OrderBy\w*|createQuery|createNativeQuery|createQueryBuilder|@Query|findMany|findAll|aggregate|order|joins|scope|filter_by|with_entities|queryset\.filter|objects\.filter|query\.filter|session\.query)$/;
const BOUNDS =
  /^(?:limit|take|top|Take|Limit|setMaxResults|setPageSize|paginate|page|first|PageRequest\.of|find_in_batches|find_each|in_batches|iterator|fetchmany|islice|batch|Slice|slice)$/;
/** Ways to ask that an index on the plain column cannot answer. */
const BYPASSES =
  /\b(?:lower|upper|trim|date|date_trunc|cast|coalesce|to_char|substr|substring|concat|abs|round|extract|year|md5)\s?\(|\bi?like\s{1,4}(?:concat\b|'%|"%|\$?\d?\s?\|\|)|'%|%'|\bilike\b|\border by rand|\bnot in\b|::\w{1,30}|\bor\b|\bregexp\b|\bsimilar to\b|\boffset\b/i;

/** Queries in strings, in files of their own and through builders. */
export function queries(edit: Edit): ClassifiedChange[] {
  if (edit.kind === "config" || edit.kind === "dependencies" || edit.kind === "migration") return [];
  const texts = shift(edit, (side) => sqlOf(side, edit));
  const built = shift(edit, (side) =>
    callsNamed(side, BUILDERS)
      .filter(({ call }) => !joinsTexts(side, call))
      .map((sign) => ({ ...sign, key: textOf(side, sign.call.at, sign.call.to) })),
  );
  const come = [...texts.come, ...built.come];
  const gone = [...texts.gone, ...built.gone];
  const bounds = shift(edit, (side) => [
    ...callsNamed(side, BOUNDS, "bound").filter(
      ({ call }) => call.on !== "" || /^(?:\.|\?\.|->)$/.test(side.tokens[call.at - 1]?.text ?? ""),
    ),
    ...slicesOf(side),
    ...sqlOf(side, edit)
      .filter(({ key }) => /\blimit\b|\bfetch first\b|\btop \d/.test(key))
      .map(({ token }) => ({ key: "bound", token })),
  ]);
  const wheres = shift(edit, (side) => [
    ...sqlOf(side, edit)
      .filter(({ key }) => /\bwhere\b/.test(key))
      .map(({ token }) => ({ key: "where", token })),
    ...callsNamed(side, /^(?:where|Where|objects\.filter|filter_by|query\.filter)$/, "where"),
  ]);
  const result: ClassifiedChange[] = [];
  if (come.length + gone.length > 0) {
    const sorts = [...texts.come, ...texts.gone].length > 0 ? sameButOrder(texts) : true;
    const change =
      sorts && [...built.come, ...built.gone].every(({ call }) => ORDERS.test(call.name))
        ? "order of results changed"
        : "query changed";
    result.push(...found(edit, change, come.length > 0 ? come : gone));
    const bypass = come.filter(
      ({ key }) => BYPASSES.test(key) && !gone.some((old) => BYPASSES.test(old.key)),
    );
    result.push(...found(edit, "query without its index", bypass));
  }
  if (result.every(({ change }) => change !== "query without its index")) {
    const past = shift(edit, bypassing);
    if (past.come.length > past.gone.length)
      result.push(...found(edit, "query without its index", past.come));
  }
  const askedStill =
    texts.come.length > 0 || built.come.length > 0 || edit.after.calls.length > 0 || edit.kind === "query";
  if (askedStill && bounds.gone.length > bounds.come.length)
    result.push(...found(edit, "unbounded result", bounds.gone));
  else if (texts.come.length > 0 && wheres.gone.length > wheres.come.length)
    result.push(...found(edit, "unbounded result", wheres.gone));
  return result;
}

/** `parts.join("\n")` puts texts together; tables are joined by their names. */
function joinsTexts(side: Side, { name, from, to }: Call): boolean {
  if (name !== "join") return false;
  const [said, ...more] = side.tokens.slice(from, to);
  return (
    said === undefined ||
    (said.kind === "text" && more.length === 0 && !/[a-z]{2}/i.test(said.text.replace(/\\./g, "")))
  );
}

const ORDERS = /^(?:order|order_by|orderBy\w*|OrderBy\w*|ThenBy\w*|sort|sort_by|reorder|addOrderBy)$/;
const ORDER_BY = /\border by\b.{0,200}?(?=\blimit\b|\boffset\b|\bfetch\b|\bfor update\b|[);]|$)/g;

/** Whether statements say the same but for the order in which they want their results. */
function sameButOrder({ gone, come }: { gone: readonly Sign[]; come: readonly Sign[] }): boolean {
  const said = (signs: readonly Sign[]) =>
    signs
      .map(({ key }) => key.replace(ORDER_BY, "").replace(/\s+/g, " ").trim())
      .filter((text) => text !== "")
      .toSorted()
      .join("\n");
  return said(gone) === said(come);
}

const LOOKS_UP =
  /^(?:find\w{0,20}|Find\w{0,20}|where\w{0,12}|Where|filter\w{0,8}|objects|Single\w{0,20}|First\w{0,20}|Any\w{0,6}|exclude|andWhere|orWhere)$/;
const PAST_INDEX =
  /\b(?:ToUpper|ToLower|ToUpperInvariant|ToLowerInvariant|toLowerCase|toUpperCase|upcase|downcase|icontains|iexact|iregex|endswith|RegExp|ilike|EndsWith)\b|\$(?:regex|where|expr|not|nin|ne)\b|\blike\b.{0,40}["'%]%|["']%[#$]/i;

/** Look-ups that compare what an index on the plain value does not hold. */
function bypassing(side: Side): Sign[] {
  return side.calls.flatMap(({ name, at, from, to }) => {
    if (!LOOKS_UP.test(name.slice(0, 60))) return [];
    const token = side.tokens.slice(at, Math.min(to, at + 60)).find((one) => side.touched(one));
    if (!token) return [];
    return PAST_INDEX.test(textOf(side, from, Math.min(to, from + 60))) ? [{ key: "past", token }] : [];
  });
}

/** `rows[:300]`, `rows[0:300]` */
function slicesOf(side: Side): Sign[] {
  return side.tokens.flatMap((token, i) =>
    token.text === ":" &&
    side.tokens[i + 1]?.kind === "number" &&
    Number(side.tokens[i + 1]?.text) > 1 &&
    side.tokens[i + 2]?.text === "]" &&
    (side.tokens[i - 1]?.text === "[" || side.tokens[i - 2]?.text === "[")
      ? [{ key: "bound", token }]
      : [],
  );
}

/** Strings, or lines of a query's own file, that read as SQL; told apart by their words. */
function sqlOf(side: Side, edit: Edit): readonly Sign[] {
  const known = read.get(side);
  if (known) return known;
  const signs = readSql(side, edit);
  read.set(side, signs);
  return signs;
}

/** Asked for three times of each side. */
const read = new WeakMap<Side, readonly Sign[]>();

function readSql(side: Side, edit: Edit): Sign[] {
  if (edit.kind === "query") return linesOf(side);
  const bare = linesOf(side).filter(({ key, from, to }) => BEGINS.test(key) && !isCode(side, from, to));
  const messages = messagesOf(side);
  const quoted = side.tokens
    .filter(
      (token) =>
        token.kind === "text" &&
        !messages.has(token) &&
        BEGINS.test(token.text) &&
        (CLAUSES.test(token.text) || token.quote !== "'"),
    )
    .filter((token) => /\s/.test(token.text.trim()) || edit.syntax.long.includes(token.quote ?? ""))
    .map((token) => ({ key: token.text.toLowerCase().replace(/\s+/g, " ").trim(), token }));
  return [...quoted, ...bare];
}

/** A hunk may begin inside of a string that runs over lines; its lines are then read as if they were code. */
function isCode(side: Side, from: number, to: number): boolean {
  if (to - from < 2) return true;
  return side.tokens
    .slice(from, to)
    .some(
      (token) =>
        token.kind === "text" ||
        /^(?:=>|==|===|\{|\}|;|:|:=|import|->|&&|\|\||return|require)$/.test(token.text),
    );
}

interface LineSign extends Sign {
  /** Indices of its tokens. */
  from: number;
  to: number;
}

function linesOf(side: Side): LineSign[] {
  const signs: LineSign[] = [];
  for (const [i, token] of side.tokens.entries()) {
    const last = signs.at(-1);
    if (last && last.token.line === token.line) {
      // As people write it: a function's name and its bracket together.
      last.key += token.text === "(" ? "(" : ` ${token.text.toLowerCase()}`;
      last.to = i + 1;
    } else signs.push({ key: token.text.toLowerCase(), token, from: i, to: i + 1 });
  }
  return signs;
}

function textOf(side: Side, from: number, to: number): string {
  return side.tokens
    .slice(from, Math.min(to, from + 60))
    .map((token) => token.text)
    .join(" ");
}
