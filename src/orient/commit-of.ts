import type { Sha } from "../contracts/repository.ts";
import type { CaseFile } from "./case-file.ts";

const SHORTEST_SHA = 7;

/** The commit that a service's revision is, as telemetry names it, where it is one that landed. */
export function commitOf(revision: string, service: string, file: CaseFile): Sha | null {
  const known = file.shaOf[revision] ?? file.shaOf[`${service} ${revision}`];
  if (known) return known;
  if (revision.length < SHORTEST_SHA) return null;
  return file.history.find(({ sha }) => sha.startsWith(revision))?.sha ?? null;
}
