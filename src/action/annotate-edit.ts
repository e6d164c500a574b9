import { error } from "@actions/core";
import { type PolicyEdit, policyCheck } from "../report/policy-check.ts";
import { quoting } from "../report/quoting.ts";

/** The problems of an edited policy at their lines, as annotations of the run; how many there are. */
export function annotateEdit(edit: PolicyEdit, redact: readonly string[]): number {
  const { annotations } = policyCheck(edit, quoting(redact));
  for (const { path, line, title, message } of annotations)
    error(message, { title, file: path, startLine: line });
  return edit.problems.length;
}
