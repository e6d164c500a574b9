import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeText } from "../../../src/decide/plan/merge-text.ts";
import { createGitRepository } from "../../orient/git-reader.ts";

interface Edit {
  at: number;
  remove: number;
  insert: number[];
}

const edit = (alphabet: number): fc.Arbitrary<Edit> =>
  fc.record({
    at: fc.nat(1000),
    remove: fc.nat(3),
    insert: fc.array(fc.nat(alphabet), { maxLength: 3 }),
  });

/** Few different lines repeat and can be matched in several ways; many are what code looks like. */
const history = fc.constantFrom(2, 5, 20, 400).chain((alphabet) =>
  fc.record({
    before: fc.array(fc.nat(alphabet), { minLength: 5, maxLength: 60, size: "max" }),
    culprit: fc.array(edit(alphabet), { minLength: 1, maxLength: 3 }),
    later: fc.array(edit(alphabet), { minLength: 1, maxLength: 3 }),
    ended: fc.boolean(),
  }),
);

function edited(lines: readonly number[], edits: readonly Edit[]): number[] {
  const result = [...lines];
  for (const { at, remove, insert } of edits) result.splice(at % (result.length + 1), remove, ...insert);
  return result;
}

const write = (lines: readonly number[], ended: boolean) =>
  lines.map((n) => `line ${n}`).join("\n") + (ended ? "\n" : "");

describe("a merge by lines", () => {
  test("equals git's revert or is refused, and is refused where git sees a conflict", () => {
    let clean = 0;
    let merged = 0;
    fc.assert(
      fc.property(fc.array(history, { minLength: 120, maxLength: 120, size: "max" }), (histories) => {
        const repository = createGitRepository();
        try {
          const files = histories.map(({ before, culprit, later, ended }, i) => {
            const after = edited(before, culprit);
            const versions = { before, after, now: edited(after, later) };
            return {
              path: `file-${i}.txt`,
              write: (at: keyof typeof versions) => write(versions[at], ended),
            };
          });
          const commit = (at: "before" | "after" | "now") =>
            repository.commit(Object.fromEntries(files.map((file) => [file.path, file.write(at)])));
          commit("before");
          const culprit = commit("after");
          commit("now");
          // Renames would have git compare one case with another.
          repository.tryGit("-c", "merge.renames=false", "revert", "--no-commit", culprit);
          const conflicts = new Set(
            repository.git("diff", "--name-only", "--diff-filter=U", "-z").split("\0"),
          );
          for (const file of files) {
            const result = mergeText(file.write("after"), file.write("now"), file.write("before"));
            const conflict = conflicts.has(file.path);
            if (!conflict) clean += 1;
            if (result === null) continue;
            merged += 1;
            const of = { base: file.write("after"), ours: file.write("now"), theirs: file.write("before") };
            expect({ conflict, text: result }, JSON.stringify(of)).toEqual({
              conflict: false,
              text: readFileSync(join(repository.directory, file.path), "utf8"),
            });
          }
        } finally {
          repository.remove();
        }
      }),
      // One property run is 120 cases; shrinking them together would take hours and tell nothing more.
      { numRuns: Number(process.env.FUZZ_RUNS ?? 8), endOnFailure: true },
    );
    if (process.env.FUZZ_RUNS) console.log({ clean, merged });
    // Refusing everything would satisfy the above.
    expect(merged).toBeGreaterThan(0.3 * clean);
  });
});
