import { z } from "zod";
import { RemedyKind } from "./diagnosis.ts";
import { Instant } from "./instant.ts";
import { Sha } from "./repository.ts";

/** What happens to one path. `before` null: the file is new; `after` null: it is deleted. */
export const FileChange = z.object({
  path: z.string(),
  /** Git's file mode: 100644, 100755; links and submodules are never planned. */
  mode: z.enum(["100644", "100755"]),
  before: z.object({ blob: z.string(), content: z.string() }).nullable(),
  /** With a `blob`, that one of the repository's stands there again, as its bytes are no text; `content` is then empty. */
  after: z.object({ content: z.string(), blob: z.string().optional() }).nullable(),
  added: z.number().int().nonnegative(),
  removed: z.number().int().nonnegative(),
});
export type FileChange = z.infer<typeof FileChange>;

/** What a remedy would change, planned in memory against `base`. */
export const ChangeSet = z.object({
  kind: z.literal("planned"),
  remedy: RemedyKind,
  /** The commit of the default branch that the plan was made on. */
  base: Sha,
  /** The commits it undoes. */
  reverts: z.array(Sha),
  files: z.array(FileChange).min(1),
  /** Done first, and at once: the files follow by pull request, so that the next deployment does not bring it back. */
  redeploy: z
    .object({
      revision: Sha,
      environment: z.string(),
      /** A deployment event of that revision, or a dispatch of the workflow with the revision as its input. */
      via: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("deployment") }),
        z.object({ kind: z.literal("workflow"), file: z.string(), input: z.string() }),
      ]),
      /** What runs now and does not in that revision, besides the commits that are undone. */
      takesOut: z.array(Sha),
    })
    .optional(),
  title: z.string().max(200),
  summary: z.string(),
  /** When the loop took it for its plan; no word that was given before can be meant for it. */
  plannedAt: Instant.optional(),
});
export type ChangeSet = z.infer<typeof ChangeSet>;

/** Why there is none. */
export const NoChangeSet = z.object({
  kind: z.literal("unplanned"),
  remedy: RemedyKind,
  reason: z.string(),
  /** Paths on which a three-way merge conflicts, where that is the reason. */
  conflicts: z.array(z.string()),
  /** What a person would look at, the most telling first. Texts are ours; links are GitHub's. */
  look: z
    .array(z.object({ text: z.string().max(500), url: z.string().max(2000).optional() }))
    .max(8)
    .optional(),
});
export type NoChangeSet = z.infer<typeof NoChangeSet>;

export const Plan = z.discriminatedUnion("kind", [ChangeSet, NoChangeSet]);
export type Plan = z.infer<typeof Plan>;
