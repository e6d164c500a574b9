import type { Frame } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { columnsDropped } from "./columns-dropped.ts";
import { fieldsGone, membersOf } from "./fields-gone.ts";
import { fieldsRetyped } from "./fields-retyped.ts";
import type { Finding } from "./finding.ts";
import { lineOfFrame } from "./line-of-frame.ts";
import { namesIn } from "./names-in.ts";
import { shortPath } from "./short-path.ts";
import { WEIGHTS } from "./weights.ts";

/** Whether the line of the frame reads a member, a key or a column that the candidate takes away or gives another type. */
export function fitField(
  files: readonly ReadFile[],
  frame: Frame,
  elsewhere: boolean,
  file: CaseFile,
): Finding | null {
  const text = frame.line ? (lineOfFrame(frame, file) ?? "") : "";
  if (text === "") return null;
  const place = (weight: number, name: string, what: string): Finding => ({
    family: "place",
    weight,
    text: `The line that fails, ${shortPath(frame.path)}:${frame.line}, reads \`${name}\`, ${what}.`,
    evidence: [],
  });
  const read = membersOf(text);
  const dropped = columnsDropped(files);
  const column = dropped.size > 0 ? [...read, ...namesIn(text)].find((one) => dropped.has(one)) : undefined;
  if (column) return place(WEIGHTS.place.fieldReadElsewhere, column, "a column that it takes away");
  const gone = fieldsGone(files);
  const name = gone.size > 0 ? read.find((one) => gone.has(one)) : undefined;
  if (name)
    return place(
      elsewhere ? WEIGHTS.place.fieldReadElsewhere : WEIGHTS.place.nameOnFailingLine,
      name,
      "which it takes away",
    );
  if (!elsewhere) return null;
  const retyped = fieldsRetyped(files);
  // `found.id.padStart(3)`: a name as short as that tells something where it is used as what it was.
  const used = [...text.slice(0, 400).matchAll(/\.(id|no|at|by|to)\??\.\w{2,40}\(/g)].map(
    ([, name]) => name ?? "",
  );
  const other =
    retyped.size > 0 ? [...read, ...namesIn(text), ...used].find((one) => retyped.has(one)) : undefined;
  return other ? place(WEIGHTS.place.nameOnFailingLine, other, "to which it gives another type") : null;
}
