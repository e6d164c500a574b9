import type { Attempt } from "../contracts/attempt.ts";
import type { Diagnosis } from "../contracts/diagnosis.ts";

/**
 * A diagnosis without the kinds of remedy that were tried for the incident where no commit was to be undone: what did not
 * help once, or was not wanted, is not done again, and what comes after it in the list is next. Commits that were tried
 * are `weighTried`'s matter.
 */
export function withoutTried(diagnosis: Diagnosis, attempts: readonly Attempt[]): Diagnosis {
  const tried = new Map(
    attempts.flatMap(({ suspect, remedy, outcome }) =>
      suspect === null ? [[remedy, outcome.pullRequest?.number]] : [],
    ),
  );
  const { decision, remedy, otherwise = [] } = diagnosis;
  if (decision !== "none" || !tried.has(remedy.kind)) return diagnosis;
  const number = tried.get(remedy.kind);
  const [next, ...rest] = otherwise.filter(({ kind }) => !tried.has(kind));
  const was = `The ${remedy.kind} that fits was tried${number === undefined ? "" : ` in #${number}`}, and is not done again.`;
  return {
    ...diagnosis,
    remedy: next ?? { kind: "none", summary: `No commit did this, so there is none to revert. ${was}` },
    otherwise: rest,
  };
}
