import type { Change } from "../definition.ts";

type Edits = Pick<Change, "edit" | "add" | "remove">;

/** Whether a commit of the pool can stand beside an incident's own: neither looks for what the other may have replaced. */
export function getsAlong(change: Edits, own: Edits): boolean {
  const touched = Object.keys(change.edit);
  if (touched.some((path) => own.remove.includes(path) || path in own.add)) return false;
  return touched.every((path) => {
    const [mine, theirs] = [change, own].map(({ edit }) => [edit[path] ?? []].flat().map(({ find }) => find));
    return (mine ?? []).every((a) => (theirs ?? []).every((b) => !share(a, b)));
  });
}

/** Whether a line of one stands in the other. */
function share(a: string, b: string): boolean {
  const within = (text: string, other: string) =>
    text.split("\n").some((line) => line.trim().length > 3 && other.includes(line.trim()));
  return within(a, b) || within(b, a);
}
