import type { Frame } from "../contracts/evidence.ts";
import type { CaseFile } from "./case-file.ts";
import type { ReadFile } from "./changes/read-change.ts";
import { fieldsGone, membersOf } from "./fields-gone.ts";
import type { Finding } from "./finding.ts";
import { lineOfFrame } from "./line-of-frame.ts";
import { shortPath } from "./short-path.ts";
import { WEIGHTS } from "./weights.ts";

/** Whether the line of the frame reads a member or a key that the candidate takes away. */
export function fitField(
  files: readonly ReadFile[],
  frame: Frame,
  elsewhere: boolean,
  file: CaseFile,
): Finding | null {
  const gone = fieldsGone(files);
  if (gone.size === 0) return null;
  const read = frame.line ? membersOf(lineOfFrame(frame, file) ?? "") : [];
  const name = read.find((one) => gone.has(one));
  if (!name) return null;
  return {
    family: "place",
    weight: elsewhere ? WEIGHTS.place.fieldReadElsewhere : WEIGHTS.place.nameOnFailingLine,
    text: `The line that fails, ${shortPath(frame.path)}:${frame.line}, reads \`${name}\`, which it takes away.`,
    evidence: [],
  };
}
