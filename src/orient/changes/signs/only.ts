import type { ChangeClass } from "../../mechanisms/change-class.ts";
import type { Edit } from "../edit.ts";
import { lacking } from "../lacking.ts";
import { linesReordered } from "../lines-reordered.ts";
import type { Side } from "../side.ts";
import type { Token } from "../tokens.ts";
import { LOG_CALLS, levelLowered, louder } from "./logs.ts";
import { messagesOf } from "./messages-of.ts";

/** What a whole file's change is no more than, where each of its hunks is that and nothing else. */
export function only(edits: readonly Edit[]): ChangeClass | null {
  if (edits.length === 0) return null;
  const every = (test: (side: Side) => boolean) =>
    edits.every((edit) => test(edit.before) && test(edit.after));
  if (every(logsAlone) && edits.some((edit) => levelLowered(edit).length > 0)) return "log level lowered";
  if (every(logsAlone))
    return edits.some((edit) => louder(edit).length > 0) ? "logging added" : "logging changed";
  if (every(typesAlone)) return "type declarations only";
  if (
    edits.every(({ hunk, before, after, syntax }) =>
      linesReordered({ hunk, before: before.tokens, after: after.tokens }, syntax),
    )
  )
    return "order of statements changed";
  return edits.every((edit) => textAlone(edit) || messagesAlone(edit)) ? "text changed" : null;
}

/**
 * The sides differ inside of the words of errors alone, and nothing new is called to make them: the error was raised
 * before, in the same case.
 */
function messagesAlone(edit: Edit): boolean {
  const [was, is] = [edit.before, edit.after].map((side) => {
    const within = messagesOf(side);
    return side.tokens
      .filter((token, i) => side.touched(token) && !within.has(token) && !namesCause(side, i))
      .map(({ text }) => text);
  });
  if (!was || !is || was.length !== is.length || was.some((text, i) => text !== is[i])) return false;
  const changed = [...messagesOf(edit.after)].filter((token) => edit.after.touched(token));
  return (
    changed.length > 0 && changed.every(({ text }) => !/[({[]\w{0,40}\(/.test(text) && !text.includes("("))
  );
}

/** Python's `raise … from error`: https://docs.python.org/3/reference/simple_stmts.html#the-raise-statement */
function namesCause(side: Side, i: number): boolean {
  const at = side.tokens[i]?.text === "from" ? i : side.tokens[i - 1]?.text === "from" ? i - 1 : -1;
  const line = side.tokens[at]?.line;
  return at > 0 && side.tokens.find((token) => token.line === line)?.text === "raise";
}

function changedTokens(side: Side): Token[] {
  return side.tokens.filter((token) => side.touched(token));
}

/** Each changed token belongs to a call that writes a log. */
function logsAlone(side: Side): boolean {
  const covered = new Set<Token>();
  for (const call of side.calls) {
    const owner = call.on.split(".").at(-1) ?? "";
    if (!LOG_CALLS.test(call.name) && !LOG_CALLS.test(`${owner}.${call.name}`)) continue;
    // `owner.name(…);` with the dots and brackets that it is made of.
    const start = Math.max(0, call.at - 2 * call.on.split(".").filter(Boolean).length);
    for (let i = start; i <= Math.min(call.to + 1, side.tokens.length - 1); i++) {
      const token = side.tokens[i];
      if (token && (i <= call.to || token.text === ";")) covered.add(token);
    }
  }
  return changedTokens(side).every((token) => covered.has(token));
}

const TYPE_LINE = /^(?:(?:export )?(?:interface|type) \w+|import type )/;

/** Each changed line declares a type, or a member of one that begins in the hunk. */
function typesAlone(side: Side): boolean {
  const lines = new Map<number, Token[]>();
  for (const token of side.tokens) {
    const own = lines.get(token.line);
    if (own) own.push(token);
    else lines.set(token.line, [token]);
  }
  let inType = false;
  for (const own of lines.values()) {
    const text = own.map((token) => token.text).join(" ");
    const first = own[0];
    if (!first) continue;
    const starts = TYPE_LINE.test(text);
    if (starts) inType = /\{$/.test(text);
    const member =
      /^[\w?]+ (?:\? )?: [\w<>[\]| ,."]+ ;?$/.test(text.slice(0, 200)) && (inType || text.endsWith(";"));
    if (side.touched(first) && !starts && !member && !(inType && text === "}")) return false;
    if (text === "}" || text === "} ;") inType = false;
  }
  return true;
}

/** Strings that steer: compared, looked up, imported, sent or asked of a database. */
const STEERS =
  /^(?:===?|!==?|import|require|from|case|in|fetch|env|header|headers|query|route|get|post|put|delete|patch|has|includes|startsWith|endsWith|path|key|name|id|type|url|select|where|execute|eq|compile|MustCompile|RegExp|Regexp|Regex|\w*Regex\w*|\w*Pattern\w*|match|matches|test|replace|assert\w*)$/i;

/** The sides differ inside of strings alone, and those read as words for people. */
function textAlone(edit: Edit): boolean {
  const [was, is] = [edit.before, edit.after].map(changedTokens);
  if (!was || !is || was.length === 0 || was.length !== is.length) return false;
  let differs = false;
  for (const [i, old] of was.entries()) {
    const now = is[i];
    if (!now || old.kind !== now.kind) return false;
    if (old.text === now.text) {
      continue;
    }
    if (old.kind !== "text" || looksLikeName(old.text) || looksLikeName(now.text)) return false;
    differs = true;
  }
  if (!differs || isStatement(edit)) return false;
  // The line's own words decide whether its strings steer.
  const steering = [...was, ...is].some(
    (token, i, all) =>
      (token.kind === "word" || token.kind === "mark") &&
      (STEERS.test(token.text) || (token.text === "[" && all[i + 1]?.kind === "text")),
  );
  return !steering && lacking(sign(was), sign(is)).length === 0;
}

/** https://pubs.opengroup.org/onlinepubs/9699919799/utilities/crontab.html, and with seconds as Quartz writes it. */
const CRON = /^(?:[\d*,/?LW#-]{1,20}\s+){4,6}[\d*,/?A-Za-z#-]{1,20}$/;

const STATEMENT =
  /^\s{0,60}(?:select|insert\s+into|update\s+\S+\s+set|delete\s+from|with\s+\w+\s+as|merge\s+into)\b/i;

/** Whether a string of the hunk is asked of a database, be its changed lines as plain as words. */
function isStatement({ before, after }: Edit): boolean {
  return [before, after].some((side) => {
    const messages = messagesOf(side);
    return side.tokens.some(
      (token) => token.kind === "text" && STATEMENT.test(token.text.slice(0, 200)) && !messages.has(token),
    );
  });
}

function sign(tokens: readonly Token[]) {
  return tokens.filter((token) => token.kind !== "text").map((token) => ({ key: token.text, token }));
}

function looksLikeName(text: string): boolean {
  return (
    CRON.test(text) ||
    /^[a-z_$][\w$.-]*$/.test(text) ||
    /[/\\<>{}=]|^\w+:|^[A-Z_]+$/.test(text) ||
    /^\d+$/.test(text)
  );
}
