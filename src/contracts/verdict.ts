import { z } from "zod";
import { Instant } from "./instant.ts";
import { Sha } from "./repository.ts";

/**
 * From least to most: `report` writes the issue alone; `hold` has a plan, writes nothing of it, and
 * waits for approval; `propose` opens a draft pull request and waits; `merge` goes through.
 */
export const Decision = z.enum(["report", "hold", "propose", "merge"]);
export type Decision = z.infer<typeof Decision>;

/** One rule's own answer. `ceiling` is the most that the verdict may be where it fails. */
export const RuleAnswer = z.object({
  rule: z.string(),
  answer: z.enum(["pass", "fail", "not applicable"]),
  ceiling: Decision.optional(),
  /** A sentence for people: what was compared with what. */
  reason: z.string(),
});
export type RuleAnswer = z.infer<typeof RuleAnswer>;

export const Verdict = z.object({
  at: Instant,
  decision: Decision,
  rules: z.array(RuleAnswer),
  /** What was judged: base of the plan before a pull request exists, its head SHA afterwards. */
  judged: z.object({ base: Sha.nullable(), head: Sha.nullable() }),
  /** Blob SHA of the policy file, or null where the defaults judged. */
  policy: z.string().nullable(),
});
export type Verdict = z.infer<typeof Verdict>;
