import type { PolicyProblem } from "../contracts/policy.ts";

/** What is wrong and what to write instead, as the file's own words: to be made inert by whoever shows them. */
export function problemWords({ path, message, hint }: PolicyProblem): string {
  return `${path === "" ? "The file" : path} ${message}.${hint ? ` ${hint}` : ""}`;
}
