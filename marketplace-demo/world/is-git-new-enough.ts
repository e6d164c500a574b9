/** `git merge-tree --write-tree` is new in 2.38, and Ubuntu 22.04 has 2.34: https://git-scm.com/docs/git-merge-tree */
export function isGitNewEnough(said: string): boolean {
  const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/.exec(said) ?? [];
  return Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 38);
}
