import type { CaseFile } from "./case-file.ts";
import { onsetOf } from "./onset.ts";
import { type Sign, signsOf } from "./signs.ts";
import { timelineOf } from "./timeline.ts";
import { WEIGHTS } from "./weights.ts";

/** So long after the onset must a revision have served in good health. */
const SERVED_ON_MS = 15_000;

const LOST: ReadonlySet<Sign> = new Set(["connection lost", "timeout"]);

/**
 * Whether a service that is said to fail serves in good health all that reaches it, by every revision that was heard since
 * the onset. "lost": those that call it say that their calls are lost on the way. "sound": they do not, and may choke on
 * what it answers, or on what they expect of it.
 */
export function wellInItself(service: string, file: CaseFile): "lost" | "sound" | null {
  if (file.anomaly.symptom !== "errors") return null;
  const { latest } = onsetOf(file);
  const since = timelineOf(service, file).served.filter(({ lastMs }) => lastMs > latest + SERVED_ON_MS);
  const well =
    since.some(({ requests }) => requests >= WEIGHTS.enough.errors) &&
    since.every(({ broken, value }) => broken === false || (broken === null && value === 0));
  if (!well || throwsAnew(service, file)) return null;
  const others = new Set(file.anomaly.blastRadius.filter((one) => one !== service));
  const signs = signsOf(file, others).map(({ sign }) => sign);
  // What dies sends no spans of the requests that it took down with it.
  if (signs.includes("connection refused")) return null;
  return signs.some((sign) => LOST.has(sign)) ? "lost" : "sound";
}

const FEWEST_THROWN = 5;

function throwsAnew(service: string, { evidence }: CaseFile): boolean {
  return evidence.items.some(
    (item) =>
      ((item.kind === "exception" && item.frames.length > 0) ||
        (item.kind === "log" && item.severity === "error")) &&
      item.service === service &&
      item.count >= FEWEST_THROWN &&
      item.countBefore <= 0.2 * item.count,
  );
}
