import type { ChangeSet } from "../contracts/change-set.ts";
import type { Instant } from "../contracts/instant.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { RepoWriter } from "../contracts/ports/repo-writer.ts";

/** Sends the last healthy revision out again, before the files follow by pull request. */
export async function redeploy(
  input: {
    redeploy: NonNullable<ChangeSet["redeploy"]>;
    /** The incident, by which a repeat finds what it has done. */
    key: string;
    description: string;
    now: Instant;
  },
  ports: { writer: RepoWriter },
): Promise<NonNullable<Outcome["redeploy"]>> {
  const { revision, environment, via } = input.redeploy;
  const { id, refused } = await ports.writer.redeploy({
    key: input.key,
    revision,
    environment,
    via,
    description: input.description,
  });
  return { at: input.now, revision, id, ...(refused === undefined ? {} : { refused }) };
}
