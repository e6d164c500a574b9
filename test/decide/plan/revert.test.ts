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

  test("in the file's new place, where it was renamed and edited since", async () => {
    repository.commit({ "dir/a.txt": TEN });
    const culprit = repository.commit({ "dir/a.txt": TEN.replace("line 2\n", "two\n") });
    repository.git("mv", "dir/a.txt", "z.txt");
    repository.commit({ "z.txt": repository.read("z.txt").replace("line 9\n", "nine\n") });
    const plan = await planned(culprit);
    expect(plan.files).toMatchObject([
      { path: "z.txt", after: { content: TEN.replace("line 9\n", "nine\n") }, added: 1, removed: 1 },
    ]);
  });

  test("with bytes that are no text named by the blob that stood there", async () => {
    repository.commit({ "a.bin": "\0a", "b.bin": "\0b", "c.txt": "" });
    const old = repository.git("rev-parse", "HEAD:a.bin", "HEAD:b.bin").trim().split("\n");
    const culprit = repository.commit({ "a.bin": "\0x", "b.bin": null, "c.txt": "c\n" });
    expect((await planned(culprit)).files.map(({ path, after }) => [path, after])).toEqual([
      ["a.bin", { content: "", blob: old[0] }],
      ["b.bin", { content: "", blob: old[1] }],
      ["c.txt", { content: "" }],
    ]);
  });

  test("with every byte of line ends, of the mark at the beginning and of a last line without an end", async () => {
    const windows = `\ufeff${TEN.replaceAll("\n", "\r\n")}`.replace(/\r\n$/, "");
    repository.commit({ "a.txt": windows });
    const culprit = repository.commit({ "a.txt": windows.replace("line 2\r\n", "two\r\n") });
    repository.commit({
      "a.txt": windows.replace("line 2\r\n", "two\r\n").replace("line 8\r\n", "eight\r\n"),
    });
    const [file] = (await planned(culprit)).files;
    expect(file?.after?.content).toBe(windows.replace("line 8\r\n", "eight\r\n"));
  });

  test("of several commits of one deployment, the newest first, whatever the order in which they are named", async () => {
    repository.commit({ "a.txt": TEN, "b.txt": "b\n" });
    const first = repository.commit({ "a.txt": TEN.replace("line 2\n", "two\n") });
    repository.commit({ "b.txt": "better\n" });
    const second = repository.commit({ "a.txt": TEN.replace("line 2\n", "zwei\n"), "c.txt": "c\n" });
    const diagnosis = suspecting(first);
    const plan = await planRemedy({
      diagnosis: { ...diagnosis, remedy: { ...diagnosis.remedy, commits: [first, second] } },
      reader: gitReader(repository.directory),
      policy: Policy.parse({ version: 1 }),
    });
    expect(plan).toMatchObject({
      reverts: [second, first],
      title: 'Revert "change" and 1 more commit',
      files: [
        { path: "a.txt", after: { content: TEN } },
        { path: "c.txt", after: null },
      ],
    });
    expect(await refusal(first)).toMatchObject({ conflicts: ["a.txt"] });
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

  test("for links and submodules, saying which, and for bytes that changed again", async () => {
    repository.commit({ "a.bin": "\0a", "a.txt": "a\n" });
    const binary = repository.commit({ "a.bin": "\0b" });
    repository.commit({ "a.bin": "\0c" });
    expect(await refusal(binary)).toMatchObject({
      conflicts: ["a.bin"],
      reason: expect.stringMatching(/a\.bin is binary and has changed since/),
    });
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

  test("where its file is gone since, or two files may be what became of it", async () => {
    repository.commit({ "a.txt": TEN, "b.txt": TEN.replaceAll("line", "row") });
    const first = repository.commit({ "a.txt": TEN.replace("line 2\n", "two\n") });
    const second = repository.commit({ "b.txt": TEN.replaceAll("line", "row").replace("row 2\n", "two\n") });
    repository.commit({
      "a.txt": null,
      "y.txt": repository.read("b.txt"),
      "z.txt": repository.read("b.txt"),
    });
    repository.commit({ "b.txt": null });
    expect(await refusal(first)).toMatchObject({
      conflicts: ["a.txt"],
      reason: expect.stringMatching(/deleted since/),
    });
    expect(await refusal(second)).toMatchObject({
      conflicts: ["b.txt"],
      reason: expect.stringMatching(/gone or moved/),
    });
  });

  test("where it moved a file to a folder into which others came since", async () => {
    repository.commit({ "src/a.txt": TEN });
    repository.git("mv", "src/a.txt", "a.txt");
    repository.git("mv", "a.txt", "lib.txt");
    const culprit = repository.commit({});
    expect((await planned(culprit)).files.map(({ path }) => path)).toEqual(["lib.txt", "src/a.txt"]);
    repository.git("revert", "--no-edit", culprit);
    expect((await refusal(culprit)).reason).toMatch(/already reverted/);
    repository.commit({ "lib/keep.txt": "keep\n" });
    repository.git("mv", "src/a.txt", "lib/a.txt");
    const moved = repository.commit({});
    repository.commit({ "lib/new.txt": "new\n" });
    expect((await refusal(moved)).reason).toMatch(/others came into its folder since/);
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
