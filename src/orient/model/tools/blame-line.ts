import { z } from "zod";
import type { Candidate } from "../../case-file.ts";
import { type Hunk, readHunks } from "../../changes/changed-lines.ts";
import { firstParentChain } from "../../history.ts";
import { whyUnread } from "../why-unread.ts";
import { type Tool, tool } from "./tool.ts";
import type { ToolContext } from "./tool-context.ts";

/** Which candidate wrote a line as it stands at the failing revision, from the diffs that were read. */
export function blameLine({ file, subjects, denyPaths }: ToolContext): Tool {
  return tool({
    name: "blame_line",
    description:
      "The candidate that last wrote a line of a file, as the file stands at the failing revision.",
    parameters: z.object({ path: z.string().max(500), line: z.int().positive().max(1e6) }),
    run({ path, line }) {
      const denied = whyUnread(path, denyPaths);
      if (denied) return denied;
      let at = { path, line };
      for (const candidate of newestFirst(file)) {
        const changed = candidate.files.find((one) => one.path === at.path);
        if (!changed) continue;
        if (changed.patch === undefined && changed.status !== "renamed")
          return `Not known: the diff of ${candidate.sha.slice(0, 7)} could not be read.`;
        const before = lineBefore(at.line, readHunks(changed.patch ?? ""));
        if (before === null) {
          const id =
            subjects.find(({ suspect }) => suspect === candidate.sha)?.id ?? candidate.sha.slice(0, 7);
          return `${id} wrote it, at ${new Date(candidate.committedMs).toISOString()}.`;
        }
        at = { path: changed.previousPath ?? at.path, line: before };
      }
      return "It is older than every candidate that was read.";
    },
  });
}

/** Candidates that the failing revision contains, as they landed; all of them by date where it is not known. */
function newestFirst(file: ToolContext["file"]): Candidate[] {
  const chain = file.failing ? [...firstParentChain(file.history, [file.failing])] : [];
  if (chain.length === 0) return file.candidates.toSorted((a, b) => b.committedMs - a.committedMs);
  return chain.flatMap((sha) => file.candidates.find((candidate) => candidate.sha === sha) ?? []);
}

/** Where a line stood before the change; null where the change wrote it. */
function lineBefore(line: number, hunks: readonly Hunk[]): number | null {
  let shift = 0;
  for (const hunk of hunks) {
    if (line < hunk.after.start) break;
    const own = hunk.lines.find((candidate) => candidate.after === line);
    if (own) return own.before ?? null;
    shift += hunk.before.length - hunk.after.length;
  }
  return line + shift;
}
