import { failUnlessApproved, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";

/** Where nothing says which commit runs, nothing says that the suspect ever did. */
export const revisionKnown: Rule = {
  name: "revision-known",
  judge(context) {
    const { diagnosis } = context;
    if (diagnosis.suspect === null) return notApplicable("No commit is suspected.");
    const deployed = diagnosis.hypotheses.find((one) => one.suspect === diagnosis.suspect)?.commit
      ?.deployedAt;
    const { failing } = diagnosis.revisions;
    if (failing !== null)
      return pass(`The failing revision is ${failing.slice(0, 7).replace(/[^\w.-]/g, "?")}.`);
    return deployed === undefined
      ? failUnlessApproved(
          context,
          "propose",
          "Neither telemetry nor a deployment says which revision is failing. Send service.version, or record deployments.",
        )
      : pass("The suspect's deployment is recorded.");
  },
};
