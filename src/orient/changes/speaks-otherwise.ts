import { fieldsDeclaredAnew } from "../fields-gone.ts";
import { fieldsRetyped } from "../fields-retyped.ts";
import type { ReadFile } from "./read-change.ts";

/**
 * Whether others may no longer understand what these files say to them. Whoever changed it is in good health: those
 * who read it fail, and no stack trace leads from them to it.
 */
export function speaksOtherwise(files: readonly ReadFile[]): boolean {
  return files.some(
    (file) =>
      file.inert === null &&
      (file.classes.some(({ change }) => change === "contract changed") ||
        (file.classes.some(({ change }) => change === "value or shape changed") &&
          fieldsDeclaredAnew(file)) ||
        fieldsRetyped([file]).size > 0),
  );
}
