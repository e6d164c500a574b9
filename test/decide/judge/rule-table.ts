import { describe, expect, test } from "vitest";
import type { JudgeContext, Rule } from "../../../src/decide/judge/context.ts";

/** What is so; what the rule says, `pass`, `not applicable`, or the ceiling where it fails; and the sentence. */
export type Row = [title: string, context: JudgeContext, says: string, reason: RegExp];

/** One test for each row: the answer, its ceiling, and that the sentence says what was compared. */
export function ruleTable(rule: Rule, rows: readonly Row[]): void {
  describe(`rule ${rule.name}`, () => {
    test.each(rows)("%s", (_, context, says, reason) => {
      const { answer, ceiling, reason: sentence } = rule.judge(context);
      expect({ says: answer === "fail" ? ceiling : answer, sentence }).toEqual({ says, sentence });
      expect(sentence).toMatch(reason);
      expect(sentence).toMatch(/\.$/);
    });
  });
}
