import type { FilePatch } from "../contracts/ports/repo-reader.ts";
import type { Sha } from "../contracts/repository.ts";
import type { Candidate, CaseFile } from "./case-file.ts";
import { readHunks } from "./changes/changed-lines.ts";
import { containment } from "./history.ts";

/** Longer patches are generated files; nobody's revert is told by them. */
const LONGEST_PATCH = 200_000;

/**
 * Commits that take back all that a candidate did, by its SHA: later ones whose patches of the same files are its own
 * turned round. Read from the diffs alone, since a message may say anything. A commit that lands the same anew is
 * another candidate.
 */
export function takenBackBy({ candidates, history }: CaseFile): ReadonlyMap<Sha, readonly Sha[]> {
  let found = known.get(candidates);
  if (!found) {
    found = worked({ candidates, history });
    known.set(candidates, found);
  }
  return found;
}

/** Asked for each candidate through each service. */
const known = new WeakMap<readonly Candidate[], ReadonlyMap<Sha, readonly Sha[]>>();

function worked({ candidates, history }: Pick<CaseFile, "candidates" | "history">): Map<Sha, Sha[]> {
  const contains = containment(history);
  const told = candidates.flatMap((candidate) => {
    const sides = candidate.files.map(sidesOf);
    return sides.length > 0 && sides.every((one) => one !== null) ? [{ sha: candidate.sha, sides }] : [];
  });
  const found = new Map<Sha, Sha[]>();
  for (const { sha, sides } of told) {
    const by = told.filter(
      (other) =>
        other.sha !== sha &&
        contains(other.sha, sha) &&
        sides.every((one) => other.sides.some((its) => its.undoes === one.does)),
    );
    if (by.length > 0)
      found.set(
        sha,
        by.map((other) => other.sha),
      );
  }
  return found;
}

/** What a patch does to its file, and what another one would have done for it to be undone by this one. */
function sidesOf({ path, patch }: FilePatch): { does: string; undoes: string } | null {
  if (patch === undefined || patch.length > LONGEST_PATCH) return null;
  const lines = readHunks(patch).flatMap((hunk) => hunk.lines);
  const side = (kind: "added" | "removed") =>
    lines
      .filter((line) => line.kind === kind)
      .map((line) => line.text)
      .toSorted()
      .join("\n");
  const [added, removed] = [side("added"), side("removed")];
  if (added === "" && removed === "") return null;
  return { does: JSON.stringify([path, removed, added]), undoes: JSON.stringify([path, added, removed]) };
}

/**
 * Says whether what one commit did is part of another: it contains it, and nothing that it contains as well has taken
 * it back.
 */
export function carrying(file: CaseFile): (outer: Sha, inner: Sha) => boolean {
  const contains = containment(file.history);
  const undone = takenBackBy(file);
  return (outer, inner) =>
    contains(outer, inner) && !(undone.get(inner) ?? []).some((by) => contains(outer, by));
}
