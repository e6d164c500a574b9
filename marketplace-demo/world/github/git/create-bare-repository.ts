import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runGitOk } from "./run-git.ts";

/**
 * Runs for each pushed ref with what the server decided in the environment; the check of history is here because
 * only here are both commits known to git.
 */
const UPDATE_HOOK = `#!/bin/sh
ref="$1"; old="$2"; new="$3"
zero=0000000000000000000000000000000000000000
say() { echo "error: GH006: Protected branch update failed for $ref." >&2; echo "error: $1" >&2; exit 1; }
line=$(printf '%s\\n' "$PUSH_REFUSED" | grep -F "$ref " | grep "^$ref " | head -n 1)
[ -n "$line" ] && say "\${line#"$ref "}"
case "$ref" in refs/heads/*|refs/tags/*) ;; *) echo "error: $ref is hidden" >&2; exit 1;; esac
if [ "$old" != "$zero" ] && [ "$new" != "$zero" ] && printf '%s\\n' "$PUSH_KEEP_HISTORY" | grep -qxF "$ref"; then
  git merge-base --is-ancestor "$old" "$new" || say "Cannot force-push to this protected branch"
fi
if [ -n "$PUSH_NO_WORKFLOWS" ] && [ "$new" != "$zero" ]; then
  base="$old"; [ "$old" = "$zero" ] && base=$(git merge-base HEAD "$new" 2>/dev/null || git hash-object -t tree /dev/null)
  if [ -n "$(git diff --name-only "$base" "$new" -- .github/workflows)" ]; then
    echo "error: refusing to allow a GitHub App to create or update a workflow without \\\`workflows\\\` permission" >&2
    exit 1
  fi
fi
exit 0
`;

/** Makes a bare repository, empty or with the branches and tags of another one on this disk. */
export async function createBareRepository(
  dir: string,
  defaultBranch: string,
  from: string | null,
): Promise<void> {
  await mkdir(dir, { recursive: true });
  await runGitOk(dir, ["init", "--quiet", "--bare", `--initial-branch=${defaultBranch}`]);
  const settings = {
    "http.receivepack": "true",
    "receive.autogc": "false",
    "gc.auto": "0",
    "core.logAllRefUpdates": "false",
    "uploadpack.allowAnySHA1InWant": "true",
    "uploadpack.allowFilter": "true",
  };
  for (const [name, value] of Object.entries(settings)) await runGitOk(dir, ["config", name, value]);
  const hook = join(dir, "hooks", "update");
  await mkdir(join(dir, "hooks"), { recursive: true });
  await writeFile(hook, UPDATE_HOOK);
  await chmod(hook, 0o755);
  if (from !== null)
    await runGitOk(dir, ["fetch", "--quiet", from, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"]);
}
