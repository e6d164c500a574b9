import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isMap, parseDocument } from "yaml";
import { runGit } from "./run-git.ts";

const FILE = ".sre-space.yml";

/** A mapping of the policy file, or a part of one. */
export type PolicyPatch = { [key: string]: unknown };

/**
 * Commits and pushes the team's policy with other values, as its own people would: comments and order of the file stay.
 * Answers the commit.
 *
 * @param directory a clone of the repository whose branch `main` follows the remote
 * @param patch keys to set, as deep as they go; lists and plain values take the place of what stood there
 */
export async function changePolicy(directory: string, patch: PolicyPatch): Promise<string> {
  const git = (...args: string[]) => runGit(directory, args);
  await git("fetch", "--quiet", "origin", "main");
  await git("reset", "--quiet", "--hard", "origin/main");
  const path = join(directory, FILE);
  const document = parseDocument(await readFile(path, "utf8"));
  for (const [keys, value] of leavesOf(patch)) {
    // A part that is there may be written as `{a: 1}`, and takes the new key in the same way.
    if (keys.length > 1 && !isMap(document.getIn(keys.slice(0, -1))))
      document.setIn(keys.slice(0, -1), document.createNode({}));
    document.setIn(keys, value);
  }
  await writeFile(path, document.toString({ lineWidth: 0 }));
  const team = ["-c", "user.name=Fernhill engineering", "-c", "user.email=engineering@fernhill.example"];
  await git(...team, "commit", "--quiet", "--all", "-m", "ops: what SRE-Space may do, for the time being");
  await git("push", "--quiet", "origin", "HEAD:main");
  return (await git("rev-parse", "HEAD")).trim();
}

function leavesOf(patch: PolicyPatch, above: string[] = []): [string[], unknown][] {
  return Object.entries(patch).flatMap(([key, value]): [string[], unknown][] => {
    const keys = [...above, key];
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? leavesOf(value as PolicyPatch, keys)
      : [[keys, value]];
  });
}
