import type { FileChange } from "../contracts/change-set.ts";

/** What a fix took out of a file and put into it, as bags of lines without their indentation. */
export function changedByFix({ before, after }: Pick<FileChange, "before" | "after">): {
  takenOut: string[];
  putIn: string[];
} {
  const old = lines(before?.content);
  const young = lines(after?.content);
  return { takenOut: less(old, young), putIn: less(young, old) };
}

const lines = (content: string | undefined) => (content ?? "").split(/\r?\n/).map((line) => line.trim());

function less(from: readonly string[], what: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of what) left.set(line, (left.get(line) ?? 0) + 1);
  return from.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
