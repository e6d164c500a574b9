import { GitFailed, runGit } from "./run-git.ts";

/**
 * Those of `patches` that no longer stand in the working tree at `directory`: git itself is asked whether each could
 * be taken out again (`git apply --check --reverse`).
 */
export async function findRevertedPatches(directory: string, patches: string[]): Promise<string[]> {
  const reverted: string[] = [];
  for (const patch of patches) {
    try {
      await runGit(directory, ["apply", "--check", "--reverse", "--whitespace=nowarn", patch]);
    } catch (error) {
      if (!(error instanceof GitFailed)) throw error;
      reverted.push(patch);
    }
  }
  return reverted;
}
