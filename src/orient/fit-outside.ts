import type { CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import type { Finding } from "./finding.ts";
import { outsideOf } from "./outside.ts";
import { WEIGHTS } from "./weights.ts";

const LEADS = 0.3;
/** Parts of a host's name that name nobody. */
const ANYBODY =
  /^(?:api|www|com|net|org|example|internal|local|svc|cluster|prod|production|service|test|dev|app|cloud|http|https|\d+)$/;

/**
 * Where traces say that it began at a peer outside, a commit that changes nothing about that peer is less likely: not
 * its lines, what stands around them, nor its files' names say a word of the peer's name.
 */
export function fitOutside(files: readonly ReadFile[], file: CaseFile): Finding | null {
  const [peer] = outsideOf(file);
  if (peer?.kind !== "outside" || peer.score < LEADS) return null;
  const words = peer.name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length >= 3 && !ANYBODY.test(word));
  if (words.length === 0) return null;
  const says = (text: string) => words.some((word) => text.slice(0, 400).toLowerCase().includes(word));
  const about = files.some(
    (changed) =>
      says(changed.path) ||
      changed.hunks.some((hunk) => says(hunk.heading) || hunk.lines.some((line) => says(line.text))),
  );
  if (about) return null;
  return {
    family: "place",
    weight: WEIGHTS.place.notAboutOutside * Math.min(1, peer.score / 0.5),
    text: `The traces say that it began at ${peer.name}, and it changes nothing about that.`,
    evidence: [],
  };
}
