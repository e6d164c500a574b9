import { z } from "zod";
import { Instant } from "./instant.ts";

/**
 * What came of the suspect, and after it: a revert takes back lines, and not what was deployed with them. Read from
 * the repository just before a verdict; plain facts, which the rules of Guardrail weigh.
 */
export const Aftermath = z.object({
  /** Accounts of those who wrote the suspect, in lower case; null where not all of them have one that is known. */
  authors: z.array(z.string()).nullable(),
  /** Values of the suspect's `SRE-Space:` trailers, in lower case. */
  trailers: z.array(z.string()),
  /** What in the suspect's message says that it mended a vulnerability; null where nothing does. */
  vulnerability: z.string().nullable(),
  /** The suspect, and every commit of the default branch since: what they touched, and whether they change tables. */
  changes: z.array(
    z.object({
      sha: z.string(),
      /** Under their old names, too. */
      paths: z.array(z.string()),
      /** The first line that is a statement of SQL's data definition; null where there is none. */
      definition: z.string().nullable(),
    }),
  ),
  /** Names that the suspect brought in and that commits since use. */
  uses: z.array(z.object({ sha: z.string(), path: z.string(), symbol: z.string() })),
  /** Whether each commit since could be looked at in full; where not, nobody can say that nothing rests on the suspect. */
  complete: z.boolean(),
  /** Deployments to the environment that have begun and not ended, and what of the planned paths they change. */
  underWay: z.array(z.object({ id: z.number(), sha: z.string(), at: Instant, paths: z.array(z.string()) })),
});
export type Aftermath = z.infer<typeof Aftermath>;
