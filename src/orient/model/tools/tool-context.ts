import type { Diagnosis } from "../../../contracts/diagnosis.ts";
import type { Remembered } from "../../../contracts/ports/memory.ts";
import type { RepoReader } from "../../../contracts/ports/repo-reader.ts";
import type { Candidate, CaseFile } from "../../case-file.ts";
import type { Quotation } from "../quotation.ts";
import { type Subject, subjectNamed } from "../subjects.ts";

/** All that tools may look at. */
export interface ToolContext {
  file: CaseFile;
  base: Diagnosis;
  subjects: readonly Subject[];
  reader: RepoReader;
  remembered: readonly Remembered[];
  quote: Quotation;
  /** The policy's `deny_paths`. */
  denyPaths: readonly string[];
}

/** The candidate of that name; null where there is none, or it is no commit. */
export function candidateNamed(name: string, { file, subjects }: ToolContext): Candidate | null {
  const subject = subjectNamed(name, subjects);
  return file.candidates.find(({ sha }) => sha === subject?.suspect) ?? null;
}
