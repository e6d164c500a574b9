import { claimService } from "./config/claims.ts";
import type { LoadedPolicy } from "./contracts/policy.ts";
import type { RepositoryName } from "./contracts/repository.ts";
import type { ClaimOf } from "./observe/service-book.ts";

/** Asks the policies that are at hand whose a service is, and what Scout is to hold it to. */
export function claimByPolicy(
  loaded: (repositories: readonly RepositoryName[]) => readonly {
    repository: RepositoryName;
    policy: LoadedPolicy;
  }[],
): ClaimOf {
  return (service, repositories) => {
    const policies = loaded(repositories).map(({ repository, policy: { policy } }) => ({
      repository,
      policy,
    }));
    const repository = claimService(service, policies);
    const policy = policies.find((one) => one.repository === repository)?.policy;
    const claimed = policy?.services[service];
    return policy && claimed && repository !== null
      ? {
          repository,
          environmentFilter: policy.deploy.environment,
          slo: claimed.slo,
          ignoredErrors: claimed.ignore_errors,
          telemetry: policy.telemetry,
        }
      : null;
  };
}
