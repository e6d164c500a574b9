import type { Sha } from "../contracts/repository.ts";
import type { Landed } from "./case-file.ts";

/**
 * Says whether one commit contains another, over the part of the history that was read. A commit
 * outside that part contains only itself, which is right for anything older than the look-back.
 *
 * Where a source gives no parents at all, the commits are taken to be one line in the order of their dates.
 */
export function containment(history: readonly Landed[]): Contains {
  let contains = known.get(history);
  if (!contains) {
    contains = worked(history);
    known.set(history, contains);
  }
  return contains;
}

type Contains = (outer: Sha, inner: Sha) => boolean;
/** The same history is asked about for every candidate. */
const known = new WeakMap<readonly Landed[], Contains>();

function worked(history: readonly Landed[]): Contains {
  const parents = new Map(linked(history).map((landed) => [landed.sha, landed.parents]));
  const reached = new Map<Sha, Set<Sha>>();
  return (outer, inner) => {
    let reach = reached.get(outer);
    if (!reach) {
      reach = reachable(outer, parents);
      reached.set(outer, reach);
    }
    return reach.has(inner);
  };
}

/**
 * What landed on the branch, one unit each: the chain of first parents back from `heads`. Commits that
 * came in by a merge are part of the merge's own change and stand for nothing by themselves.
 */
export function firstParentChain(history: readonly Landed[], heads: readonly Sha[]): Set<Sha> {
  const bySha = new Map(linked(history).map((landed) => [landed.sha, landed]));
  const chain = new Set<Sha>();
  for (const head of heads) {
    for (let at = bySha.get(head); at && !chain.has(at.sha); at = bySha.get(at.parents[0] ?? "")) {
      chain.add(at.sha);
    }
  }
  return chain;
}

function linked(history: readonly Landed[]): readonly Landed[] {
  if (history.length < 2 || history.some((landed) => landed.parents.length > 0)) return history;
  const oldestFirst = history.toSorted((a, b) => a.atMs - b.atMs || (a.sha < b.sha ? -1 : 1));
  return oldestFirst.map((landed, i) => {
    const before = oldestFirst[i - 1];
    return { ...landed, parents: before ? [before.sha] : [] };
  });
}

function reachable(from: Sha, parents: ReadonlyMap<Sha, readonly Sha[]>): Set<Sha> {
  const seen = new Set<Sha>([from]);
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const parent of parents.get(at) ?? []) {
      if (seen.has(parent)) continue;
      seen.add(parent);
      open.push(parent);
    }
  }
  return seen;
}
