import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { FileChange } from "../../../src/contracts/change-set.ts";
import { redoCommit } from "../../../src/decide/plan/redo-commit.ts";
import { undoCommits } from "../../../src/decide/plan/undo-commits.ts";
import { type Course, course, type Files, type History, historyOf } from "./generated-histories.ts";
import { importHistories, type Merged } from "./import-histories.ts";

/** Histories in one run; `FUZZ_RUNS` says how many runs. */
const AT_A_TIME = 100;
const RUNS = Number(process.env.FUZZ_RUNS ?? 3);

const blobOf = (content: string) =>
  createHash("sha1").update(`blob ${content.length}\0`).update(Buffer.from(content, "latin1")).digest("hex");

/** The tree that a plan makes of the last one; fails where a file is not what the plan says that it was. */
function applied(changes: readonly FileChange[], { trees }: History): Files {
  const files = new Map(trees.at(-1));
  const known = new Map(
    trees.flatMap((tree) => [...tree.values()].map(({ content }) => [blobOf(content), content])),
  );
  for (const { path, before } of changes) {
    const there = files.get(path);
    expect(there && blobOf(there.content)).toBe(before?.blob);
  }
  for (const { path, mode, after } of changes) {
    files.delete(path);
    if (!after) continue;
    const content = after.blob === undefined ? after.content : known.get(after.blob);
    files.set(path, { mode, content: content ?? "a blob that the repository does not have" });
  }
  return files;
}

interface Made {
  changes: FileChange[] | null;
  /** Why not, where it is not that there is nothing to do. */
  reason: string;
}

async function compare(
  courses: readonly Course[],
  histories: readonly History[],
  make: (
    reader: ReturnType<Awaited<ReturnType<typeof importHistories>>["reader"]>,
    sha: string,
  ) => Promise<Made>,
  sides: (history: History) => readonly [Files, Files, Files],
  tally: Tally,
): Promise<void> {
  const imported = await importHistories(histories);
  try {
    const made = await Promise.all(histories.map((_, h) => make(imported.reader(h), imported.commit(h, 1))));
    const git = await imported.merge(histories.map(sides));
    const planned = histories.map((history, h) => applied(made[h]?.changes ?? [], history));
    const [mine, heads] = await Promise.all([
      imported.treeIds(planned),
      imported.treeIds(histories.map(({ trees }) => trees.at(-1) as Files)),
    ]);
    for (const [h, theirs] of git.entries()) {
      note(tally, theirs, made[h] as Made, heads[h] ?? "");
      if (made[h]?.changes === null) continue;
      const about = JSON.stringify(courses[h]);
      expect(theirs, `what is planned, git does without a conflict: ${about}`).not.toBe("conflict");
      expect(mine[h], `with the very same result: ${about}`).toBe((theirs as { tree: string }).tree);
    }
  } finally {
    await imported.remove();
  }
}

interface Tally {
  planned: number;
  bothConflict: number;
  refused: Map<string, number>;
}
const newTally = (): Tally => ({ planned: 0, bothConflict: 0, refused: new Map() });

function note(tally: Tally, git: Merged, made: Made, head: string): void {
  if (made.changes !== null) {
    tally.planned += made.changes.length > 0 ? 1 : 0;
  } else if (git === "conflict") tally.bothConflict += 1;
  else if (git.tree !== head) {
    const why =
      made.reason
        .replace(/^\S+ /, "")
        .split(".")[0]
        ?.replace(/\S+\/\S+/g, "…") ?? "";
    tally.refused.set(why, (tally.refused.get(why) ?? 0) + 1);
  }
}

function check(tally: Tally): void {
  if (process.env.FUZZ_RUNS) console.log(tally);
  const refused = [...tally.refused.values()].reduce((sum, one) => sum + one, 0);
  expect(tally.planned, "histories that are planned").toBeGreaterThan(RUNS * 5);
  expect(tally.bothConflict).toBeGreaterThan(RUNS * 5);
  expect(refused, "histories that git would merge and we refuse").toBeLessThan(tally.planned);
}

const courses = fc.noShrink(fc.array(course, { minLength: AT_A_TIME, maxLength: AT_A_TIME }));

test("a revert is planned as git's own revert does it, or refused; what git calls a conflict is never planned", async () => {
  const tally = newTally();
  const undo = async (reader: Parameters<typeof undoCommits>[1], sha: string): Promise<Made> => {
    const answer = await undoCommits([sha], reader);
    if ("plan" in answer) return { changes: answer.plan.files, reason: "" };
    const { reason } = answer.whyNot;
    return { changes: /already reverted|changes? no file/.test(reason) ? [] : null, reason };
  };
  await fc.assert(
    fc.asyncProperty(courses, (all) =>
      compare(
        all,
        all.map(historyOf),
        undo,
        ({ trees }) => [trees[1], trees.at(-1), trees[0]] as [Files, Files, Files],
        tally,
      ),
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
  check(tally);
});

test("what is done again is planned as git's own cherry-pick does it", async () => {
  const tally = newTally();
  const redo = async (reader: Parameters<typeof redoCommit>[1], sha: string): Promise<Made> => {
    const answer = await redoCommit(sha, reader);
    if ("plan" in answer) return { changes: answer.plan.files, reason: "" };
    return {
      changes: /nothing to do again/.test(answer.whyNot.reason) ? [] : null,
      reason: answer.whyNot.reason,
    };
  };
  // The culprit taken out of the last tree as far as its paths go, so that there is something to do again.
  const without = (one: Course): History => {
    const { trees } = historyOf(one);
    return { trees: [...trees, takenBack(trees as [Files, Files, ...Files[]])] };
  };
  await fc.assert(
    fc.asyncProperty(courses, (all) =>
      compare(
        all,
        all.map(without),
        redo,
        ({ trees }) => [trees[0], trees.at(-1), trees[1]] as [Files, Files, Files],
        tally,
      ),
    ),
    { numRuns: Math.ceil(RUNS / 2), endOnFailure: true },
  );
  if (process.env.FUZZ_RUNS) console.log(tally);
  expect(tally.planned).toBeGreaterThan(RUNS);
});

function takenBack([before, after, ...rest]: [Files, Files, ...Files[]]): Files {
  const last = rest.at(-1) ?? after;
  const files = new Map(last);
  for (const [path, file] of last)
    if (file === after.get(path) && before.has(path)) files.set(path, before.get(path) ?? file);
  for (const path of after.keys())
    if (!before.has(path) && files.get(path) === after.get(path)) files.delete(path);
  for (const [path, file] of before) if (!after.has(path)) files.set(path, file);
  return files;
}

test("two commits are undone as git's own reverts do it one after the other", async () => {
  let planned = 0;
  const twice = fc.noShrink(
    fc.array(
      course.filter(({ later }) => later.length > 0),
      { minLength: AT_A_TIME, maxLength: AT_A_TIME },
    ),
  );
  await fc.assert(
    fc.asyncProperty(twice, async (all) => {
      const histories = all.map(historyOf);
      const imported = await importHistories(histories);
      try {
        // The younger one alone: that this is git's own result the first property shows.
        const cases = await Promise.all(
          histories.map(async (history, h) => {
            const [first, second] = [imported.commit(h, 1), imported.commit(h, 2)];
            const alone = await undoCommits([second], imported.reader(h));
            const both = await undoCommits([first, second], imported.reader(h));
            const nothing =
              "whyNot" in alone && /already reverted|changes? no file/.test(alone.whyNot.reason);
            const between =
              "plan" in alone ? applied(alone.plan.files, history) : nothing ? history.trees.at(-1) : null;
            if ("plan" in both) expect(between, JSON.stringify(all[h])).not.toBeNull();
            return "plan" in both && between ? [{ history, h, between, both: both.plan }] : [];
          }),
        );
        const made = cases.flat();
        planned += made.length;
        const git = await imported.merge(
          made.map(
            ({ history: { trees }, between }) => [trees[1], between, trees[0]] as [Files, Files, Files],
          ),
        );
        const mine = await imported.treeIds(made.map(({ both, history }) => applied(both.files, history)));
        for (const [i, theirs] of git.entries())
          expect(theirs, JSON.stringify(all[made[i]?.h ?? 0])).toEqual({ tree: mine[i] });
      } finally {
        await imported.remove();
      }
    }),
    { numRuns: Math.ceil(RUNS / 3), endOnFailure: true },
  );
  if (process.env.FUZZ_RUNS) console.log({ planned });
  expect(planned).toBeGreaterThan(AT_A_TIME / 10);
});
