import type { Policy } from "../contracts/policy.ts";
import type { Explained } from "./explain-issue.ts";
import { isAsTight } from "./is-as-tight.ts";
import { isLocked, type Organisation } from "./organisation.ts";
import { settingsOf } from "./settings-of.ts";
import { written } from "./written-policy.ts";

/** How to say, of a locked setting, which values are as tight. */
const BOUNDS: Readonly<Record<string, (limit: string) => string>> = {
  lower: (limit) => `Write ${limit} or less`,
  higher: (limit) => `Write ${limit} or more`,
  fewer: (limit) => `Write some of ${limit}`,
  more: (limit) => `Write at least ${limit}`,
  some: (limit) => `Write some of ${limit}`,
};

/** Where a policy is looser than what its organisation locks, each with what may be written in its place. */
export function loosenedLocks(policy: Policy, organisation: Organisation): Explained[] {
  const { locked } = organisation.policy;
  const theirs = new Map(settingsOf(organisation.policy).map((one) => [one.path.join("\0"), one]));
  return settingsOf(policy).flatMap(({ path, pattern, tightness, value }): Explained[] => {
    const setting = path.join(".");
    if (!isLocked(setting, locked)) return [];
    const limit = theirs.get(path.join("\0"))?.value;
    if (isAsTight(tightness, value, limit)) return [];
    const [shown, most] = [value, limit].map((one) => show(one, pattern));
    const bound =
      tightness.tighter === "first"
        ? `Write ${tightness.of.slice(0, tightness.of.indexOf(limit as string | boolean) + 1).join(" or ")}`
        : (BOUNDS[tightness.tighter]?.(most ?? "") ?? `Write ${most}`);
    return [
      {
        path,
        message: `is ${shown}, which is looser than the ${most} that ${organisation.repository} locks`,
        hint: `${bound}, or take the line out.`,
      },
    ];
  });
}

function show(value: unknown, pattern: string): string {
  if (value === undefined) return "nothing";
  const text = written(value, pattern);
  return typeof text === "string" ? text : JSON.stringify(text);
}
