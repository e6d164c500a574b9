import { z } from "zod";
import { whyUnread } from "../why-unread.ts";
import { type Tool, tool } from "./tool.ts";
import { candidateNamed, type ToolContext } from "./tool-context.ts";

const LONGEST_PATCH = 12_000;
const MOST_FILES = 30;

/** What a candidate changed, file by file. */
export function showDiff(context: ToolContext): Tool {
  const { quote, denyPaths } = context;
  return tool({
    name: "show_diff",
    description: "The diff of a candidate commit, of all its files or of one.",
    parameters: z.object({
      candidate: z.string().max(80).describe("C…"),
      path: z.string().max(500).nullable().describe("One of its files, or null for all"),
    }),
    run({ candidate, path }) {
      const commit = candidateNamed(candidate, context);
      if (!commit) return "There is no such candidate.";
      const files = commit.files.filter((file) => path === null || file.path === path);
      if (files.length === 0) return "It changed no such file.";
      const shown = files.slice(0, MOST_FILES).map((file) => {
        const denied =
          whyUnread(file.path, denyPaths) ??
          (file.previousPath ? whyUnread(file.previousPath, denyPaths) : null);
        const head = `${file.status} ${denied ? "[a file that is not shown]" : quote.line(file.path, 300)} (+${file.additions} -${file.deletions})`;
        if (denied) return `${head}\n[${denied}]`;
        return `${head}\n${file.patch === undefined ? "[binary, or too large to be shown]" : quote.lines(file.patch, LONGEST_PATCH)}`;
      });
      const left = files.length - shown.length;
      return [
        quote.line(commit.people.subject, 200),
        ...shown,
        ...(left > 0 ? [`And ${left} more files.`] : []),
      ].join("\n\n");
    },
  });
}
