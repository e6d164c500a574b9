import type { Resource } from "../contracts/telemetry.ts";
import { sanitise } from "../safety/sanitise.ts";

const PLAIN = /^[\w.+:/@-]{0,100}$/;

/** What the process runs, as well as it says: commit, else version, else "". Inert text of at most 100 characters. */
export function revisionOf(resource: Resource): string {
  const said = resource.revision ?? resource.version ?? "";
  return PLAIN.test(said) ? said : sanitise(said, 100);
}
