import type { Commit } from "../../contracts/ports/repo-reader.ts";
import { sanitise } from "../../safety/sanitise.ts";

/** The first line of a commit's message, inert; the commit's name where there is none. */
export function subjectOf({ message, sha }: Pick<Commit, "message" | "sha">, longest: number): string {
  return sanitise(message.split("\n")[0] ?? "", longest) || sha.slice(0, 7);
}
