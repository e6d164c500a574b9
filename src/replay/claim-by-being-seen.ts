import type { Policy } from "../contracts/policy.ts";
import type { Claim } from "../observe/service-book.ts";

/**
 * Whose a service of a bundle is: the bundle's one repository's, by being in it. A policy, where the bundle has
 * one, adds objectives and how telemetry is to be read.
 */
export function claimByBeingSeen(bundle: {
  repository: string;
  environment: string;
  policy: Policy | null;
}): (service: string) => Claim {
  const services = bundle.policy?.services ?? {};
  return (service) => ({
    repository: bundle.repository,
    environmentFilter: bundle.environment,
    slo: Object.hasOwn(services, service) ? (services[service]?.slo ?? {}) : {},
    ...(Object.hasOwn(services, service) ? { ignoredErrors: services[service]?.ignore_errors ?? [] } : {}),
    ...(bundle.policy ? { telemetry: bundle.policy.telemetry } : {}),
  });
}
