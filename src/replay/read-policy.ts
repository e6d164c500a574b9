import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BundleProblem } from "../contracts/bundle.ts";
import type { Policy } from "../contracts/policy.ts";

/** The policy that lies in the bundle; null where there is none. Of a broken one its harmless parts are in force. */
export async function readPolicy(folder: string, problems: BundleProblem[]): Promise<Policy | null> {
  const text = await readFile(join(folder, "policy.yml"), "utf8").catch(() => null);
  if (text === null) return null;
  // The parser is some eighty modules: bundles without a policy do without it.
  const { parsePolicy } = await import("../config/policy-file.ts");
  const parsed = parsePolicy(text);
  for (const { line, path, message, hint } of parsed.problems.slice(0, 20))
    problems.push({
      file: "policy.yml",
      line,
      message: `${path} ${message}`.trim(),
      hint: hint ?? "Check it with: sre-space validate policy.yml",
    });
  return parsed.inForce;
}
