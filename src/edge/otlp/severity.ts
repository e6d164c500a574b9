/** A severity number by the log data model: 1–24, and 0 for anything else. */
export function severityOf(number: number): number {
  return number >= 1 && number <= 24 ? number : 0;
}
