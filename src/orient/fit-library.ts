import type { EvidenceOf } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import { matchesPath } from "./changes/match-path.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { escapePattern } from "./escape-pattern.ts";
import type { Finding } from "./finding.ts";
import { lineOfFrame } from "./line-of-frame.ts";
import { ownFrames } from "./own-frames.ts";
import { WEIGHTS } from "./weights.ts";

/** The library in which the failure is raised, against those whose version a candidate changes. */
export function fitLibrary(
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
  const names = new RegExp(`["'\\s/.]${escapePattern(last)}(?:["'\\s;/.]|$)`, "i");
  const imported = (path ? (file.sources[path] ?? "") : "")
    .split("\n")
    .slice(0, 80)
    .filter((text) => IMPORTS.test(text.slice(0, 300)) && names.test(text.slice(0, 300)))
    .flatMap((text) => [...text.slice(0, 300).matchAll(/[A-Za-z_$][\w$]{1,60}/g)].map(([name]) => name))
    .filter((name) => !/^(?:import|from|use|using|require|const|let|var|as|default|type)$/.test(name));
  return imported.some((name) =>
    new RegExp(`\\b${escapePattern(name)}\\b\\s{0,2}[.(:]`).test(line.slice(0, 400)),
  );
}

/** The name at the beginning of a line that says which version of it is wanted. */
const LIBRARY =
  /^\s*(?:-\s*|gem\s+|require\s+|implementation\s+)?["']?(@?[A-Za-z][\w./@-]{1,80}?)["']?\s*(?:[:=~^<>,]|\s+\(?v?\d|\(\d)/;
/** Keys of manifests that stand where a name would. */
const NO_LIBRARY =
  /^(?:version|name|resolved|integrity|checksum|source|dependencies|requires|node|python|ruby|go|license|url|hash)$/;
