/** The lines that a patch adds, or takes away, without their signs. Hunk headers are no lines. */
export function changedLines(patch: string | undefined, sign: "+" | "-"): string[] {
  return (patch ?? "")
    .split("\n")
    .filter((line) => line.startsWith(sign))
    .map((line) => line.slice(1));
}
