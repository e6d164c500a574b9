import type { Policy } from "../contracts/policy.ts";
import { TIGHTNESS } from "../contracts/tightness.ts";

/** The policy of an organisation, from which its repositories' take defaults, and what it locks. */
export interface Organisation {
  /** `acme/.github`. */
  repository: string;
  path: string;
  blob: string;
  /** The file as plain data, and what it means. */
  file: Readonly<Record<string, unknown>>;
  policy: Policy;
}

/** An organisation's policy, or why it cannot be had: what is wrong, and what to do about it. */
export type OrganisationAnswer =
  | { organisation: Organisation }
  | {
      organisation: null;
      /** `what` begins with the repository: "acme/.github, which cannot be read". */
      problem: { what: string; hint: string };
      /** It is there, and wrong: what it would lock is not known. */
      broken: boolean;
    };

/** Never of an organisation: which format it is, and what it extends itself. */
const ITS_OWN = ["version", "_extends", "locked"];

/**
 * A repository's file on the organisation's: its own values stand in front, lists that forbid or demand are joined,
 * sections are joined key by key. What is locked is the organisation's whether the repository extends it or not.
 * Plain data in and out, before it is checked; changes neither.
 */
export function joinWithOrganisation(own: unknown, organisation: Organisation): unknown {
  if (!isRecord(own)) return own;
  const base = Object.fromEntries(
    Object.entries(organisation.file).filter(([key]) => !ITS_OWN.includes(key)),
  );
  const { locked } = organisation.policy;
  return join(own._extends === undefined ? onlyLocked(base, "", locked) : base, own, "");
}

/** Whether a lock stands on that setting, or on a section that it is in. */
export function isLocked(setting: string, locked: readonly string[]): boolean {
  return locked.some((lock) => setting === lock || setting.startsWith(`${lock}.`));
}

/** Every path that a lock may name: settings, and the sections that hold them. */
export function lockable(): string[] {
  const settings = Object.keys(TIGHTNESS).filter((setting) => !ITS_OWN.includes(setting));
  const fixed = settings.map((setting) => setting.split(".*")[0] as string);
  return [
    ...new Set(
      fixed.flatMap((path) => path.split(".").map((_, index, all) => all.slice(0, index + 1).join("."))),
    ),
  ];
}

function join(base: unknown, own: unknown, path: string): unknown {
  if (own === undefined) return base;
  if (isRecord(base) && isRecord(own)) {
    const keys = [...new Set([...Object.keys(base), ...Object.keys(own)])];
    return Object.fromEntries(
      keys.map((key) => {
        const [theirs, ours] = [base, own].map((one) => (Object.hasOwn(one, key) ? one[key] : undefined));
        return [key, join(theirs, ours, path === "" ? key : `${path}.${key}`)];
      }),
    );
  }
  const joined = TIGHTNESS[path]?.tighter === "more" && Array.isArray(base) && Array.isArray(own);
  return joined
    ? [...new Map([...base, ...own].map((entry) => [JSON.stringify(entry), entry])).values()]
    : own;
}

/** Of plain data, what stands under a lock; undefined where nothing does. */
function onlyLocked(value: unknown, path: string, locked: readonly string[]): unknown {
  if (path !== "" && isLocked(path, locked)) return value;
  if (!isRecord(value) || !locked.some((lock) => path === "" || lock.startsWith(`${path}.`)))
    return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => {
      const kept = onlyLocked(one, path === "" ? key : `${path}.${key}`, locked);
      return kept === undefined ? [] : [[key, kept]];
    }),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
