import type { Policy } from "../../contracts/policy.ts";
import { blameLine } from "./tools/blame-line.ts";
import { commitsOfPath } from "./tools/commits-of-path.ts";
import { pastIncidents } from "./tools/past-incidents.ts";
import { readFile } from "./tools/read-file.ts";
import { showDiff } from "./tools/show-diff.ts";
import { showEvidence } from "./tools/show-evidence.ts";
import type { Tool } from "./tools/tool.ts";
import type { ToolContext } from "./tools/tool-context.ts";

export type Send = Exclude<Policy["model"]["send"], "none">;

/** No more than the policy lets leave. */
export function toolsFor(send: Send, context: ToolContext): Tool[] {
  const tools = [showEvidence(context), commitsOfPath(context), blameLine(context), pastIncidents(context)];
  if (send !== "evidence") tools.push(showDiff(context));
  if (send === "files") tools.push(readFile(context));
  return tools;
}
