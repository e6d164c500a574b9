import type { DiffLine, Hunk } from "./changed-lines.ts";

/** What begins a definition that does nothing until somebody calls it, in the languages of services. */
const DEFINES =
  /^(?:(?:export|public|private|protected|internal|static|final|abstract|sealed|open|data|case|inline|async|suspend|pub(?:\([\w: ]{1,30}\))?|const|unsafe|extern|virtual|partial|readonly|default|local|template\s{0,2}<[^>]{0,80}>|implicit|lazy|\[\[nodiscard\]\]|constexpr)\s{1,4})*(?:function\b|def\b|defp\b|func\b|fn\b|fun\b|class\b|interface\b|struct\b|trait\b|module\b|defmodule\b|enum\b|type\b|object\b|record\b|impl\b|union\b|namespace\b)/;
/** Methods of C-like languages have no word of their own: a type, a name, what they take, and a bracket. */
const METHOD =
  /^(?:(?:public|private|protected|internal|static|final|abstract|async|virtual|sealed|constexpr|inline|const|readonly)\s{1,4})*(?:[\w:.]{1,60}(?:<[^()]{0,120}>)?[?*&]{0,2}(?:\[\])?\s{1,4})?[\w~]{2,80}\s{0,2}\([^;=]{0,300}\)[^;=]{0,120}\{\s{0,4}\S{0,200}\}?$/;
/** Names for values, of a file or a class. */
const CONSTANT =
  /^(?:(?:export|public|private|protected|internal|static|final|pub|readonly|open|override|lazy|const|constexpr|inline|type|@)\s{0,4})*(?:const|val|var|let|static|final|[A-Z][A-Z0-9_]{2,60}|@\w{2,60}|[\w:.<>, ]{2,60}\s[A-Z][A-Z0-9_]{2,60}|\$?[a-z_]\w{1,60})\b[^({;]{0,120}?(?:=|:=)/;
const PASSIVE =
  /^(?:[)}\]]+[;,)]*|end|else|begin|\{|,|"""|'''|\/\/.*|#(?!\[|!).*|\*.*|\/\*.*|--.*|<\?php|<!--.*|@(?:doc|moduledoc|spec|type|typedoc|derive)\b.*|#\[(?:derive|allow|must_use|serde)\b.*|(?:import|from|use|using|require|require_once|include|package|alias|open)\b.*|module\.exports\s{0,2}=.*)$/;
/** Called by their name alone, by the runtime or by a framework. */
const CALLED_BY_NAME =
  /\b(?:main|init|initialize|setup|configure|constructor|call|perform|run|execute|invoke|apply|up|down|change|handle\w*|on[A-Z]\w*|__\w+__|toString|equals|hashCode|compareTo|MarshalJSON|UnmarshalJSON|ServeHTTP|operator|finalize|destroy|render|mount|method_missing|respond_to\?|inherited|included|start_link|child_spec|default)\b/;
/** Files in which what is defined is found by where it lies. */
const FOUND_BY_PLACE =
  /(?:^|\/)(?:routes?|routers?|pages|controllers?|handlers?|jobs?|cron|workers?|migrations?|listeners?|subscribers?|consumers?|middlewares?|plugins?|hooks?|initializers?|tasks?|commands?|resolvers?|events?)(?:\/|\.\w+$)/i;

/**
 * Whether a change of code does nothing but define what was not there: functions, types, tables, and no line that was there is
 * another now. Nobody can call it yet; what is found by where it lies, by an annotation or by its name may run all the same.
 */
export function onlyDefines(path: string, hunks: readonly Hunk[]): boolean {
  if (hunks.length === 0 || FOUND_BY_PLACE.test(path)) return false;
  const beside = hunks.flatMap(({ lines }) =>
    lines.filter(({ kind }) => kind === "same").map(({ text }) => text),
  );
  return hunks.every(({ lines, before }) => {
    const blocks = blocksOf(lines);
    return (
      !lines.some(({ kind }) => kind === "removed") &&
      blocks.length > 0 &&
      blocks.every((block) => defines(block, before.length === 0, beside))
    );
  });
}

/** Added lines that stand together: each run of them is inside something else. */
function blocksOf(lines: readonly DiffLine[]): DiffLine[][] {
  const blocks: DiffLine[][] = [];
  for (const [i, line] of lines.entries()) {
    if (line.kind !== "added") continue;
    if (lines[i - 1]?.kind === "added") blocks.at(-1)?.push(line);
    else blocks.push([line]);
  }
  return blocks;
}

function defines(block: readonly DiffLine[], isNew: boolean, beside: readonly string[]): boolean {
  const added = block.filter(({ text }) => text.trim() !== "");
  const indents = added.filter(({ text }) => !PASSIVE.test(text.trim())).map(({ text }) => indentOf(text));
  const least = Math.min(...indents);
  return added.every(({ text }) => {
    const said = text.trim().slice(0, 400);
    if (indentOf(text) > least) return true;
    if (/^(?:override\b|@\w)/.test(said) && !PASSIVE.test(said)) return false;
    if (PASSIVE.test(said)) return true;
    if (DEFINES.test(said) || METHOD.test(said)) {
      const head = said.split(/[({=]/)[0] ?? "";
      // A further clause of what was there, as in Elixir, or what takes other arguments, is called where that was.
      const name = /([\w?!]{2,80})\s{0,2}$/.exec(head)?.[1];
      return !CALLED_BY_NAME.test(head) && !(name && beside.some((text) => text.includes(name)));
    }
    return (isNew || least === 0) && CONSTANT.test(said) && LITERAL.test(said.split(/:?=(.*)/)[1] ?? "");
  });
}

/** A value that is written down, and not asked of anybody: no call, no member of something else. */
const LITERAL =
  /^>?\s{0,4}(?:-?[\d"'`[{(]|true\b|false\b|null\b|nil\b|None\b|map\[|\[\]|%[{w]|new (?:Map|Set)\b|(?:Map|List|Set)(?:\.of)?\()[^()]*(?:\(\s{0,2}[[{]?)?[^()]*\)?;?,?$/;

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}
