import picomatch from "picomatch";
import type { FileChange } from "../contracts/change-set.ts";
import type { Policy } from "../contracts/policy.ts";
import { builtInDenial } from "../decide/judge/built-in-denial.ts";

const GLOB = { dot: true, nonegate: true, noextglob: true, nocase: true } as const;

/** Whether nothing built in and nothing of the policy's `deny_paths` stands against any of these files. */
export function mayBeWritten(files: readonly Pick<FileChange, "path" | "mode">[], policy: Policy): boolean {
  const paths = files.map(({ path }) => path);
  const isDenied = picomatch(policy.guardrails.deny_paths, GLOB);
  return files.every((file) => builtInDenial(file, paths) === null && !isDenied(file.path));
}
