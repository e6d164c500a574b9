import type { Candidate } from "./case-file.ts";
import { fileKind } from "./changes/file-kind.ts";

const INFRASTRUCTURE =
  /\.(?:tf|tfvars|hcl|bicep)$|(?:^|\/)(?:terraform|pulumi|cloudformation|ansible|network-?polic(?:y|ies)|istio|envoy)\b|(?:^|\/)(?:nginx|haproxy)[^/]*\.(?:conf|cfg)$|(?:^|\/)(?:infra|infrastructure|iam|rbac|policies|deploy|k8s)\/(?:[^/]+\/){0,4}[^/]*(?:polic(?:y|ies)|iam|rbac|roles?|bucket|permissions?)[^/]*\.(?:json|ya?ml)$/i;
/** Statements that change a schema stand in files that are applied to the database, wherever they lie. */
const SCHEMA = /^[+][^+].{0,40}\b(?:alter|drop|rename|create) +(?:table|column|index|type|view)\b/im;

/**
 * Whether a change takes hold outside of the processes that are built from it: a migration, or what is applied to the
 * network and the platform. Revisions that do not hold it then feel it all the same.
 */
export function isAppliedApart({ files }: Candidate): boolean {
  return files.some(
    ({ path, patch }) =>
      fileKind(path) === "migration" ||
      INFRASTRUCTURE.test(path.slice(-500)) ||
      (/\.sql$/i.test(path) && SCHEMA.test((patch ?? "").slice(0, 20_000))),
  );
}
