import type { Evidence } from "../contracts/evidence.ts";

/** Failing requests of a service that is well, and of one that is not. */
const WELL = 0.03;
const FAILING = 0.1;

/**
 * Whether a service itself answers with errors, as far as it is known. What a service that is well throws now and then is
 * not this failure, where another one on the way fails by far oftener.
 */
export function failsItself(service: string, { items }: Evidence): boolean {
  let own: number | null = null;
  let others = 0;
  for (const item of items) {
    if (item.kind !== "shift" || item.unit !== "ratio") continue;
    if (item.service === service) own = Math.max(own ?? 0, item.after.value);
    else others = Math.max(others, item.after.value);
  }
  return own === null || own > WELL || others < FAILING;
}
