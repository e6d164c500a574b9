import { callersOf } from "./callers-of.ts";
import type { CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import type { Finding } from "./finding.ts";
import { MECHANISMS } from "./mechanisms/mechanisms.ts";
import { WEIGHTS } from "./weights.ts";

/** Requests to the failing service grew so many times as much as those that come in from outside. */
const TELLING = 1.7;
const FEWEST = 30;

/** What of it stays for a change that is not of a kind that asks more often: the service asks, and it was deployed. */
const OF_ANOTHER_KIND = 0.4;

/**
 * Whether the failing service is asked far oftener than the requests from outside explain, and the candidate acts through
 * one that asks: a retry without a limit, a call inside a loop. One that is itself asked so much more often only hands it on.
 */
export function fitAmplification(
  service: string,
  files: readonly ReadFile[],
  file: CaseFile,
): Finding | null {
  const { anomaly, evidence } = file;
  if (service === anomaly.service || !callersOf(file).has(service)) return null;
  let own: { growth: number; id: string } | null = null;
  let least = Number.POSITIVE_INFINITY;
  let itself = 0;
  for (const item of evidence.items) {
    if (item.kind !== "shift" || !item.before || item.unit === "bytes/s" || item.before.requests < FEWEST)
      continue;
    const growth = item.after.requests / item.before.requests;
    if (item.service === anomaly.service) own = own ?? { growth, id: item.id };
    else least = Math.min(least, growth);
    if (item.service === service) itself = Math.max(itself, growth);
  }
  const expected = Math.max(least, itself);
  if (!own || !Number.isFinite(least) || least <= 0 || own.growth < TELLING * expected) return null;
  const asks = files.some(
    ({ inert, classes }) => inert === null && classes.some(({ change }) => asksOftener(change)),
  );
  return {
    family: "place",
    weight: WEIGHTS.place.amplifies * (asks ? 1 : OF_ANOTHER_KIND),
    text: `${anomaly.service} is asked ${(own.growth / expected).toFixed(1)} times as often as what comes in explains, and ${service} asks it.`,
    evidence: [own.id],
  };
}

/** By the table of mechanisms: whether requests that ask more often are what such a change is known for. */
function asksOftener(change: ReadFile["classes"][number]["change"]): boolean {
  const mechanism = MECHANISMS.get(change);
  return mechanism !== undefined && (mechanism.weight["asks more often"] ?? mechanism.otherwise) > 0;
}
