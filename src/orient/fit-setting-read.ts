import type { CaseFile } from "./case-file.ts";
import { matchesPath } from "./changes/match-path.ts";
import type { ReadFile } from "./changes/read-change.ts";
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
  return null;
}
