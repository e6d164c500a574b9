import { z } from "zod";

/** `owner/name`, as GitHub's `full_name` spells it. */
export const RepositoryName = z
  .string()
  .max(140)
  .regex(/^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/, "must be OWNER/REPO");
export type RepositoryName = z.infer<typeof RepositoryName>;

/** A full commit SHA: SHA-1, or SHA-256 where a repository uses it. */
export const Sha = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, "must be a full commit SHA");
export type Sha = z.infer<typeof Sha>;
