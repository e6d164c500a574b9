import { describe, expect, it } from "vitest";
import type { Recollection } from "../../src/contracts/ports/memory.ts";
import type { Commit, RepoReader } from "../../src/contracts/ports/repo-reader.ts";
import { heedPush } from "../../src/loop/heed-push.ts";
import { patchDigest } from "../../src/orient/memory/patch-digest.ts";
import { aDiagnosis, anIncident, at, HEAD, MERGED, SUSPECT } from "./an-incident.ts";
import { portsOf } from "./ports-of.ts";

const PATCH = "@@ -1 +1 @@\n-guarded\n+bare";
const files = [
  { path: "services/quotes/price.ts", status: "modified" as const, additions: 1, deletions: 1, patch: PATCH },
];
const commit = (message: string, change: Partial<Commit> = {}): Commit => ({
  sha: "9".repeat(40),
  parents: [MERGED],
  tree: "t",
  message,
  author: { name: "a" },
  committedAt: at(99_000),
  url: "http://127.0.0.1",
  files,
  ...change,
});

/** What memory is told after such a push to a repository in which we have taken that patch back. */
async function afterPush(landed: Commit, isDefaultBranch = true): Promise<Recollection[]> {
  const told: Recollection[] = [];
  const [first] = aDiagnosis().hypotheses;
  const incident = anIncident({
    diagnosis: aDiagnosis({
      hypotheses: [
        {
          ...first!,
          commit: {
            subject: "s",
            author: "a",
            committedAt: at(0),
            url: "http://127.0.0.1",
            files: files.map(({ path }) => path),
          },
        },
      ],
    }),
    outcome: {
      branch: { name: "sre-space/1", commit: HEAD },
      pullRequest: { number: 8, url: "http://127.0.0.1/8", head: HEAD, draft: false },
      merge: { sha: MERGED, at: at(5000) },
      deployment: { id: 1, sha: MERGED, at: at(6000), state: "success" },
    },
    recovery: { at: at(7000), state: "healed", since: at(6000), summary: "s" },
    closed: { at: at(8000), as: "healed" },
    remembered: { at: at(8001), patch: patchDigest(files) },
  });
  const ports = portsOf({
    memory: {
      remember: async (one) => void told.push(one),
      recall: async () => [],
      state: () => ({ state: "ready", waiting: 0 }),
    },
    reader: () =>
      ({ commitsBetween: async () => [landed], commit: async () => landed }) as unknown as RepoReader,
  });
  await ports.store.put(incident);
  await heedPush(
    {
      kind: "push",
      repository: incident.repository,
      receivedAt: at(99_000),
      branch: "main",
      before: MERGED,
      after: landed.sha,
      isDefaultBranch,
      paths: files.map(({ path }) => path),
    },
    ports,
  );
  return told;
}

describe("a push after we have taken something back", () => {
  it.each([
    ["the merge", MERGED],
    ["the commit", HEAD],
  ])("overrules us where it reverts %s of ours", async (_, sha) => {
    const told = await afterPush(commit(`Revert "Revert"\n\nThis reverts commit ${sha}.`));
    expect(told.map(({ person, suspect }) => [person, suspect])).toEqual([["landed-it-again", SUSPECT]]);
  });

  it("does not by what its message says alone, nor by making the same mistake again, nor beside the default branch", async () => {
    const says = `This reverts commit ${MERGED}.`;
    expect(
      await afterPush(commit(says, { files: [{ ...files[0]!, patch: "@@ -1 +1 @@\n-a\n+b" }] })),
    ).toEqual([]);
    expect(await afterPush(commit("refactor: simplify"))).toEqual([]);
    expect(await afterPush(commit(`This reverts commit ${"7".repeat(40)}.`))).toEqual([]);
    expect(await afterPush(commit(says), false)).toEqual([]);
  });
});
