import type { Carry } from "./carry-commits.ts";

const counted = (n: number, noun: string) => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** What a carry changes, in sentences for people. @param does such as `Undoes 1234567` */
export function carrySummary(does: string, { files, carried }: Carry): string {
  const added = files.reduce((sum, file) => sum + file.added, 0);
  const removed = files.reduce((sum, file) => sum + file.removed, 0);
  const done = carried.filter((one) => one.kind === "done");
  const merged = done.filter((one) => one.merged).length;
  const before = done.filter((one) => !one.changed).length;
  return [
    `${does} in ${counted(files.length, "file")} (${counted(added, "line")} added, ${removed} removed).`,
    merged > 0
      ? `${counted(merged, "file")} changed again after it; those later changes stay.`
      : "Nothing else has changed in these files since.",
    ...(before > 0
      ? [`${counted(before, "file")} of it ${before === 1 ? "is" : "are"} as wanted already.`]
      : []),
  ].join(" ");
}
