import { z } from "zod";
import { whyUnread } from "../why-unread.ts";
import { type Tool, tool } from "./tool.ts";
import type { ToolContext } from "./tool-context.ts";

/** Which candidates touched a file, or a folder. */
export function commitsOfPath({ file, subjects, denyPaths }: ToolContext): Tool {
  return tool({
    name: "commits_of_path",
    description: "The candidates that changed a file or anything below a folder, the latest first.",
    parameters: z.object({ path: z.string().max(500) }),
    run({ path }) {
      const wanted = path.replace(/\/+$/, "");
      const denied = whyUnread(wanted, denyPaths);
      if (denied) return denied;
      const lines = file.candidates
        .toSorted((a, b) => b.committedMs - a.committedMs)
        .flatMap((candidate) => {
          const touched = candidate.files.filter((one) =>
            [one.path, one.previousPath].some((at) => at === wanted || at?.startsWith(`${wanted}/`)),
          );
          const id = subjects.find(({ suspect }) => suspect === candidate.sha)?.id;
          if (touched.length === 0 || !id) return [];
          const [added, removed] = [
            sum(touched.map((one) => one.additions)),
            sum(touched.map((one) => one.deletions)),
          ];
          return `${id} ${candidate.sha.slice(0, 7)} ${new Date(candidate.committedMs).toISOString()} +${added} -${removed}`;
        });
      return lines.length > 0 ? lines.join("\n") : "No candidate changed it.";
    },
  });
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
