import type { EvidenceOf, Frame } from "../contracts/evidence.ts";
import type { FilePatch } from "../contracts/ports/repo-reader.ts";
import { callersOf } from "./callers-of.ts";
import { callsFailed } from "./calls-failed.ts";
import type { Candidate, CaseFile } from "./case-file.ts";
import { type Hunk, moveLine, readHunks, touchedLines } from "./changes/changed-lines.ts";
import { enclosingFunction } from "./changes/enclosing-function.ts";
import { matchesPath } from "./changes/match-path.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { withoutReworded } from "./changes/reworded.ts";
import { speaksOtherwise } from "./changes/speaks-otherwise.ts";
import { failsItself } from "./fails-itself.ts";
import { fieldsGone, membersOf } from "./fields-gone.ts";
import type { Finding } from "./finding.ts";
import { containment } from "./history.ts";
import type { ChangeClass } from "./mechanisms/change-class.ts";
import { classOfException } from "./mechanisms/class-of-exception.ts";
import { onsetCameLate } from "./onset.ts";
import { type Sign, signOf } from "./signs.ts";
import { WEIGHTS } from "./weights.ts";

/** Frames deeper than this belong to the framework's way in and tell nothing apart. */
const FRAMES_READ = 8;

/**
 * Signatures of exceptions that are new with the incident, on the causal path. Their type and frames
 * come from the program; their message may come from whoever sent the request and is never looked at.
 */
export function newExceptions(file: CaseFile, services: ReadonlySet<string>): EvidenceOf<"exception">[] {
  const { evidence } = file;
  // What came before an onset that is late may well be of this failure.
  const late = onsetCameLate(file);
  return (
    evidence.items
      .filter(
        (item): item is EvidenceOf<"exception"> => item.kind === "exception" && services.has(item.service),
      )
      .filter((item) => (late || item.countBefore <= 0.2 * item.count) && ownFrames(item.frames).length > 0)
      // What kills a process is told outside of any request, and those that it took down are never heard of.
      .filter((item) => item.operation === NO_REQUEST || failsItself(item.service, evidence))
      .toSorted((a, b) => b.count - a.count || Number(a.id.slice(1)) - Number(b.id.slice(1)))
  );
}

/** How Scout calls what was thrown outside of any request. */
const NO_REQUEST = "*";

/** Frames of the program's own code, innermost first. */
export function ownFrames(frames: readonly Frame[]): Frame[] {
  return frames.filter((frame) => frame.inApp).slice(0, FRAMES_READ);
}

/**
 * How the frames of the failure lie to what a candidate changed: the best of all frames, or that none fits.
 * @param service through which the candidate would act
 */
export function fitFrames(
  candidate: Candidate,
  files: readonly ReadFile[],
  exceptions: readonly EvidenceOf<"exception">[],
  service: string,
  file: CaseFile,
): Finding | null {
  if (exceptions.length === 0) return null;
  // Most failing requests decide; a rare signature beside a common one is a by-product.
  const most = exceptions[0]?.count ?? 0;
  const leading = exceptions.filter((item) => item.count >= 0.3 * most || item.operation === NO_REQUEST);
  let best: Finding | null = null;
  for (const item of leading) {
    for (const [i, frame] of ownFrames(item.frames).entries()) {
      const finding =
        fitFrame(candidate, files, frame, i === 0, file) ??
        (i < FRAMES_THAT_READ ? fitField(files, frame, item.service !== service, file) : null);
      if (!finding) continue;
      const weight = blamesOutside(item)
        ? Math.min(
            finding.weight,
            aboutWhomItCalls(files) ? finding.weight : WEIGHTS.place.outsideErrorOnLine,
          )
        : finding.weight;
      if (best === null || weight > best.weight) best = { ...finding, weight, evidence: [item.id] };
    }
  }
  const library = fitLibrary(files, leading, file);
  if (library && (best === null || library.weight > best.weight)) return library;
  const told = leading.every(
    (item) => callsFailed(item.service, file) || asksOfSchema(item, files) || waitedInVain(item),
  );
  const thrower =
    (callersOf(file).has(service) &&
      !(speaksOtherwise(files) && leading.every((item) => item.service !== service))) ||
    leading.some((item) => files.some((changed) => shows(changed, item.service)));
  return (
    best ?? {
      family: "place",
      weight:
        !thrower || told
          ? WEIGHTS.place.elsewhereUnseen
          : leading.every(isByIntent)
            ? WEIGHTS.place.elsewhereByIntent
            : WEIGHTS.place.elsewhere,
      text: "The stack traces pass through no file that it changes.",
      evidence: leading.map((item) => item.id),
    }
  );
}

/** Raised with intent: what decides upon it may stand elsewhere, where a mistake shows itself where it is made. */
function isByIntent({ type }: EvidenceOf<"exception">): boolean {
  const symptom = classOfException(type);
  return symptom === "rejects" || symptom === "throws its own error";
}

/** Waited for what somebody else holds: a lock, a connection, a slot. Who holds it stands in no stack trace of those who wait. */
function waitedInVain(item: EvidenceOf<"exception">): boolean {
  return signOf(item) === "lock" || classOfException(item.type) === "runs out";
}

/** Whether the database refuses a statement, of a candidate that changes a schema: the statement need not have changed. */
function asksOfSchema({ type }: EvidenceOf<"exception">, files: readonly ReadFile[]): boolean {
  return classOfException(type) === "the database refuses" && files.some(({ kind }) => kind === "migration");
}

const OUTSIDE: ReadonlySet<Sign> = new Set([
  "certificate",
  "name resolution",
  "disk full",
  "database unavailable",
  "rate limited",
]);

/** An error that says that the other side, or what lies between, is at fault: the line that is hit only asked. */
function blamesOutside(item: EvidenceOf<"exception">): boolean {
  const sign = signOf(item);
  return sign !== null && OUTSIDE.has(sign);
}

/** Whether a change says anew whom it calls, how the two trust each other, or with what it does so. */
function aboutWhomItCalls(files: readonly ReadFile[]): boolean {
  return files.some(
    ({ kind, classes }) =>
      kind === "config" || kind === "dependencies" || classes.some(({ change }) => WHOM_IT_CALLS.has(change)),
  );
}

const WHOM_IT_CALLS: ReadonlySet<ChangeClass> = new Set([
  "address changed",
  "TLS changed",
  "setting changed",
  "configuration key changed",
  "platform changed",
]);

/** Whether a defect of that file would be seen in a stack trace of that service. */
function shows({ kind, owners }: ReadFile, service: string): boolean {
  return kind === "code" && (owners.length === 0 || owners.includes(service));
}

/** The library in which the failure is raised, against those whose version a candidate changes. */
function fitLibrary(
  files: readonly ReadFile[],
  exceptions: readonly EvidenceOf<"exception">[],
  file: CaseFile,
): Finding | null {
  const names = new Map<string, { path: string; line: number }>();
  for (const changed of files) {
    if (changed.kind !== "dependencies" || changed.inert) continue;
    for (const line of changed.hunks.flatMap((hunk) => hunk.lines)) {
      const name =
        line.kind === "added" ? LIBRARY.exec(line.text.slice(0, 300))?.[1]?.toLowerCase() : undefined;
      if (name && !NO_LIBRARY.test(name) && !names.has(name))
        names.set(name, { path: changed.path, line: line.after ?? 1 });
    }
  }
  if (names.size === 0) return null;
  const major = files.some(({ classes }) =>
    classes.some(({ change }) => change === "dependency major changed"),
  );
  for (const item of exceptions) {
    for (const [name, line] of names) {
      const told = toldByType(name, item.type) ? "is" : usedOnLine(name, item, file) ? "uses" : null;
      if (!told) continue;
      const last = name.split("/").at(-1) ?? name;
      return {
        family: "place",
        weight: told === "is" || major ? WEIGHTS.place.libraryFrame : WEIGHTS.place.libraryUsed,
        text:
          told === "is"
            ? `The error is one of ${last}, whose version it changes.`
            : `The line that fails uses ${last}, whose version it changes.`,
        evidence: [item.id],
        line,
      };
    }
    const [top] = item.frames;
    if (!top || top.inApp) continue;
    const parts = top.path.toLowerCase().split(/[\\/]+/);
    for (const [name, line] of names) {
      const last = name.split("/").at(-1) ?? name;
      const same = parts.some((part) => part === last || part.startsWith(`${last}@`));
      if (!same && !parts.some((part) => part.startsWith(`${last}-`) || part.startsWith(`${last}_`)))
        continue;
      return {
        family: "place",
        weight: same ? WEIGHTS.place.libraryFrame : WEIGHTS.place.libraryKin,
        text: `The failure is raised within ${last}, whose version it changes.`,
        evidence: [item.id],
        line,
      };
    }
  }
  return null;
}

/** Parts of a package's name that many share. */
const ANYBODYS_PART =
  /^(?:js|node|py|python|go|java|core|common|api|client|lib|utils?|sdk|types?|http|net|org|com|io|github|golang|v\d+|x)$/;

/**
 * Whether the type of an error lies in a package: `Psych::DisallowedClass` in psych, `com.fasterxml.jackson.databind.…` in
 * jackson-databind, `JsonWebTokenError` in jsonwebtoken.
 */
function toldByType(library: string, type: string): boolean {
  const last = (
    library
      .split(/[/:]/)
      .filter((part) => !/^v\d+$/.test(part))
      .at(-1) ?? library
  ).toLowerCase();
  const parts = last.split(/[-_.]/).filter((part) => part.length > 1 && !ANYBODYS_PART.test(part));
  if (parts.length === 0) return false;
  const segments = type.replace(/^\*/, "").split(/::|[./\\]/);
  const packages = segments.slice(0, -1).map((segment) => segment.toLowerCase());
  if (parts.every((part) => packages.includes(part))) return true;
  const own = (segments.at(-1) ?? "").toLowerCase();
  const plain = parts.join("");
  return plain.length >= 6 && own.startsWith(plain);
}

const IMPORTS =
  /^\s{0,20}(?:import|from|use|using|require|const|let|var|@import|\/\/|#include)\b|\brequire\s{0,2}\(/;

/** Whether the line that fails calls by a name that its file imports from that package. */
function usedOnLine(library: string, item: EvidenceOf<"exception">, file: CaseFile): boolean {
  const frame = ownFrames(item.frames)[0];
  const line = frame?.line ? lineOfFrame(frame, file) : undefined;
  if (!frame || !line) return false;
  const path = Object.keys(file.sources).find((source) => matchesPath(frame.path, source));
  const last = library.split("/").at(-1) ?? library;
  const names = new RegExp(`["'\\s/.]${escapeRegExp(last)}(?:["'\\s;/.]|$)`, "i");
  const imported = (path ? (file.sources[path] ?? "") : "")
    .split("\n")
    .slice(0, 80)
    .filter((text) => IMPORTS.test(text.slice(0, 300)) && names.test(text.slice(0, 300)))
    .flatMap((text) => [...text.slice(0, 300).matchAll(/[A-Za-z_$][\w$]{1,60}/g)].map(([name]) => name))
    .filter((name) => !/^(?:import|from|use|using|require|const|let|var|as|default|type)$/.test(name));
  return imported.some((name) =>
    new RegExp(`\\b${escapeRegExp(name)}\\b\\s{0,2}[.(:]`).test(line.slice(0, 400)),
  );
}

/** The name at the beginning of a line that says which version of it is wanted. */
const LIBRARY =
  /^\s*(?:-\s*|gem\s+|require\s+|implementation\s+)?["']?(@?[A-Za-z][\w./@-]{1,80}?)["']?\s*(?:[:=~^<>,]|\s+\(?v?\d|\(\d)/;
/** Keys of manifests that stand where a name would. */
const NO_LIBRARY =
  /^(?:version|name|resolved|integrity|checksum|source|dependencies|requires|node|python|ruby|go|license|url|hash)$/;

/** A helper that looks something up stands in front of the line that asked for it. */
const FRAMES_THAT_READ = 2;

/** Whether the line of the frame reads a member or a key that the candidate takes away. */
function fitField(
  files: readonly ReadFile[],
  frame: Frame,
  elsewhere: boolean,
  file: CaseFile,
): Finding | null {
  const gone = fieldsGone(files);
  if (gone.size === 0) return null;
  const read = frame.line ? membersOf(lineOfFrame(frame, file) ?? "") : [];
  const name = read.find((one) => gone.has(one));
  if (!name) return null;
  return {
    family: "place",
    weight: elsewhere ? WEIGHTS.place.fieldReadElsewhere : WEIGHTS.place.nameOnFailingLine,
    text: `The line that fails, ${shortPath(frame.path)}:${frame.line}, reads \`${name}\`, which it takes away.`,
    evidence: [],
  };
}

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

/** The lines that a candidate touched, as they stand at the failing revision: later changes move them. */
function linesNow(candidate: Candidate, changed: ReadFile, file: CaseFile): Set<number> {
  let lines = moved.get(changed);
  if (!lines) {
    lines = followed(candidate, changed, file);
    moved.set(changed, lines);
  }
  return lines;
}

/** Asked for every frame of every trace; a `ReadFile` belongs to one candidate of one case file. */
const moved = new WeakMap<ReadFile, Set<number>>();
const parsed = new WeakMap<FilePatch, readonly Hunk[]>();

function followed(candidate: Candidate, changed: ReadFile, file: CaseFile): Set<number> {
  // An error in other words is raised where it was: nothing leads there that did not before.
  let lines = touchedLines(withoutReworded(changed.hunks));
  const contains = containment(file.history);
  const failing = file.failing;
  const later = file.candidates
    .filter((other) => other.sha !== candidate.sha && contains(other.sha, candidate.sha))
    .filter((other) => failing === null || contains(failing, other.sha))
    .toSorted((a, b) => (contains(b.sha, a.sha) ? -1 : contains(a.sha, b.sha) ? 1 : 0));
  for (const other of later) {
    const patch = other.files.find((one) => one.path === changed.path);
    if (patch?.patch === undefined) continue;
    const hunks = parsed.get(patch) ?? readHunks(patch.patch);
    parsed.set(patch, hunks);
    lines = new Set([...lines].map((line) => moveLine(line, hunks)).filter((line) => line !== null));
  }
  return lines;
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
    new RegExp(`\\b${escapeRegExp(called)}\\s*[(=:<]`).test(hunk.heading),
  );
  return heading ? called : null;
}

function lineOfFrame(frame: Frame, file: CaseFile): string | undefined {
  const path = Object.keys(file.sources).find((source) => matchesPath(frame.path, source));
  return path ? file.sources[path]?.split("\n")[(frame.line ?? 0) - 1] : undefined;
}

/** Lines over which a statement of a database may be written. */
const STATEMENT_LINES = 5;

/** The line of the frame, and what is handed over in the brackets that it leaves open. */
function statementOfFrame(frame: Frame, file: CaseFile): string | undefined {
  let text = lineOfFrame(frame, file);
  for (let down = 1; text !== undefined && down <= STATEMENT_LINES; down++) {
    if ((text.match(/\(/g)?.length ?? 0) <= (text.match(/\)/g)?.length ?? 0)) return text;
    text += `\n${lineOfFrame({ ...frame, line: (frame.line ?? 0) + down }, file) ?? ""}`;
  }
  return text;
}

/** A name that the candidate brought in or took away, standing on the line of the frame. */
function nameOnLine(files: readonly ReadFile[], frame: Frame, file: CaseFile): string | null {
  const text = files.some(({ kind }) => kind === "migration")
    ? statementOfFrame(frame, file)
    : lineOfFrame(frame, file);
  if (!text) return null;
  const own = changedNames(files);
  return namesIn(text).find((name) => own.has(name)) ?? null;
}

/** Names that stand only on the added or only on the removed lines of a change. */
function changedNames(files: readonly ReadFile[]): Set<string> {
  const added = new Set<string>();
  const removed = new Set<string>();
  for (const changed of files) {
    if (changed.inert || changed.kind === "docs" || changed.kind === "test") continue;
    for (const line of withoutReworded(changed.hunks).flatMap((hunk) => hunk.lines)) {
      if (line.kind === "same") continue;
      for (const name of namesIn(line.text)) (line.kind === "added" ? added : removed).add(name);
    }
  }
  return new Set(
    [...added].filter((name) => !removed.has(name)).concat([...removed].filter((name) => !added.has(name))),
  );
}

const COMMON = new Set(
  "await async const return function import export from type interface string number boolean undefined null true false this self value values result data item items index length error rows name".split(
    " ",
  ),
);

function namesIn(text: string): string[] {
  return [...text.slice(0, 1000).matchAll(/[A-Za-z_$][\w$]{3,}/g)]
    .map((match) => match[0])
    .filter((name) => !COMMON.has(name));
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function shortPath(path: string): string {
  return path.split("/").slice(-3).join("/");
}
