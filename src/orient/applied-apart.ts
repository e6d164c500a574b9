import type { ReadFile } from "./changes/read-change.ts";

const INFRASTRUCTURE =
  /\.(?:tf|tfvars|hcl|bicep)$|(?:^|\/)(?:terraform|pulumi|cloudformation|ansible|network-?polic(?:y|ies)|istio|envoy)\b|(?:^|\/)(?:nginx|haproxy)[^/]*\.(?:conf|cfg)$/i;

/**
 * Whether a change takes hold outside of the processes that are built from it: a migration, or what is applied to the
 * network and the platform. Revisions that do not hold it then feel it all the same.
 */
export function isAppliedApart(files: readonly ReadFile[]): boolean {
  return files.some(({ kind, path }) => kind === "migration" || INFRASTRUCTURE.test(path.slice(-500)));
}
