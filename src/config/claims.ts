import type { Policy } from "../contracts/policy.ts";
import type { RepositoryName } from "../contracts/repository.ts";

/**
 * Whose a service is: the one repository among those that a credential names whose policy lists it. Claimed
 * by two it is nobody's, as a wrong owner would have its commits blamed for another's fault.
 */
export function claimService(
  service: string,
  policies: readonly { repository: RepositoryName; policy: Policy }[],
): RepositoryName | "claimed twice" | null {
  const claims = new Set(
    policies
      .filter(({ policy }) => Object.hasOwn(policy.services, service))
      .map(({ repository }) => repository),
  );
  const [first] = claims;
  return claims.size > 1 ? "claimed twice" : (first ?? null);
}
