import type { Frame } from "../contracts/evidence.ts";
import type { Candidate, CaseFile } from "./case-file.ts";
import { enclosingFunction } from "./changes/enclosing-function.ts";
import { matchesPath } from "./changes/match-path.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { escapePattern } from "./escape-pattern.ts";
import type { Finding } from "./finding.ts";
import { lineOfFrame } from "./line-of-frame.ts";
import { linesNow } from "./lines-now.ts";
import { nameOnLine } from "./name-on-line.ts";
import { namesIn } from "./names-in.ts";
import { shortPath } from "./short-path.ts";
import { WEIGHTS } from "./weights.ts";

/** One frame against one candidate; null where the frame has nothing to do with it. */
export function fitFrame(
  candidate: Candidate,
  files: readonly ReadFile[],
  frame: Frame,
  top: boolean,
  file: CaseFile,
): Finding | null {
  const changed = files.find((one) => matchesPath(frame.path, one.path));
  const where = `${shortPath(changed?.path ?? frame.path)}${frame.line ? `:${frame.line}` : ""}`;
  const place = (weight: number, text: string, line?: number): Finding => ({
    family: "place",
    weight,
    text,
    evidence: [],
    ...(changed && line ? { line: { path: changed.path, line } } : {}),
  });
  const named = frame.line ? nameOnLine(files, frame, file) : null;
  if (!changed || changed.inert) {
    return named && top
      ? place(
          WEIGHTS.place.nameOnFailingLine,
          `The line that fails, ${where}, uses \`${named}\`, which it changes.`,
        )
      : null;
  }
  if (frame.line === undefined) {
    return place(
      WEIGHTS.place.fileWithoutLines,
      `The failure passes through ${changed.path}, which it changes.`,
    );
  }
  const touched = linesNow(candidate, changed, file);
  if (touched.has(frame.line)) {
    const weight = top ? WEIGHTS.place.topFrameOnLine : WEIGHTS.place.frameOnLine;
    return place(
      weight,
      top
        ? `The failure is raised at ${where}, a line that it changes.`
        : `The failure passes through ${where}, a line that it changes.`,
      frame.line,
    );
  }
  const name = sharedFunction(changed, touched, frame, file);
  if (name && top && comesAfter(changed, touched, frame, file)) {
    return place(
      WEIGHTS.place.fileOnly,
      `The failure is raised in ${name} (${where}), before what it changes there is reached.`,
    );
  }
  if (name) {
    const weight = top ? WEIGHTS.place.topFrameInFunction : WEIGHTS.place.frameInFunction;
    const line = [...touched].toSorted(
      (a, b) => Math.abs(a - (frame.line ?? 0)) - Math.abs(b - (frame.line ?? 0)),
    )[0];
    return place(
      weight,
      `The failure ${top ? "is raised in" : "passes through"} ${name} (${where}), which it changes.`,
      line,
    );
  }
  if (named && top) {
    return place(
      WEIGHTS.place.nameOnFailingLine,
      `The line that fails, ${where}, uses \`${named}\`, which it changes.`,
      frame.line,
    );
  }
  const given = top ? givenAndUsed(changed, frame, file) : null;
  if (given) {
    return place(
      WEIGHTS.place.nameOnFailingLine,
      `The line that fails, ${where}, uses \`${given}\`, to which it gives another value.`,
      [...touched][0],
    );
  }
  const within = top ? givenToFunction(changed, touched, frame, file) : null;
  if (within) {
    return place(
      WEIGHTS.place.frameOnLine,
      `The function that fails, at ${where}, uses \`${within}\`, which it changes.`,
      [...touched][0],
    );
  }
  if (top && file.sources[changed.path] === undefined && comesAfterInHunk(changed, frame.line)) {
    return place(
      WEIGHTS.place.fileOnly,
      `The failure is raised at ${where}, before what it changes there is reached.`,
    );
  }
  if (top && isBeside(changed, touched, frame.line, file)) {
    return place(
      WEIGHTS.place.topFrameBeside,
      `The failure is raised at ${where}, beside lines that it changes.`,
      [...touched].toSorted((a, b) => Math.abs(a - (frame.line ?? 0)) - Math.abs(b - (frame.line ?? 0)))[0],
    );
  }
  return place(
    WEIGHTS.place.fileOnly,
    `It changes ${changed.path}, but neither the line nor the function that fails.`,
  );
}

const GIVES =
  /^\s{0,40}(?:(?:export|const|let|var|val|final|static|private|public|protected|internal|pub|readonly|[A-Z][\w<>]{0,40}|string|int|bool|str)\s+){0,5}([A-Za-z_$][\w$]{2,60})\s{0,4}(?::\s{0,2}[\w<>[\], |&']{1,60}\s{0,2})?(?::=|=)(?!=)/;

/** A name that the change gives another value, and that the line which fails reads. */
function givenAndUsed(changed: ReadFile, frame: Frame, file: CaseFile): string | null {
  const text = lineOfFrame(frame, file);
  if (!text) return null;
  const used = new Set(namesIn(text));
  for (const line of changed.hunks.flatMap((hunk) => hunk.lines)) {
    const name = line.kind === "added" ? GIVES.exec(line.text.slice(0, 300))?.[1] : undefined;
    if (name && used.has(name)) return name;
  }
  return null;
}

/** A name that the function which fails uses and to which the change gives another value, or a function of the same file that it calls and that the change gives another body. */
function givenToFunction(
  changed: ReadFile,
  touched: ReadonlySet<number>,
  frame: Frame,
  file: CaseFile,
): string | null {
  const source = file.sources[changed.path]?.split("\n");
  const own = source && frame.line ? enclosingFunction(source, frame.line) : null;
  if (!source || !own) return null;
  const body = new Set(source.slice(own.from, own.to).flatMap((text) => namesIn(text)));
  for (const line of changed.hunks.flatMap((hunk) => hunk.lines)) {
    const name = line.kind === "added" ? GIVES.exec(line.text.slice(0, 300))?.[1] : undefined;
    if (name && name !== own.name && body.has(name)) return name;
  }
  for (const line of touched) {
    const other = enclosingFunction(source, line);
    if (other && other.name !== own.name && body.has(other.name)) return other.name;
  }
  return null;
}

const REPEATS =
  /\b(?:for|foreach|while|until|loop|repeat|do|retry|each|map|forEach|flatMap|filter|reduce|select|times|step|then|catch|rescue|finally|ensure|defer|recv|yield)\b/;

/**
 * Whether all that the change touches in the function stands behind the statement that fails, in a function that goes through
 * its lines once: what is not reached yet has not done it.
 */
function comesAfter(changed: ReadFile, touched: ReadonlySet<number>, frame: Frame, file: CaseFile): boolean {
  const source = file.sources[changed.path]?.split("\n");
  const own = source && frame.line ? enclosingFunction(source, frame.line) : null;
  if (!source || !own || !frame.line) return false;
  const within = [...touched].filter((line) => line >= own.from && line <= own.to);
  const end = endOfStatement(source, frame.line, own.to);
  if (within.length === 0 || within.some((line) => line <= end)) return false;
  return !source.slice(own.from, own.to).some((text) => REPEATS.test(text.slice(0, 400)));
}

/** The same by what a hunk shows of the lines around it, where no source is known and no later change has moved them. */
function comesAfterInHunk({ hunks }: ReadFile, line: number): boolean {
  return hunks.some(({ heading, lines }) => {
    const now = lines.filter(({ kind }) => kind !== "removed");
    const at = now.findIndex(({ kind, after }) => kind === "same" && after === line);
    if (at < 0 || REPEATS.test(heading.slice(0, 400))) return false;
    const texts = now.map(({ text }) => text);
    const end = endOfStatement(texts, at + 1, texts.length);
    // One step out of the block, and another function may begin.
    const indent = indentOf(texts[at] ?? "");
    const rest = lines.slice(lines.indexOf(now[end - 1] as (typeof lines)[number]) + 1);
    const last = rest.findLastIndex(({ kind }) => kind !== "same");
    return (
      last >= 0 &&
      !lines.slice(0, lines.length - rest.length).some(({ kind }) => kind !== "same") &&
      rest.slice(0, last + 1).every(({ text }) => text.trim() === "" || indentOf(text) >= indent) &&
      !texts.some((text) => REPEATS.test(text.slice(0, 400)))
    );
  });
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

/** The last line of a statement that leaves brackets open. */
function endOfStatement(source: readonly string[], from: number, to: number): number {
  let open = 0;
  for (let line = from; line <= to; line++) {
    const text = (source[line - 1] ?? "").slice(0, 400);
    open += (text.match(/[([{]/g)?.length ?? 0) - (text.match(/[)\]}]/g)?.length ?? 0);
    const next = (source[line] ?? "").trimStart();
    // `.map(…)` on the next line, or an operator at the end of this one, goes on with it.
    if (
      open <= 0 &&
      !/^(?:\.|\?\.|\|>|&&|\|\||[+?:])/.test(next) &&
      !/(?:[=+,(&|?:]|->|=>|\\)\s*$/.test(text)
    )
      return line;
  }
  return to;
}

/** As far as a diff shows of what stands around a change. */
const BESIDE = 3;

/** A few lines from a changed one, where no source tells where a function begins and ends. */
function isBeside(changed: ReadFile, touched: ReadonlySet<number>, line: number, file: CaseFile): boolean {
  const source = file.sources[changed.path]?.split("\n");
  if (source && enclosingFunction(source, line)) return false;
  return [...touched].some((one) => Math.abs(one - line) <= BESIDE);
}

function sharedFunction(
  changed: ReadFile,
  touched: ReadonlySet<number>,
  frame: Frame,
  file: CaseFile,
): string | null {
  const source = file.sources[changed.path]?.split("\n");
  if (source && frame.line) {
    const around = enclosingFunction(source, frame.line);
    if (!around) return null;
    return [...touched].some((line) => line >= around.from && line <= around.to) ? around.name : null;
  }
  const called = frame.function?.split(/[.\s]/).at(-1);
  if (!called || called.length < 3) return null;
  const heading = changed.hunks.some((hunk) =>
    new RegExp(`\\b${escapePattern(called)}\\s*[(=:<]`).test(hunk.heading),
  );
  return heading ? called : null;
}
