import { readFileSync } from "node:fs";
import type { Change, Edit } from "../unseen/scenario.ts";

const roles = ["culprit", "decoy", "innocent"] as const;

/**
 * The commits of a world's scenarios, kept in one text so that code stands there as it is in a repository. Line by line:
 *
 *     #~ commit SCENARIO ROLE [SECONDS AFTER THE ONSET]
 *     message
 *     #~ edit PATH        lines that stand there once
 *     #~ to               what replaces them
 *     #~ add PATH         a new file
 *     #~ remove PATH
 *
 * @returns the changes of each scenario in their order; `extras` has those of the world
 * @throws where the text does not follow this
 */
export function changes(file: URL): (scenario: string) => Change[] {
  const found = new Map<string, Change[]>();
  for (const section of readFileSync(file, "utf8")
    .split(/^#~ commit /m)
    .slice(1)) {
    const [head = "", ...parts] = section.split(/^#~ /m);
    const [title = "", ...message] = head.trim().split("\n");
    const [scenario = "", role, at] = title.split(" ");
    const known = roles.find((one) => one === role);
    if (!known) throw new Error(`${file.pathname}: "${title}" has no role`);
    const edits: Edit[] = [];
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      const end = part.indexOf("\n");
      const [word, path = ""] = part.slice(0, end).split(" ");
      const text = part.slice(end + 1);
      if (word === "add") edits.push({ file: path, add: text });
      else if (word === "remove") edits.push({ file: path, remove: true });
      else if (word === "edit" && parts[i + 1]?.startsWith("to\n"))
        edits.push({ file: path, from: text, to: parts[++i]!.slice(3) });
      else throw new Error(`${file.pathname}: "${title}": "${part.slice(0, end)}" is no edit`);
    }
    const change: Change = {
      role: known,
      message: message.join("\n").trim(),
      edits,
      ...(at === undefined ? {} : { at: Number(at) }),
    };
    found.set(scenario, [...(found.get(scenario) ?? []), change]);
  }
  return (scenario) => {
    const mine = found.get(scenario);
    if (!mine) throw new Error(`${file.pathname}: no commits of ${scenario}`);
    return mine;
  };
}
