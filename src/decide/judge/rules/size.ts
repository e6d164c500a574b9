import { failUnlessApproved, notApplicable, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { count } from "../count.ts";

/** A large change is looked at by a person before it is merged. */
export const size: Rule = {
  name: "size",
  judge(context) {
    const { plan, policy } = context;
    if (plan.kind === "unplanned") return notApplicable("No change is planned.");
    const { max_files, max_lines } = policy.guardrails;
    const files = plan.files.length;
    const lines = plan.files.reduce((sum, file) => sum + file.added + file.removed, 0);
    const figures = `${count(files, "file")}, ${count(lines, "line")}; the policy allows ${max_files} and ${max_lines}.`;
    return files <= max_files && lines <= max_lines
      ? pass(figures)
      : failUnlessApproved(context, "propose", figures);
  },
};
