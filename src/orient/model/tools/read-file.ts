import { z } from "zod";
import { whyUnread } from "../why-unread.ts";
import { type Tool, tool } from "./tool.ts";
import { candidateNamed, type ToolContext } from "./tool-context.ts";

const MOST_LINES = 250;
const LONGEST = 16_000;
const LARGEST_FILE = 2_000_000;
const REGULAR = new Set(["100644", "100755"]);

/** A part of a file at one of the revisions in play: the model names none by itself. */
export function readFile(context: ToolContext): Tool {
  const { reader, quote, denyPaths } = context;
  return tool({
    name: "read_file",
    description: `Lines of a file at a revision, numbered; at most ${MOST_LINES}.`,
    parameters: z.object({
      path: z.string().max(500),
      revision: z.string().max(80).describe("`failing`, `healthy`, a candidate (C…), or `before C…`"),
      from: z.int().positive().max(1e6).nullable().describe("First line; null for the first of the file"),
    }),
    async run({ path, revision, from }) {
      const denied = whyUnread(path, denyPaths);
      if (denied) return denied;
      const ref = revisionNamed(revision, context);
      if (!ref) return "There is no such revision.";
      const found = await reader.file(path, ref);
      if (!found || !REGULAR.has(found.mode)) return "There is no such file at that revision.";
      if (found.binary || found.content.length > LARGEST_FILE) return "It is no text that can be shown.";
      const first = from ?? 1;
      const all = quote.lines(found.content, found.content.length + 1).split("\n");
      const lines = all.slice(first - 1, first - 1 + MOST_LINES);
      if (lines.length === 0) return `It has ${all.length} lines.`;
      return quote.lines(lines.map((line, i) => `${first + i}: ${line}`).join("\n"), LONGEST);
    },
  });
}

function revisionNamed(name: string, context: ToolContext): string | null {
  const wanted = name.trim();
  if (wanted === "failing") return context.file.failing;
  if (wanted === "healthy") {
    const healthy = context.base.revisions.healthy;
    return healthy && /^[0-9a-f]{7,64}$/.test(healthy) ? healthy : null;
  }
  const before = /^before (.{1,70})$/.exec(wanted)?.[1];
  const candidate = candidateNamed(before ?? wanted, context);
  return (before ? candidate?.parents[0] : candidate?.sha) ?? null;
}
