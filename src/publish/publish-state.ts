import type { Reporter } from "../contracts/ports/reporter.ts";
import { STATE_LABEL_PREFIX } from "../report/labels.ts";
import {
  LONGEST_STATE,
  REFUSED_MARKER,
  refusedComment,
  STATE_MARKER,
  sealedComment,
} from "../report/sealed-comment.ts";

/** Keeps an incident's sealed state in its issue; false where it is too long for a comment. */
export async function publishState(issue: number, sealed: string, reporter: Reporter): Promise<boolean> {
  if (sealed.length > LONGEST_STATE) return false;
  await reporter.ensureComment(issue, STATE_MARKER, sealedComment(sealed));
  return true;
}

/** Says in the thread that its state was not taken up, and that a person is needed. */
export async function publishRefusedState(issue: number, why: string, reporter: Reporter): Promise<void> {
  await reporter.ensureComment(issue, REFUSED_MARKER, refusedComment(why));
  await reporter.updateIssue(issue, {
    labels: { prefix: STATE_LABEL_PREFIX, exactly: [`${STATE_LABEL_PREFIX}needs-human`] },
  });
}
