import type { EvidenceOf } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";

const COMMIT = /^[0-9a-f]{7,64}$/i;

/**
 * Whether what a service began to serve comes from another repository. A service that the policy does not name is another's, and
 * so is one that calls its revisions by versions where the others of this repository call theirs by commits, and which nobody
 * deployed from here.
 */
export function isForeignRevision(
  { service, revision }: Pick<EvidenceOf<"change">, "service" | "revision">,
  { evidence, shaOf, history, candidates, deployments, policy }: CaseFile,
): boolean {
  if (!revision) return false;
  const isOurs = (of: string | undefined, name: string) =>
    shaOf[name] !== undefined ||
    shaOf[`${of ?? ""} ${name}`] !== undefined ||
    (COMMIT.test(name) && [...history, ...candidates].some(({ sha }) => sha.startsWith(name)));
  if (isOurs(service, revision)) return false;
  if (service === undefined || !(service in policy.services)) return true;
  if (COMMIT.test(revision) || deployments.some((one) => one.service === service)) return false;
  return evidence.items.some(
    (item) =>
      item.kind === "change" &&
      item.what === "revision" &&
      item.service !== service &&
      item.revision !== undefined &&
      COMMIT.test(item.revision) &&
      isOurs(item.service, item.revision),
  );
}
