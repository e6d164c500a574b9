import type { ChangeClass } from "../mechanisms/mechanisms.ts";
import type { DiffLine, Hunk } from "./changed-lines.ts";
import type { FileKind } from "./file-kind.ts";

/** A class that a file's change belongs to, and the line that shows it (after the commit). */
export interface ClassifiedChange {
  change: ChangeClass;
  line: number;
}

const GUARD =
  /\bif\b|\?\.|\?\?|\bcatch\b|\btypeof\b|\binstanceof\b|\bassert\w*\(|\bexcept\b|\|\||\bunless\b|\bdefault:/g;
const RAISE = /\bthrow\b|\braise\b|\bpanic\(|\bprocess\.exit\(|\babort\(|\bpanic!\(/g;
/** Throws where something is not there: a fold without a start, a member of the first of none, a forced type. */
const PARTIAL =
  /\.reduce(?:Right)?\(\s*(?:[\w$.]+|\([^()]*\)\s*=>[^,]*)\s*\)|\]\.[\w$]|\.(?:at|pop|shift|find|exec|match|get)\([^()]*\)\.[\w$]|[\w)\]]!(?:[.[;,)]|$)|\bas any\b|\bJSON\.parse\(|\.unwrap\(\)|\bnext\(\w+\)/g;
const LOOP =
  /\b(?:for|while)\b\s*(?:await\s*)?\(|^\s*(?:for|while)\s.+[:{]\s*$|\.(?:map|forEach|flatMap|filter|reduce|some|find|every)\(/g;
const QUERY =
  /\bawait\s+[\w.]*(?:query|find|load|fetch|get|list|select|execute|request|count|save)\w*(?:<[^()]*>)?\(|\.(?:query|execute|findOne|findMany|fetch|request)(?:<[^()]*>)?\(|\bfetch\(/i;
const SQL =
  /\b(?:select\b.+|select\s*$|from\s+\w+|where\b|join\s+\w+|order\s+by|group\s+by|limit\s+(?:\d|\$)|insert\s+into|update\s+\w+\s+set|delete\s+from|union\b|having\b)/i;
const SQL_START =
  /[`"']\s*(?:with|select|insert|update|delete)\b|^\s*(?:select|from|where|join|left join|inner join|and|or|order by|group by|limit|union|with)\b(?!.*(?:=>|==|\bimport\b|[;{]))/i;
const WAIT =
  /\bsleep\w*\(|\bsetTimeout\(|\bpg_sleep\b|\bdelay\(|\bAtomics\.wait\(|\btime\.Sleep\(|\bThread\.sleep\(/g;
const HEAVY =
  /\w+Sync\(|\bstructuredClone\(|JSON\.parse\(\s*JSON\.stringify|\b(?:pbkdf2|scrypt|bcrypt)\w*\(|\.sort\(|\bcreateHash\(/g;
const LIMIT_NAME =
  /max|min|limit|timeout|ttl|pool|size|capacity|interval|expir|retention|concurren|workers|threads|connections|heap|memory|rate|quota|window|attempts/i;
const GROWS = /\.(?:push|set|add|append|unshift|extend)\(|\[[^\]]+\]\s*=[^=]/;
const KEEPER =
  /^(?:export\s+)?(?:const|let|var|static|private static|private readonly)\s+(\w+)[^=]*=\s*(?:new (?:Map|Set|Array|WeakMap)\b|\[\]|\{\}|Object\.create|\[\s*$|\{\s*$)|^(\w+)\s*(?::[^=]+)?=\s*(?:\[\]|\{\}|dict\(\)|list\(\)|defaultdict)/;
const EVICTS =
  /\.(?:delete|clear|shift|splice|pop|evict|prune)\(|\b(?:WeakMap|WeakRef|LRU)\b|max(?:Size|Entries|Age)|\bttl\b|\.length\s*=\s*0/gi;
const CACHE = /\bcache\w*|\bmemo(?:ize|ise)?\w*/gi;
const LISTENER = /\.on\(\s*["'`]|\.addListener\(|\.addEventListener\(|\bsetInterval\(|\.subscribe\(/g;
const RETRY = /\bretr(?:y|ies)\w*|\bback_?off\w*|\battempts?\b/i;
const REGEX = /(?:^|[=(,:\s])\/(?![/*\s>])(?:[^/\\\n]|\\.)+\/[dgimsuvy]*|\bnew RegExp\(|\bre\.compile\(/;
const LOG = /^\s*(?:[\w.]*\b(?:log|logger|console)\b[\w.]*|print)\(.*\);?\s*$/;
const DECLARATION =
  /^\s*(?:import type\b.*|export type\b.*|type \w+.*=.*|interface \w+.*|export interface\b.*|[\w?]+\??:\s*[\w<>[\]| "']+;)\s*$/;

/**
 * The classes of one file's change, by the text of its diff without comments: regular expressions over added and removed
 * lines, in the idioms of JavaScript, TypeScript, Python, Go, Java and SQL. It sees what a reader skims,
 * not what a compiler knows, which is why no class weighs more than its row in the table.
 */
export function classify(kind: FileKind, hunks: readonly Hunk[]): ClassifiedChange[] {
  if (kind === "dependencies") return [{ change: "dependency changed", line: firstTouched(hunks) }];
  const found = hunks.map(shortened).flatMap((hunk) => classifyHunk(kind, hunk));
  const changed = hunks
    .flatMap((hunk) => hunk.lines)
    .filter((line) => line.kind !== "same" && line.text.trim() !== "");
  const first = firstTouched(hunks);
  if (changed.length > 0 && changed.every((line) => LOG.test(line.text))) {
    return [{ change: "logging changed", line: first }];
  }
  if (changed.length > 0 && kind === "code" && changed.every((line) => DECLARATION.test(line.text))) {
    return [{ change: "type declarations only", line: first }];
  }
  if (kind === "code" && hunks.every(isTextOnly)) return [{ change: "text changed", line: first }];
  return found.length > 0 ? found : [{ change: "other code changed", line: first }];
}

/** A line longer than this was not written by hand; expressions over it would cost more than they tell. */
const LONGEST_LINE = 400;

function shortened(hunk: Hunk): Hunk {
  return { ...hunk, lines: hunk.lines.map((line) => ({ ...line, text: line.text.slice(0, LONGEST_LINE) })) };
}

const STRINGS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;
/** Strings that steer: compared, looked up, imported, sent or asked of a database. */
const STEERS =
  /===?|!==?|\[\s*""|\b(?:import|require|from|case|in)\b|fetch|env|header|query|route|\.(?:get|post|put|has|includes|startsWith|endsWith)\(/i;

/** Each changed line differs inside of quotes alone, in strings that look like words for people. */
function isTextOnly(hunk: Hunk): boolean {
  const changed = pairs(hunk).filter(([before, after]) => before.text.trim() + after.text.trim() !== "");
  const lines = hunk.lines.filter((line) => line.kind !== "same" && line.text.trim() !== "");
  if (changed.length * 2 !== lines.length) return false;
  return changed.every(([before, after]) => {
    const bare = before.text.replace(STRINGS, '""');
    if (bare !== after.text.replace(STRINGS, '""') || STEERS.test(bare)) return false;
    const [was, is] = [before.text.match(STRINGS) ?? [], after.text.match(STRINGS) ?? []];
    return was.every((string, i) => string === is[i] || ![string, is[i] ?? ""].some(looksLikeName));
  });
}

function looksLikeName(quoted: string): boolean {
  const text = quoted.slice(1, -1);
  return /^[a-z_$][\w$.-]*$/.test(text) || /[/\\<>{}=]|^\w+:|^[A-Z_]+$/.test(text);
}

function classifyHunk(kind: FileKind, hunk: Hunk): ClassifiedChange[] {
  const found: ClassifiedChange[] = [];
  const added = hunk.lines.filter((line) => line.kind === "added");
  const removed = hunk.lines.filter((line) => line.kind === "removed");
  const addedText = added.map((line) => line.text).join("\n");
  const removedText = removed.map((line) => line.text).join("\n");
  const add = (change: ChangeClass, line: number | undefined) => {
    found.push({ change, line: line ?? firstTouched([hunk]) });
  };
  const more = (pattern: RegExp) => count(addedText, pattern) - count(removedText, pattern);
  const lineOf = (pattern: RegExp) =>
    added.find((line) => new RegExp(pattern.source, pattern.flags.replace("g", "")).test(line.text))?.after;

  if (kind === "migration") {
    if (
      /drop\s+index/i.test(addedText) ||
      (/create\s+(unique\s+)?index/i.test(removedText) && !/create\s+(unique\s+)?index/i.test(addedText))
    ) {
      add("index removed", lineOf(/drop\s+index/i));
    }
    add("schema changed", added[0]?.after);
    return found;
  }
  if (kind === "config") {
    const changed = pairs(hunk).filter(([before, after]) => before.text !== after.text);
    const named = changed.find(
      ([before, after]) => LIMIT_NAME.test(keyOf(before)) && LIMIT_NAME.test(keyOf(after)),
    );
    const numbers =
      changed.length > 0 &&
      added.length === removed.length &&
      changed.every(([before, after]) => numberless(before.text) === numberless(after.text));
    if (named) add("limit changed", named[1].after);
    else add(numbers ? "number changed" : "value or shape changed", added[0]?.after);
    return found;
  }

  const failing = more(PARTIAL) > 0 ? lineOf(PARTIAL) : undefined;
  if (failing) add("operation that can fail", failing);
  if (more(GUARD) < 0) add("guard removed", touchedAtRemoval(hunk, GUARD));
  if (more(GUARD) > 0 && more(LOOP) <= 0 && removed.length <= 1) add("guard added", lineOf(GUARD));
  if (more(RAISE) > 0) add("error raised", lineOf(RAISE));
  if (more(WAIT) > 0) add("wait added", lineOf(WAIT));
  if (more(HEAVY) > 0) add("more work per request", lineOf(HEAVY));
  if (more(LISTENER) > 0) add("listener or timer added", lineOf(LISTENER));
  if (more(EVICTS) < 0) add("eviction removed", touchedAtRemoval(hunk, EVICTS));
  if (count(removedText, CACHE) > 0 && count(addedText, CACHE) === 0)
    add("cache removed", touchedAtRemoval(hunk, CACHE));
  const looped = queryInLoop(hunk);
  if (looped) add("query inside a loop", looped);
  else if (more(LOOP) > 0) add("loop added", lineOf(LOOP));
  const kept = stateKept(hunk);
  if (kept) add("state that outlives the request", kept);
  if (
    [addedText, removedText].some((text) =>
      text.split("\n").some((line) => SQL.test(line) && SQL_START.test(line)),
    ) ||
    kind === "query"
  ) {
    add("query changed", lineOf(SQL));
  }
  if (RETRY.test(addedText) !== RETRY.test(removedText)) add("retry changed", lineOf(RETRY));
  if (regexes(addedText) !== regexes(removedText)) add("regular expression changed", lineOf(REGEX));
  for (const [before, after] of pairs(hunk)) {
    if (numberless(before.text) === numberless(after.text)) {
      add(LIMIT_NAME.test(keyOf(after)) ? "limit changed" : "number changed", after.after);
    } else if (shapeChanged(before.text, after.text)) {
      add("value or shape changed", after.after);
    }
  }
  return found;
}

/** A removed line and the added line that took its place. */
function pairs(hunk: Hunk): [DiffLine, DiffLine][] {
  const result: [DiffLine, DiffLine][] = [];
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  const flush = () => {
    for (let i = 0; i < Math.min(removed.length, added.length); i++) {
      const [before, after] = [removed[i], added[i]];
      if (before && after) result.push([before, after]);
    }
    removed = [];
    added = [];
  };
  for (const line of hunk.lines) {
    if (line.kind === "removed") {
      if (added.length > 0) flush();
      removed.push(line);
    } else if (line.kind === "added") added.push(line);
    else flush();
  }
  flush();
  return result;
}

/** Names after a dot, keys, and calls differ while the rest of the line is kin. */
function shapeChanged(before: string, after: string): boolean {
  const members = (text: string) =>
    new Set(
      [...text.matchAll(/\.(\w+)|\b(\w+)\s*:|["'](\w+)["']|\b(\w+)\(/g)].map(
        (match) => match[1] ?? match[2] ?? match[3] ?? match[4] ?? "",
      ),
    );
  const [a, b] = [members(before), members(after)];
  if (a.size + b.size === 0) return false;
  return [...a].some((name) => !b.has(name)) || [...b].some((name) => !a.has(name));
}

/** A query on an added line whose enclosing loop stands above it in the hunk with less indentation. */
function queryInLoop(hunk: Hunk): number | undefined {
  const after = hunk.lines.filter((line) => line.kind !== "removed");
  for (const [i, line] of after.entries()) {
    if (!QUERY.test(line.text)) continue;
    let indent = indentOf(line.text);
    let inside = matchesLoop(line.text) && /=>/.test(line.text);
    let fresh = line.kind === "added";
    for (let j = i - 1; j >= 0 && !inside; j--) {
      const above = after[j];
      if (!above || above.text.trim() === "" || indentOf(above.text) >= indent) continue;
      indent = indentOf(above.text);
      if (matchesLoop(above.text)) {
        inside = true;
        fresh ||= above.kind === "added";
      } else if (/\bfunction\b|=>\s*\{?\s*$|\bdef\b|\bfunc\b/.test(above.text)) break;
    }
    if (inside && fresh) return line.after;
  }
  return undefined;
}

/** Something at module level that is only ever added to; or more kept in what a class or module holds. */
function stateKept(hunk: Hunk): number | undefined {
  const added = hunk.lines.filter((line) => line.kind === "added");
  const keeper = added.find((line) => KEEPER.test(line.text));
  const grows = added.find((line) => GROWS.test(line.text));
  if (keeper) return keeper.after;
  // Into a name that the hunk does not declare: what it is declared as is for the reader to see.
  if (!grows) return undefined;
  const name = /([\w.]+)(?:\.(?:push|set|add|append|unshift|extend)\(|\[)/
    .exec(grows.text)?.[1]
    ?.split(".")
    .at(-1);
  const local = hunk.lines.some((line) =>
    new RegExp(`^\\s+(?:const|let|var)\\s+${name ?? " "}\\b`).test(line.text),
  );
  return local ||
    !name ||
    !/cache|seen|recent|history|log|buffer|registry|store|pending|memo|audit|all|list/i.test(name)
    ? undefined
    : grows.after;
}

function matchesLoop(text: string): boolean {
  return new RegExp(LOOP.source).test(text);
}

function regexes(text: string): string {
  return text
    .split("\n")
    .map((line) => REGEX.exec(line)?.[0] ?? "")
    .filter((found) => found !== "")
    .join("\n");
}

function keyOf(line: DiffLine): string {
  return /([\w.-]+)\s*[:=]/.exec(line.text)?.[1] ?? "";
}

/** Without its numbers; a list of numbers counts as one, so that a longer list is a changed number too. */
function numberless(text: string): string {
  return text.replace(/-?\d[\d_.]*(?:\s*,\s*-?\d[\d_.]*)*/g, "0");
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

/** Line by line, so that no expression can wander over a whole file. */
function count(text: string, pattern: RegExp): number {
  const every = new RegExp(pattern.source, `g${pattern.flags.replace("g", "")}`);
  return text.split("\n").reduce((sum, line) => sum + (line.match(every)?.length ?? 0), 0);
}

function touchedAtRemoval(hunk: Hunk, pattern: RegExp): number {
  const test = new RegExp(pattern.source, pattern.flags.replace("g", ""));
  let next = hunk.after.start;
  for (const line of hunk.lines) {
    if (line.kind === "removed" && test.test(line.text)) return Math.max(1, next);
    if (line.kind !== "removed") next += 1;
  }
  return firstTouched([hunk]);
}

function firstTouched(hunks: readonly Hunk[]): number {
  for (const hunk of hunks) {
    let next = hunk.after.start;
    for (const line of hunk.lines) {
      if (line.kind !== "same") return Math.max(1, next);
      next += 1;
    }
  }
  return 1;
}
