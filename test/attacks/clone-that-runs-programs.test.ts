import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { cloneReader } from "../../src/replay/clone-reader.ts";

const folder = mkdtempSync(join(tmpdir(), "hostile-clone-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("a bundle's partial clone runs no program of its own to fetch what is missing", async () => {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=n", "-c", "user.email=n@example.com", ...args], {
      cwd: folder,
      encoding: "utf8",
    }).trim();
  const proof = join(folder, "it-ran");
  const program = join(folder, "program.sh");
  writeFileSync(program, `#!/bin/sh\ntouch '${proof}'\nexit 1\n`, { mode: 0o755 });
  git("init", "-q", "-b", "main", ".");
  writeFileSync(join(folder, "lost.txt"), "lost\n");
  git("add", "lost.txt");
  git("commit", "-q", "-m", "one");
  const blob = git("rev-parse", "HEAD:lost.txt");
  rmSync(join(folder, ".git/objects", blob.slice(0, 2), blob.slice(2)));
  for (const [key, value] of [
    ["core.repositoryformatversion", "1"],
    ["extensions.partialClone", "origin"],
    ["remote.origin.promisor", "true"],
    ["remote.origin.url", folder],
    ["remote.origin.uploadpack", program],
  ] as const)
    git("config", key, value);

  const reader = await cloneReader("acme/shop", folder, []);
  const { sha } = await reader.defaultBranch();
  await expect(reader.file("lost.txt", sha)).rejects.toThrow();
  await expect(reader.commit(sha)).rejects.toThrow();
  expect(existsSync(proof)).toBe(false);
});
