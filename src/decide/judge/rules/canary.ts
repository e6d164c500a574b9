import { failUnlessApproved, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { spanOfTime } from "../span-of-time.ts";

/** A rollout replaces the old revision within this time; what serves beside it for longer is meant to. */
const ROLLOUT = 30;
/** The old one still serves where it was seen so shortly before the evidence ends. */
const STILL_MS = 15_000;

/**
 * What fails on a canary alone is the rollout's own matter: whoever sent it there to see will take it back, and a
 * revert of the branch does not.
 */
export const canary: Rule = {
  name: "canary",
  judge(context) {
    const { serving, anomaly, diagnosis } = context;
    if (/canary/i.test(anomaly.environment))
      return failUnlessApproved(
        context,
        "hold",
        "The environment is a canary; taking it back is its rollout's matter.",
      );
    const of = serving.filter(({ service }) => service === diagnosis.service || service === anomaly.service);
    if (of.length === 0) return notApplicable("Telemetry does not tell revisions apart.");
    for (const { concurrent, revisions } of of) {
      if (!concurrent || concurrent.seconds < ROLLOUT) continue;
      const { old, young, seconds } = concurrent;
      const seen = Math.max(...revisions.map(({ lastSeen }) => Date.parse(lastSeen)));
      const lastOfOld = revisions.find(({ revision }) => revision === old.revision)?.lastSeen;
      const share = young.requests / Math.max(1, old.requests + young.requests);
      if (share >= 0.5 || lastOfOld === undefined || seen - Date.parse(lastOfOld) > STILL_MS) continue;
      return failUnlessApproved(
        context,
        "hold",
        `The newer revision serves ${Math.round(share * 100)}% of the requests, beside the older one for ${spanOfTime(seconds)}, as a canary does; taking it back is its rollout's matter.`,
      );
    }
    return pass("No older revision goes on serving beside the newer one.");
  },
};
