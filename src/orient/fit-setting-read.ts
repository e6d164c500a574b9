import type { Frame } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import { editOf } from "./changes/edit.ts";
import { matchesPath } from "./changes/match-path.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { settingsOf } from "./changes/settings-of.ts";
import { sidesOf } from "./changes/sides.ts";
import { syntaxOf } from "./changes/syntax.ts";
import { wordsOf } from "./changes/words-of.ts";
import type { Finding } from "./finding.ts";
import { newExceptions } from "./new-exceptions.ts";
import { ownFrames } from "./own-frames.ts";
import { shortPath } from "./short-path.ts";
import { WEIGHTS } from "./weights.ts";

/** `AMQP_URL`, as variables of the surroundings are called; a name of one word could be anything. */
const VARIABLE = /\b[A-Z][A-Z0-9]{1,40}_[A-Z0-9_]{2,60}\b/g;
/** Switches of runtimes and tools, which no program reads by itself. */
const OF_RUNTIMES =
  /^(?:NODE_|JAVA_|JVM_|PYTHON|GO(?:MAXPROCS|GC|MEMLIMIT|DEBUG)|DOTNET_|ASPNETCORE_|RUST_|MALLOC_|LD_)/;
const FRAMES = 3;

/**
 * Whether the file in which requests fail reads a variable to which a candidate gives another value: no stack trace passes
 * through a file of settings, but the line that fails may well use one.
 */
export function fitSettingRead(service: string, files: readonly ReadFile[], file: CaseFile): Finding | null {
  const failing = newExceptions(file, new Set([service])).flatMap(({ frames, id }) =>
    ownFrames(frames)
      .slice(0, FRAMES)
      .map((frame) => ({ frame, id })),
  );
  if (failing.length === 0) return null;
  for (const changed of files) {
    if (changed.kind !== "config" || changed.inert) continue;
    for (const { kind, text, after } of changed.hunks.flatMap((hunk) => hunk.lines)) {
      if (kind === "same") continue;
      for (const [name] of text.slice(0, 300).matchAll(VARIABLE)) {
        if (OF_RUNTIMES.test(name)) continue;
        const reader = failing.find(({ frame }) =>
          Object.entries(file.sources).some(
            ([path, source]) => matchesPath(frame.path, path) && new RegExp(`\\b${name}\\b`).test(source),
          ),
        );
        if (!reader) continue;
        return {
          family: "place",
          weight: WEIGHTS.place.settingRead,
          text: `It gives ${name} another value, which ${shortPath(reader.frame.path)}, where requests fail, reads.`,
          evidence: [reader.id],
          ...(after ? { line: { path: changed.path, line: after } } : {}),
        };
      }
    }
  }
  return fitKeyRead(files, failing, file);
}

/** So many lines above the failing one may ask for what decides that it is reached. */
const ABOVE = 6;
const DEEPEST = 2;

/**
 * The same for keys of files of settings: `pacing: {curved: true}` is what `settings.curvedPacing()` asks for. One member has
 * all words of the key and of the one that it stands under; a single word could be anything.
 */
function fitKeyRead(
  files: readonly ReadFile[],
  failing: readonly { frame: Frame; id: string }[],
  file: CaseFile,
): Finding | null {
  const readers = failing.map(({ frame, id }) => ({ frame, id, members: membersAbove(frame, file) }));
  for (const changed of files) {
    if (changed.kind !== "config" || changed.inert) continue;
    for (const { name, line } of keysSet(changed)) {
      const words = wordsOf(
        name
          .split(/[.\s]+/)
          .slice(-DEEPEST)
          .join("-"),
      );
      if (words.length < 2) continue;
      const reader = readers.find(({ members }) =>
        members.some((member) => words.every((word) => member.includes(word))),
      );
      if (!reader) continue;
      return {
        family: "place",
        weight: WEIGHTS.place.keyRead,
        text: `It gives ${name} another value, which ${shortPath(reader.frame.path)} reads where requests fail.`,
        evidence: [reader.id],
        line: { path: changed.path, line },
      };
    }
  }
  return null;
}

/** The words of each member that is asked for at the failing line, or shortly above it. */
function membersAbove(frame: Frame, { sources }: CaseFile): readonly (readonly string[])[] {
  const path = Object.keys(sources).find((source) => matchesPath(frame.path, source));
  const at = frame.line ?? 0;
  const lines =
    path && at > 0 ? (sources[path]?.split("\n").slice(Math.max(0, at - 1 - ABOVE), at) ?? []) : [];
  return lines.flatMap((line) => (line.slice(0, 400).match(/[A-Za-z_][\w.$]{2,100}/g) ?? []).map(wordsOf));
}

/** Keys of one side that a change touches, with those that they stand under. */
function keysSet({ path, kind, hunks }: ReadFile): { name: string; line: number }[] {
  const syntax = syntaxOf(path);
  return hunks.flatMap((hunk) => {
    const edit = editOf(path, kind, syntax, sidesOf(hunk, syntax));
    return settingsOf(edit.after, /\.ya?ml$/.test(path)).flatMap((setting) =>
      setting.touched ? [{ name: setting.name, line: edit.lineOf(setting.token) }] : [],
    );
  });
}
