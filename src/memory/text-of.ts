import type { Looks, Recollection } from "../contracts/ports/memory.ts";

/** What an incident is searched by, and found by. */
export function textOf(one: Looks | Recollection): string {
  const looks = [one.service, one.operation, one.symptom, ...one.signatures];
  return ("incident" in one ? [...looks, one.mechanism, ...one.files] : looks).join("\n");
}
