import type { FaultCommit } from "./fault-catalogue.ts";
import type { Random } from "./seeded-random.ts";
import { shuffle } from "./shuffle.ts";

/**
 * The commits in the order in which they are pushed: those marked `order: any` change places with one another, the
 * others stay where the file has them.
 */
export function orderCommits(commits: FaultCommit[], random: Random): FaultCommit[] {
  const free = shuffle(
    commits.filter((commit) => commit.order === "any"),
    random,
  );
  return commits.map((commit) => (commit.order === "any" ? (free.shift() as FaultCommit) : commit));
}
