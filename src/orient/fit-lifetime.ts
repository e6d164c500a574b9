import type { Candidate, CaseFile } from "./case-file.ts";
import { durationsSet } from "./changes/durations-set.ts";
import type { ReadFile } from "./changes/read-change.ts";
import type { Exposure } from "./exposure.ts";
import type { Finding } from "./finding.ts";
import { onsetOf } from "./onset.ts";
import { carrying } from "./taken-back.ts";
import { ROLLOUT_MS } from "./time-ratio.ts";
import { timeSpan } from "./time-span.ts";
import { WEIGHTS } from "./weights.ts";

/** What shows itself sooner needs no clock to explain it. */
const SOONEST_MS = 150_000;
const LONGEST_MS = 24 * 3_600_000;
/** A lifetime begins a little after the process that gives it, and its end is felt a little later. */
const SLACK_MS = 20_000;
const SLACK_SHARE = 0.04;
/** What fails oftener than hourly would have been silenced; what was watched counts besides. */
const PRESUMED_HEALTHY_MS = 3_600_000;
/** How often the end of such a time is what is first felt of the change. */
const TELLS = 0.6;

/**
 * Whether the failure began just so long after the change went live as the change says that something holds: a signed address,
 * a cache's entry, a lease. An innocent change would have to name that very time by chance.
 */
export function fitLifetime(
  candidate: Candidate,
  service: string,
  files: readonly ReadFile[],
  exposure: Exposure,
  file: CaseFile,
): Finding | null {
  if (exposure.known === "never" || exposure.known === "commit") return null;
  const onset = onsetOf(file);
  const set = files.flatMap((changed) =>
    durationsSet(changed).map((one) => ({ ...one, path: changed.path })),
  );
  if (set.length === 0) return null;
  // What was running when one began to listen went live earlier than it was heard: its deployment knows when.
  const carries = carrying(file);
  const deployed = file.deployments.find(
    (one) =>
      (one.service ?? service) === service &&
      carries(one.sha, candidate.sha) &&
      one.beginMs < exposure.fromMs,
  );
  const lives: { fromMs: number; toMs: number }[] = [exposure];
  if (deployed)
    lives.push({ fromMs: deployed.beginMs, toMs: Math.min(deployed.endMs, deployed.beginMs + ROLLOUT_MS) });
  for (const { ms, line, path } of set) {
    for (const duration of ms) {
      if (duration < SOONEST_MS || duration > LONGEST_MS) continue;
      const slack = SLACK_MS + SLACK_SHARE * duration;
      const fit = lives
        .map(({ fromMs, toMs }) => ({
          from: onset.earliest - toMs - slack,
          to: onset.latest - fromMs + slack,
        }))
        .find(({ from, to }) => duration >= from && duration <= to);
      if (!fit) continue;
      const healthy = PRESUMED_HEALTHY_MS + 1000 * file.anomaly.baselineSeconds;
      const byChance = Math.min(1, ((fit.to - fit.from) * set.length * ms.length * lives.length) / healthy);
      const weight = Math.min(WEIGHTS.exposure.lifetimeMost, Math.log(TELLS / byChance));
      if (weight <= 0) continue;
      return {
        family: "exposure",
        weight,
        text: `It makes something hold for ${timeSpan(duration)}, and just so long after it went live the failure began.`,
        evidence: exposure.evidence,
        line: { path, line },
      };
    }
  }
  return null;
}
