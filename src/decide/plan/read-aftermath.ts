import type { Aftermath } from "../../contracts/aftermath.ts";
import type { Commit, RepoReader } from "../../contracts/ports/repo-reader.ts";
import type { Sha } from "../../contracts/repository.ts";
import { brings } from "./brings.ts";
import { dataDefinition } from "./data-definition.ts";
import { deploymentsUnderWay } from "./deployments-under-way.ts";
import { spaceTrailers } from "./space-trailers.ts";
import { usesOf } from "./uses-of.ts";
import { vulnerabilityIn } from "./vulnerability-in.ts";
import { writersOf } from "./writers-of.ts";

/** Each commit costs a request. Where more landed since, nobody can say that nothing rests on the suspect. */
const MOST_COMMITS = 60;
/** Of all these commits together; GitHub lists no more of one. */
const MOST_FILES = 3_000;
/** Where not all can be weighed, so many of each commit are named. */
const MOST_NAMED = 100;
/** So many are read at a time. */
const AT_ONCE = 6;

/**
 * What came of the suspect and after it, up to the default branch's head. Null where the suspect cannot be read: what
 * is not known must not be taken for harmless. Throws what the reader throws.
 *
 * @param paths the paths of the plan
 */
export async function readAftermath(
  reader: RepoReader,
  of: {
    suspect: Sha;
    /** Other commits that are undone with it. */
    beside?: readonly Sha[];
    head: Sha;
    paths: readonly string[];
    environment: string;
    nowMs: number;
  },
): Promise<Aftermath | null> {
  const [suspect, since, underWay] = await Promise.all([
    reader.commit(of.suspect),
    reader.commitsBetween(of.suspect, of.head),
    deploymentsUnderWay(reader, of),
  ]);
  if (!suspect?.files) return null;
  const later: Commit[] = [];
  const looked = (since ?? []).slice(0, MOST_COMMITS);
  for (let at = 0; at < looked.length; at += AT_ONCE) {
    const some = await Promise.all(looked.slice(at, at + AT_ONCE).map(({ sha }) => reader.commit(sha)));
    later.push(...some.filter((commit) => commit !== null));
  }
  const touched = [suspect, ...later].reduce((sum, { files = [] }) => sum + files.length, 0);
  const whole = touched <= MOST_FILES && [suspect, ...later].every(({ files }) => files !== undefined);
  const beside = later.filter(({ sha }) => of.beside?.includes(sha));
  const symbols = brings([suspect, ...beside].flatMap(({ files = [] }) => files));
  return {
    authors: writersOf(suspect),
    trailers: spaceTrailers(suspect.message),
    vulnerability: vulnerabilityIn(suspect.message),
    changes: [suspect, ...later].map(({ sha, files = [] }) => ({
      sha,
      paths: [...new Set(files.flatMap(({ path, previousPath }) => [path, previousPath ?? path]))].slice(
        0,
        whole ? undefined : MOST_NAMED,
      ),
      definition: dataDefinition(files),
    })),
    uses: usesOf(
      symbols,
      later.filter((one) => !beside.includes(one)),
    ),
    complete: since !== null && looked.length === since.length && later.length === looked.length && whole,
    underWay,
  };
}
