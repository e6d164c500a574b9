import fc from "fast-check";
import { expect, test } from "vitest";
import { Judgement } from "../../src/contracts/judgement.ts";
import { judge } from "../../src/decide/judge/judge.ts";
import { keepJudgement } from "../../src/loop/keep-judgement.ts";
import { anyCase } from "../decide/judge/any-case.ts";
import { caseOf } from "../decide/judge/case.ts";

test("what is kept of a verdict, as a file of it, is judged to the same verdict, word by word", () => {
  fc.assert(
    fc.property(anyCase, (context) => {
      const kept = JSON.parse(JSON.stringify(keepJudgement(context)));
      expect(judge(Judgement.parse(kept))).toEqual(judge(context));
    }),
    { numRuns: 300 },
  );
});

test("the texts of files are not kept", () => {
  expect(JSON.stringify(keepJudgement(caseOf()))).not.toMatch(/"content"|old\\n|new\\n/);
});
