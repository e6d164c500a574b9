import type { Resource } from "../contracts/telemetry.ts";

/** What the process runs, as well as it says: commit, else version, else "". */
export function revisionOf(resource: Resource): string {
  return (resource.revision ?? resource.version ?? "").slice(0, 100);
}
