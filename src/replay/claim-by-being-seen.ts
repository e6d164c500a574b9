import type { Policy, Slo } from "../contracts/policy.ts";

/**
 * Whose a service of a bundle is: the bundle's one repository's, by being in it. A policy, where the bundle has
 * one, adds objectives.
 */
export function claimByBeingSeen(bundle: {
  repository: string;
  environment: string;
  policy: Policy | null;
}): (service: string) => { repository: string; environmentFilter: string; slo: Slo } {
  const services = bundle.policy?.services ?? {};
  return (service) => ({
    repository: bundle.repository,
    environmentFilter: bundle.environment,
    slo: Object.hasOwn(services, service) ? (services[service]?.slo ?? {}) : {},
  });
}
