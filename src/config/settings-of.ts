import type { Policy } from "../contracts/policy.ts";
import { TIGHTNESS, type Tightness } from "../contracts/tightness.ts";

export interface PolicySetting {
  path: readonly string[];
  /** The path in the table of tightness, `services.*.paths` for `services.quotes.paths`. */
  pattern: string;
  tightness: Tightness;
  value: unknown;
}

/** Every setting of a policy with its value, in the order of the table; what is optional and absent is undefined. */
export function settingsOf(policy: Policy): PolicySetting[] {
  return Object.entries(TIGHTNESS).flatMap(([pattern, tightness]) =>
    placesOf(pattern.split("."), policy, []).map(({ path, value }) => ({ path, pattern, tightness, value })),
  );
}

function placesOf(
  [part, ...rest]: readonly string[],
  value: unknown,
  path: readonly string[],
): { path: readonly string[]; value: unknown }[] {
  if (part === undefined) return [{ path, value }];
  const inside = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  const names = part === "*" ? Object.keys(inside) : [part];
  return names.flatMap((name) => placesOf(rest, inside[name], [...path, name]));
}
