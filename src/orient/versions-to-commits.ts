import type { Sha } from "../contracts/repository.ts";
import type { CaseFile } from "./case-file.ts";

/** A revision begins to serve after its deployment was asked for, by clocks that differ a little, and within this. */
const ROLLOUT_MS = 10 * 60_000;
const CLOCKS_MS = 30_000;

/**
 * Which commit a version such as `1.4.0` is, where telemetry shows when it began to serve and one deployment of that
 * service explains it: the latest before it. Keys are `service version`. A deployment that names no service is anybody's.
 */
export function versionsToCommits({
  evidence,
  deployments,
}: Pick<CaseFile, "evidence" | "deployments">): Record<string, Sha> {
  const found: Record<string, Sha> = {};
  for (const item of evidence.items) {
    if (item.kind !== "revisions") continue;
    const mine = deployments.filter(({ service }) => service === undefined || service === item.service);
    const seen = item.revisions.toSorted((a, b) => (a.firstSeen < b.firstSeen ? -1 : 1));
    for (const [i, { revision, firstSeen }] of seen.entries()) {
      if (/^[0-9a-f]{7,64}$/i.test(revision)) continue;
      const at = Date.parse(firstSeen);
      const before = mine.filter(({ beginMs }) => beginMs <= at + CLOCKS_MS);
      const latest = before.at(-1);
      // The first was there when listening began: whatever had gone out last.
      if (latest && (i === 0 || latest.beginMs >= at - ROLLOUT_MS))
        found[`${item.service} ${revision}`] = latest.sha;
    }
  }
  return found;
}
