import type { Change } from "../definition.ts";

/** Path → text. */
export type Tree = ReadonlyMap<string, string>;

/**
 * The files after a change.
 * @throws Error where a text that is to be replaced does not stand exactly once, or a file is not there
 */
export function applyChange(tree: Tree, change: Pick<Change, "edit" | "add" | "remove">): Tree {
  const after = new Map(tree);
  for (const [path, edits] of Object.entries(change.edit)) {
    let text = after.get(path);
    if (text === undefined) throw new Error(`There is no file ${path} to edit.`);
    for (const { find, replace } of Array.isArray(edits) ? edits : [edits]) {
      const at = text.indexOf(find);
      if (at < 0) throw new Error(`${path} does not hold: ${find}`);
      if (text.indexOf(find, at + 1) >= 0) throw new Error(`${path} holds more than once: ${find}`);
      text = text.slice(0, at) + replace + text.slice(at + find.length);
    }
    after.set(path, text);
  }
  for (const [path, text] of Object.entries(change.add)) {
    if (after.has(path)) throw new Error(`${path} is there already.`);
    after.set(path, text);
  }
  for (const path of change.remove)
    if (!after.delete(path)) throw new Error(`There is no file ${path} to remove.`);
  return after;
}
