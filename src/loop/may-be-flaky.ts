import type { Incident } from "../contracts/incident.ts";

/**
 * Whether nothing stands against the merge but checks that failed and were not asked to run again yet. Whether they
 * may be is seen there: one that points at the very files of the change is not flaky.
 */
export function mayBeFlaky({ verdict, outcome, facts }: Incident): boolean {
  const failing = verdict?.rules.filter((rule) => rule.answer === "fail") ?? [];
  if (failing.length === 0 || failing.some((rule) => rule.rule !== "required-checks")) return false;
  if (outcome.retried || !outcome.pullRequest || facts?.pullRequest?.head !== outcome.pullRequest.head)
    return false;
  const others = (facts.pullRequest.checks ?? []).filter(({ name }) => !name.startsWith("SRE-Space / "));
  // One that still runs is waited for first.
  return others.some(({ state }) => state === "failure") && others.every(({ state }) => state !== "pending");
}
