import type { Plan } from "../../contracts/change-set.ts";
import type { PatchEdit, Remedy } from "../../contracts/diagnosis.ts";
import type { File, RepoReader } from "../../contracts/ports/repo-reader.ts";
import { sanitise } from "../../safety/sanitise.ts";
import { countLines } from "./count-lines.ts";
import { howItParses } from "./how-it-parses.ts";

/** What nobody sees in a review and a compiler may obey (https://trojansource.codes/trojan-source.pdf). */
const INVISIBLE = /(?![\n\r\t])[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;
const LONGEST_TEXT = 1_000_000;

/**
 * The model's exact edits on today's head. Each text must stand there exactly once, edits may not touch each other, no file
 * is made or deleted, and what could be parsed before must parse after. Where it may write is Guardrail's question, and
 * whether it is right the repository's checks'.
 */
export async function planPatch({ edits = [] }: Remedy, reader: RepoReader): Promise<Plan> {
  const whyNot = (reason: string): Plan => ({ kind: "unplanned", remedy: "patch", reason, conflicts: [] });
  if (edits.length === 0) return whyNot("The model proposes no edit.");
  const head = await reader.defaultBranch();
  const paths = [...new Set(edits.map(({ path }) => path))].toSorted();
  const made: { file: File; content: string; parsed: string }[] = [];
  for (const path of paths) {
    const told = sanitise(path, 200);
    const file = await reader.file(path, head.sha);
    if (!file) return whyNot(`There is no file ${told} to patch.`);
    if (
      file.binary ||
      (file.mode !== "100644" && file.mode !== "100755") ||
      file.content.length > LONGEST_TEXT
    )
      return whyNot(`${told} is no plain text file that could be patched.`);
    const own = edits.filter((edit) => edit.path === path);
    if (own.some(({ replace }) => INVISIBLE.test(replace)))
      return whyNot(`The patch of ${told} would bring in characters that nobody sees.`);
    const content = applied(file.content, own);
    if ("whyNot" in content) return whyNot(`${told} cannot be patched: ${content.whyNot}.`);
    if (content.text === file.content) return whyNot(`The patch would leave ${told} as it is.`);
    const parsed = howItParses(path, file.content, content.text);
    if ("whyNot" in parsed) return whyNot(`${told}, patched, ${parsed.whyNot}.`);
    made.push({ file, content: content.text, parsed: `${told}: ${parsed.how}` });
  }
  return {
    kind: "planned",
    remedy: "patch",
    base: head.sha,
    reverts: [],
    files: made.map(({ file, content }) => ({
      path: file.path,
      mode: file.mode === "100755" ? "100755" : "100644",
      before: { blob: file.blob, content: file.content },
      after: { content },
      ...countLines(file.content, content),
    })),
    title: sanitise(`Patch ${paths.join(", ")} as a model proposes`, 200),
    summary: `A model wrote this. Each text that it replaces stood there exactly once. Checked besides: ${made.map(({ parsed }) => parsed).join("; ")}. The repository's own checks judge the rest.`,
  };
}

/** All of them at once on the text that stands there, so that none works on another's work. */
function applied(text: string, edits: readonly PatchEdit[]): { text: string } | { whyNot: string } {
  const places = edits.map(({ find, replace }) => {
    const at = text.indexOf(find);
    const again = at < 0 ? -1 : text.indexOf(find, at + 1);
    return { at, end: at + find.length, replace, once: at >= 0 && again < 0 && find !== "" };
  });
  if (places.some(({ once, at }) => !once && at < 0))
    return { whyNot: "a text to replace does not stand in it any more" };
  if (places.some(({ once }) => !once)) return { whyNot: "a text to replace stands in it more than once" };
  const inOrder = places.toSorted((a, b) => a.at - b.at);
  if (inOrder.some(({ at }, i) => i > 0 && at < (inOrder[i - 1]?.end ?? 0)))
    return { whyNot: "two of the edits touch each other" };
  let made = "";
  let from = 0;
  for (const { at, end, replace } of inOrder) {
    made += text.slice(from, at) + replace;
    from = end;
  }
  return { text: made + text.slice(from) };
}
