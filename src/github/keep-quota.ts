import type { QuotaState } from "../contracts/ports/quota.ts";

/** An installation has an owner, and an owner a few limits; the oldest are forgotten. */
const MOST = 200;

/**
 * Remembers what GitHub's answers say of its rate limits, so that nobody has to ask:
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit
 */
export function keepQuota() {
  const kept = new Map<string, QuotaState>();
  return {
    /** An answer has come. What says nothing of limits (a GitHub Enterprise Server may have none) changes nothing. */
    note(of: string, headers: Headers): void {
      const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((name) =>
        Number(headers.get(`x-ratelimit-${name}`) ?? Number.NaN),
      ) as [number, number, number];
      const resetAt = new Date(reset * 1000);
      if (!(limit > 0 && remaining >= 0) || Number.isNaN(resetAt.getTime())) return;
      const resource = headers.get("x-ratelimit-resource") ?? "core";
      const key = `${of} ${resource}`;
      kept.delete(key);
      kept.set(key, { of, resource, remaining, limit, resetAt: resetAt.toISOString() });
      if (kept.size > MOST) kept.delete(kept.keys().next().value as string);
    },
    state: (): QuotaState[] => [...kept.values()],
  };
}
