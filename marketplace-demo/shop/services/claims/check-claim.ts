import { Problem } from "../../packages/http/problem.ts";
import { claimKinds } from "./claim.ts";
import type { Cover } from "./store/find-cover.ts";

const DAY_MS = 86_400_000;

/**
 * Whether something can be claimed for at all.
 * @throws {Problem} 422 that says why not.
 */
export function checkClaim(
  claim: { policy: string; kind: string; lostOn: string },
  cover: Cover,
  today: string,
  withinDays: number,
): void {
  const kinds: readonly string[] = claimKinds[cover.product];
  if (!kinds.includes(claim.kind)) {
    throw new Problem(422, `${claim.policy} does not cover this. It covers ${kinds.join(", ")}.`);
  }
  if (claim.lostOn > today) throw new Problem(422, "That day has not come yet.");
  if (claim.lostOn < cover.coverStart || claim.lostOn >= cover.coverEnd) {
    throw new Problem(422, `${claim.policy} was not in force on that day.`);
  }
  if (Date.parse(today) - Date.parse(claim.lostOn) > withinDays * DAY_MS) {
    throw new Problem(422, `A loss can be claimed within ${withinDays} days. Please call us.`);
  }
}
