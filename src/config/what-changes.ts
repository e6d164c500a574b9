import { isDeepStrictEqual } from "node:util";
import type { Policy } from "../contracts/policy.ts";
import { isAsTight } from "./is-as-tight.ts";
import { schemaAt } from "./schema-at.ts";
import { settingsOf } from "./settings-of.ts";
import { written } from "./written-policy.ts";

/** What an edit of the policy does to one setting. */
export interface PolicyChange {
  /** `guardrails.max_files`. */
  setting: string;
  /** As people write them; null where the setting is not there. */
  before: string | null;
  after: string | null;
  /** `both`: tighter in one thing and looser in another. `other`: neither can be said of it. */
  direction: "tighter" | "looser" | "both" | "other";
  /** One sentence for people. Values in it are the file's own: to be made inert by whoever shows them. */
  words: string;
}

/**
 * What another policy would change, setting by setting, what it loosens first. Pure: whoever shows an edit (the check
 * on a pull request, the command line) says the same. Empty where both mean the same, however they are written.
 */
export function whatChanges(before: Policy, after: Policy): PolicyChange[] {
  const then = new Map(settingsOf(before).map((setting) => [setting.path.join("\0"), setting]));
  const now = new Map(settingsOf(after).map((setting) => [setting.path.join("\0"), setting]));
  const changes = [...new Set([...now.keys(), ...then.keys()])].flatMap((key): PolicyChange[] => {
    const [old, young] = [then.get(key), now.get(key)];
    const one = young ?? old;
    if (!one || isDeepStrictEqual(old?.value, young?.value)) return [];
    const tighter = isAsTight(one.tightness, young?.value, old?.value);
    const looser = isAsTight(one.tightness, old?.value, young?.value);
    const ordered = one.tightness.tighter !== "none";
    const direction = !ordered ? "other" : tighter ? "tighter" : looser ? "looser" : "both";
    const setting = one.path.join(".");
    const shown = { before: show(old?.value, one.pattern), after: show(young?.value, one.pattern) };
    return [{ setting, ...shown, direction, words: inWords(setting, shown, direction, one.path) }];
  });
  return changes.toSorted((a, b) => ORDER.indexOf(a.direction) - ORDER.indexOf(b.direction));
}

const ORDER: readonly PolicyChange["direction"][] = ["looser", "both", "tighter", "other"];
const MARKS = { looser: "looser", both: "partly looser", tighter: "tighter", other: "neither" } as const;

function show(value: unknown, pattern: string): string | null {
  if (value === undefined) return null;
  const text = written(value, pattern);
  return typeof text === "string" ? text : JSON.stringify(text);
}

function inWords(
  setting: string,
  { before, after }: Pick<PolicyChange, "before" | "after">,
  direction: PolicyChange["direction"],
  path: readonly string[],
): string {
  const about = schemaAt(path)?.description;
  const values =
    before === null
      ? `set to ${after}`
      : after === null
        ? `no longer set (it was ${before})`
        : `${before} becomes ${after}`;
  return `${setting}: ${values} (${MARKS[direction]}).${about ? ` ${about}` : ""}`;
}
