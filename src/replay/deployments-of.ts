import type { BundleDeployment } from "../contracts/bundle.ts";
import type { Deployment } from "../contracts/ports/repo-reader.ts";

/**
 * Deployments of a bundle as the port has them, newest first. Where none is of the bundle's environment by name,
 * people call it differently in the two places, and all count.
 */
export function deploymentsOf(listed: readonly BundleDeployment[], environment: string): Deployment[] {
  const matches = (one: BundleDeployment) => one.environment?.toLowerCase() === environment.toLowerCase();
  const mine = listed.some(matches) ? listed.filter((one) => matches(one) || !one.environment) : listed;
  return mine
    .map((one, index) => ({
      id: one.id ?? index + 1,
      sha: one.sha,
      environment,
      ...(one.service ? { service: one.service } : {}),
      description: one.description ?? (one.service ? `deploy ${one.service}` : ""),
      createdAt: one.created_at,
      status: one.status ?? null,
      succeededAt: one.succeeded_at ?? (one.status?.state === "success" ? one.status.at : null),
    }))
    .sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
}
