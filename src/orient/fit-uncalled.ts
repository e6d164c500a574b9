import { IDLE } from "./changes/idle.ts";
import { onlyDefines } from "./changes/only-defines.ts";
import type { ReadCandidate } from "./changes/read-change.ts";
import type { Finding } from "./finding.ts";
import { WEIGHTS } from "./weights.ts";

/**
 * What only defines something new is called by nobody: no line that was there is another now. The next commit may call it, and
 * is the one to ask then. Null where anything else of it runs.
 */
export function fitUncalled({ files }: ReadCandidate): Finding | null {
  const running = files.filter(({ kind, inert }) => !IDLE.has(kind) && !inert);
  const [first] = running;
  if (!first) return null;
  const uncalled = running.every(
    ({ kind, unread, path, hunks }) => kind === "code" && !unread && onlyDefines(path, hunks),
  );
  if (!uncalled) return null;
  return {
    family: "prior",
    weight: WEIGHTS.prior.uncalled,
    text: "It only defines what was not there, and changes no line that could call it.",
    evidence: [],
    line: { path: first.path, line: Math.max(1, first.hunks[0]?.after.start ?? 1) },
  };
}
