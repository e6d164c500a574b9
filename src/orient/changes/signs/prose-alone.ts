import type { DiffLine } from "../changed-lines.ts";
import type { Edit } from "../edit.ts";

const ENTRY = /^\s{0,60}-?\s{0,4}["']?([\w.-]{1,80})["']?\s{0,4}[:=]\s{0,4}(\S.{0,300})$/;
/** Keys whose words a program runs or looks up. */
const RUNS =
  /(?:command|cmd|args?|run|entry_?point|scripts?|exec|query|sql|path|schedule|cron|filter|pattern|regex|format|image|options|opts|flags|secret|password|key|name|id|url|host)s?$/i;
/** Words as people read them: a capital first or letters beyond ASCII, then more words; nothing that a machine reads. */
const PROSE =
  /^(?=.{3,300}$)(?=[\p{Lu}]|.{0,300}[^\p{ASCII}])[\p{L}][\p{L}\p{N}'’,.!?()\s–-]*\s[\p{L}\p{N}'’,.!?()\s–-]+$/u;

/** A configuration file in which nothing differs but what people read, key by key: labels, titles, hints. */
export function proseAlone(edits: readonly Edit[]): boolean {
  return edits.every(({ hunk }) => {
    const [was, is] = [entriesOf(hunk.lines, "removed"), entriesOf(hunk.lines, "added")];
    return (
      was !== null &&
      is !== null &&
      was.length > 0 &&
      was.length === is.length &&
      was.every((key, i) => key === is[i])
    );
  });
}

/** The keys of one side's changed lines; null where one of them is more than words under a key. */
function entriesOf(lines: readonly DiffLine[], side: "added" | "removed"): string[] | null {
  const keys: string[] = [];
  for (const { kind, text } of lines) {
    if (kind !== side || text.trim() === "") continue;
    const [, key = "", value = ""] = ENTRY.exec(text.slice(0, 500)) ?? [];
    const words = value
      .trim()
      .replace(/,$/, "")
      .replace(/^(["'])(.*)\1$/, "$2");
    if (key === "" || RUNS.test(key) || !PROSE.test(words)) return null;
    keys.push(key);
  }
  return keys;
}
