/** The number of the line that holds a text; 0 where none does. */
export function lineOf(text: string | undefined, line: string): number {
  return (text ?? "").split("\n").findIndex((one) => one.includes(line)) + 1;
}
