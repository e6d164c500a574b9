import { sanitise } from "../../../safety/sanitise.ts";
import { fail, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** Measured again at the last moment: what has recovered by itself is left alone. */
export const symptomPresent: Rule = {
  name: "symptom-present",
  judge({ recovery, stage, rollback, redeployed }) {
    if (redeployed)
      return notApplicable(
        "The last healthy revision is out again; without this the next deployment brings it back.",
      );
    if (rollback?.why === "asked")
      return notApplicable("A person asked for it to be taken back, whatever the symptom does.");
    if (!recovery)
      return stage === "before-merge"
        ? fail("hold", "The symptom was not measured again, and it may have passed by itself.")
        : notApplicable("The symptom was not measured again.");
    const summary = sanitise(recovery.summary, 300);
    return recovery.state === "healed" || recovery.state === "recovered-unexplained"
      ? fail("report", `It has recovered by itself: ${summary}`)
      : pass(`It has not been seen to recover: ${summary}`);
  },
};
