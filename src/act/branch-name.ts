/** With the issue's number, so that a recurrence of the same fingerprint is a branch of its own. */
export function branchName(fingerprint: string, issue: number): string {
  return `sre-space/${fingerprint}-${issue}`;
}
