import { failUnlessApproved, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { spanOfTime } from "../span-of-time.ts";

const OLDEST = 3_600;
/** A measurement of the symptom is fresh for so long. */
const FRESH = 300;

/** What was true an hour ago is acted on only where the symptom was measured again, or by a person's word. */
export const evidenceAge: Rule = {
  name: "evidence-age",
  judge(context) {
    const { diagnosis, recovery } = context;
    const secondsSince = (at: string) => (Date.parse(context.now) - Date.parse(at)) / 1000;
    const old = secondsSince(diagnosis.at);
    const figures = `The diagnosis was made ${spanOfTime(old)} ago; ${spanOfTime(OLDEST)} is the most.`;
    if (old <= OLDEST) return pass(figures);
    const persists = recovery?.state === "not-healed" || recovery?.state === "worse";
    if (recovery && persists && secondsSince(recovery.at) <= FRESH)
      return pass(
        `${figures} The symptom was measured again ${spanOfTime(secondsSince(recovery.at))} ago and is still there.`,
      );
    return failUnlessApproved(context, "propose", figures);
  },
};
