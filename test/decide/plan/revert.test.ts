import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Plan } from "../../../src/contracts/change-set.ts";
import { Plan as PlanSchema } from "../../../src/contracts/change-set.ts";
import { Policy } from "../../../src/contracts/policy.ts";
import { planRemedy } from "../../../src/decide/plan/plan.ts";
import { createGitRepository, type GitRepository, gitReader } from "../../orient/git-reader.ts";
import { suspecting } from "./suspecting.ts";

let repository: GitRepository;
beforeEach(() => {
  repository = createGitRepository();
});
afterEach(() => repository.remove());

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}`);
const file = (...lines: string[]) => `${lines.join("\n")}\n`;
const TEN = file(...numbered(1, 10));

async function planFor(suspect: string): Promise<Plan> {
  const policy = Policy.parse({ version: 1 });
  return PlanSchema.parse(
    await planRemedy({ diagnosis: suspecting(suspect), reader: gitReader(repository.directory), policy }),
  );
}

async function refusal(suspect: string) {
  const plan = await planFor(suspect);
  if (plan.kind !== "unplanned") throw new Error("expected no plan");
  return plan;
}

async function planned(suspect: string) {
  const plan = await planFor(suspect);
  if (plan.kind !== "planned") throw new Error(`expected a plan: ${plan.reason}`);
  return plan;
}

describe("a revert is planned", () => {
  test("so that later innocent changes of the same file survive", async () => {
    repository.commit({ "a.txt": TEN });
    const culprit = repository.commit(
      { "a.txt": TEN.replace("line 2\n", "broken\n") },
      { message: "refactor: line 2\n\nBody." },
    );
    const head = repository.commit({
      "a.txt": TEN.replace("line 2\n", "broken\n").replace("line 9\n", "better\n"),
    });
    const plan = await planned(culprit);
    expect(plan).toMatchObject({
      base: head,
      reverts: [culprit],
      title: 'Revert "refactor: line 2"',
      remedy: "revert",
    });
    expect(plan.files).toEqual([
      {
        path: "a.txt",
        mode: "100644",
        before: { blob: repository.git("rev-parse", "HEAD:a.txt").trim(), content: expect.any(String) },
        after: { content: TEN.replace("line 9\n", "better\n") },
        added: 1,
        removed: 1,
      },
    ]);
    expect(plan.summary).toMatch(/changed again after it; those later changes stay/);
  });

  test("with added files deleted and deleted ones restored", async () => {
    repository.commit({ "old.txt": TEN, "keep.txt": "keep\n" });
    const culprit = repository.commit({ "old.txt": null, "new.txt": file("quite", "another", "text") });
    repository.commit({ "keep.txt": "kept\n" });
    const plan = await planned(culprit);
    expect(plan.files).toMatchObject([
      { path: "new.txt", after: null, added: 0, removed: 3 },
      { path: "old.txt", before: null, after: { content: TEN }, added: 10, removed: 0 },
    ]);
  });

  test("with a rename taken back, and what changed in the renamed file since kept", async () => {
    repository.commit({ "dir/a.txt": TEN });
    repository.git("mv", "dir/a.txt", "dir/b.txt");
    const culprit = repository.commit({});
    repository.commit({ "dir/b.txt": TEN.replace("line 5\n", "five\n") });
    const plan = await planned(culprit);
    expect(plan.files).toMatchObject([
      { path: "dir/a.txt", before: null, after: { content: TEN.replace("line 5\n", "five\n") } },
      { path: "dir/b.txt", after: null },
    ]);
  });

  test("with the mode taken back and the content left alone", async () => {
    repository.commit({ "run.sh": "#!/bin/sh\n" });
    repository.git("update-index", "--chmod=+x", "run.sh");
    repository.git("commit", "--quiet", "-m", "executable");
    const plan = await planned(repository.git("rev-parse", "HEAD").trim());
    expect(plan.files).toMatchObject([{ path: "run.sh", mode: "100644", added: 0, removed: 0 }]);
  });

  test("of a merge, against its first parent", async () => {
    repository.commit({ "a.txt": TEN });
    repository.git("checkout", "--quiet", "-b", "topic");
    repository.commit({ "a.txt": TEN.replace("line 3\n", "three\n") });
    repository.commit({ "b.txt": "b\n" });
    repository.git("checkout", "--quiet", "main");
    repository.commit({ "c.txt": "c\n" });
    repository.git("merge", "--quiet", "--no-ff", "-m", "Merge topic", "topic");
    const plan = await planned(repository.git("rev-parse", "HEAD").trim());
    expect(plan.files.map((one) => [one.path, one.after?.content])).toEqual([
      ["a.txt", TEN],
      ["b.txt", undefined],
    ]);
  });

  test("under a title that holds no control characters and no second line", async () => {
    repository.commit({ "a.txt": "a\n" });
    const culprit = repository.commit(
      { "a.txt": "b\n" },
      { message: `fix: \u202e${"long ".repeat(80)}\u0007` },
    );
    const { title } = await planned(culprit);
    expect(title.length).toBeLessThanOrEqual(200);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(title).toMatch(/^Revert "[^\u0000-\u001f\u202e]*"$/);
  });
});

describe("a revert is refused", () => {
  test("where the same lines changed again, with the paths", async () => {
    repository.commit({ "a.txt": TEN, "b.txt": TEN });
    const culprit = repository.commit({
      "a.txt": TEN.replace("line 2\n", "two\n"),
      "b.txt": TEN.replace("line 2\n", "two\n"),
    });
    repository.commit({ "a.txt": TEN.replace("line 2\n", "TWO\n") });
    expect(await refusal(culprit)).toMatchObject({
      conflicts: ["a.txt"],
      reason: expect.stringContaining("a.txt"),
    });
  });

  test("where it is reverted already", async () => {
    repository.commit({ "a.txt": TEN });
    const culprit = repository.commit({ "a.txt": TEN.replace("line 2\n", "two\n") });
    repository.git("revert", "--no-edit", culprit);
    expect((await refusal(culprit)).reason).toMatch(/already reverted/);
  });

  test("where it began the repository, is not on the branch, or is unknown", async () => {
    const first = repository.commit({ "a.txt": "a\n" });
    expect((await refusal(first)).reason).toMatch(/began the repository/);
    repository.git("checkout", "--quiet", "-b", "topic");
    const elsewhere = repository.commit({ "a.txt": "b\n" });
    expect((await refusal(elsewhere)).reason).toMatch(/not part of main/);
    expect((await refusal("0".repeat(40))).reason).toMatch(/no commit 0000000/);
  });

  test("for binary files, links and submodules, saying which", async () => {
    repository.commit({ "a.bin": "\0a", "a.txt": "a\n" });
    const binary = repository.commit({ "a.bin": "\0b" });
    expect((await refusal(binary)).reason).toMatch(/a\.bin is binary/);
    symlinkSync("a.txt", join(repository.directory, "link"));
    const link = repository.commit({});
    expect((await refusal(link)).reason).toMatch(/link is a symbolic link/);
    repository.git("update-index", "--add", "--cacheinfo", `160000,${link},vendored`);
    repository.git("commit", "--quiet", "-m", "submodule");
    expect((await refusal(repository.git("rev-parse", "HEAD").trim())).reason).toMatch(
      /vendored is a submodule/,
    );
  });

  test("where a file that it added has changed, or one that it removed is back otherwise", async () => {
    repository.commit({ "old.txt": TEN });
    const culprit = repository.commit({ "new.txt": file("some", "words"), "old.txt": null });
    repository.commit({ "new.txt": file("some", "other", "words"), "old.txt": "back\n" });
    expect((await refusal(culprit)).conflicts).toEqual(["new.txt", "old.txt"]);
  });

  test("where its file has moved away since", async () => {
    repository.commit({ "a.txt": TEN });
    const culprit = repository.commit({ "a.txt": TEN.replace("line 2\n", "two\n") });
    repository.git("mv", "a.txt", "z.txt");
    repository.commit({});
    expect(await refusal(culprit)).toMatchObject({
      conflicts: ["a.txt"],
      reason: expect.stringMatching(/gone or moved/),
    });
  });

  test("where it moved a file to another folder", async () => {
    repository.commit({ "src/a.txt": TEN });
    repository.git("mv", "src/a.txt", "a.txt");
    const culprit = repository.commit({});
    expect((await refusal(culprit)).reason).toMatch(/moves between folders/);
  });

  test("where there is nothing to undo, and where the diagnosis asks for nothing", async () => {
    repository.commit({ "a.txt": "a\n" });
    const empty = repository.commit({});
    expect((await refusal(empty)).reason).toMatch(/changes no file/);
    const reader = gitReader(repository.directory);
    const policy = Policy.parse({ version: 1 });
    const diagnosis = {
      ...suspecting(empty),
      remedy: { kind: "none", summary: "Nothing is known." },
    } as const;
    expect(await planRemedy({ diagnosis, reader, policy })).toEqual({
      kind: "unplanned",
      remedy: "none",
      reason: "Nothing is known.",
      conflicts: [],
    });
  });
});
