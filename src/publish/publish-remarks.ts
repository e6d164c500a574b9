import type { Reporter } from "../contracts/ports/reporter.ts";
import type { Sha } from "../contracts/repository.ts";
import { BEFORE_MERGING_CHECK, beforeMergingCheck, type Remark } from "../report/before-merging-check.ts";
import { quoting } from "../report/quoting.ts";

/** Shows on a pull request's head what is to be said of it; once, however often called. */
export async function publishRemarks(
  head: Sha,
  remarks: readonly Remark[],
  redact: readonly string[],
  reporter: Reporter,
): Promise<void> {
  await reporter.ensureCheckRun({
    name: BEFORE_MERGING_CHECK,
    externalId: "before-merging",
    head,
    status: "completed",
    ...beforeMergingCheck(remarks, quoting(redact)),
  });
}
