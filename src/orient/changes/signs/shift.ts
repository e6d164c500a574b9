import type { Edit } from "../edit.ts";
import { lacking, type Sign } from "../lacking.ts";
import type { Side } from "../side.ts";

/** What a change takes away and brings in of one sort of thing. */
export interface Shift<T extends Sign = Sign> {
  gone: T[];
  come: T[];
}

/** Compares what stands on the changed lines of both sides; layout and moves within the hunk cancel out. */
export function shift<T extends Sign>(edit: Edit, find: (side: Side) => readonly T[]): Shift<T> {
  const [was, is] = [edit.before, edit.after].map((side) =>
    find(side).filter(({ token }) => side.touched(token)),
  );
  return { gone: lacking(was ?? [], is ?? []), come: lacking(is ?? [], was ?? []) };
}
