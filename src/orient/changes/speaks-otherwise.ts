import type { ChangeClass } from "../mechanisms/change-class.ts";
import type { ReadFile } from "./read-change.ts";

const OTHERWISE: ReadonlySet<ChangeClass> = new Set(["contract changed", "value or shape changed"]);

/**
 * Whether others may no longer understand what these files say to them. Whoever changed it is in good health: those
 * who read it fail, and no stack trace leads from them to it.
 */
export function speaksOtherwise(files: readonly ReadFile[]): boolean {
  return files.some(
    ({ inert, classes }) => inert === null && classes.some(({ change }) => OTHERWISE.has(change)),
  );
}
