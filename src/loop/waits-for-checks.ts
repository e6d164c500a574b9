import type { Incident } from "../contracts/incident.ts";

/**
 * Whether nothing stands against the merge but required checks that have not finished: then waiting
 * helps, and nobody need be asked. A check that failed is not waited for.
 *
 * @param leftAside a rule that ends by itself as well, and is no matter here
 */
export function waitsForChecksAlone(incident: Incident, leftAside?: string): boolean {
  const failing =
    incident.verdict?.rules.filter(({ answer, rule }) => answer === "fail" && rule !== leftAside) ?? [];
  if (failing.length === 0 || failing.some((rule) => rule.rule !== "required-checks")) return false;
  return !(incident.facts?.pullRequest?.checks ?? []).some(
    // Our own says that somebody is waited for, and goes on saying so until the verdict is another.
    ({ name, state }) => state === "failure" && !name.startsWith("SRE-Space / "),
  );
}
