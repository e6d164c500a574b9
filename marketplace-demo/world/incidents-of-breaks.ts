import type { Break } from "./break-ledger.ts";
import type { SeenIssue, SeenPull } from "./watch-incidents.ts";

export type SeenOf = { issues: SeenIssue[]; pulls: SeenPull[] };

/**
 * What SRE-Space opened on GitHub, by the press that went before it: an issue belongs to the newest break that began before
 * the issue did, a pull request to the issue that its branch names. Nobody but time says which belongs to which; what was
 * opened before any press is under 0.
 */
export function incidentsOfBreaks(
  breaks: readonly Pick<Break, "id" | "since">[],
  issues: readonly SeenIssue[],
  pulls: readonly SeenPull[],
): Map<number, SeenOf> {
  const found = new Map<number, SeenOf>();
  const of = (id: number) => {
    const known = found.get(id) ?? { issues: [], pulls: [] };
    found.set(id, known);
    return known;
  };
  const oldestFirst = breaks.toSorted((one, other) => one.since - other.since);
  const byIssue = new Map<number, number>();
  for (const issue of issues) {
    const before = oldestFirst.findLast(({ since }) => since <= issue.openedAt)?.id ?? 0;
    byIssue.set(issue.number, before);
    of(before).issues.push(issue);
  }
  for (const pull of pulls) {
    const issue = Number(/-(\d+)(?:-\d+)?(?:-rollback)?$/.exec(pull.branch)?.[1]);
    of(byIssue.get(issue) ?? 0).pulls.push(pull);
  }
  return found;
}
