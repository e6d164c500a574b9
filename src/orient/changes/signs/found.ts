import type { ChangeClass } from "../../mechanisms/change-class.ts";
import type { Edit } from "../edit.ts";
import type { Sign } from "../lacking.ts";

/** A class that a file's change belongs to, and the line that shows it (after the commit). */
export interface ClassifiedChange {
  change: ChangeClass;
  line: number;
  /** Of a number with another value: how many times as large, or as small, at most; infinite where it is none now. */
  factor?: number;
}

/** The class, at the first of the signs; nothing where there is none. */
export function found(edit: Edit, change: ChangeClass, signs: readonly Sign[]): ClassifiedChange[] {
  const [first] = signs;
  return first ? [{ change, line: edit.lineOf(first.token) }] : [];
}
