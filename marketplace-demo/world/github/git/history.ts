import type { Commit } from "./objects.ts";

type ReadCommit = (sha: string) => Promise<Commit | null>;

/** Everything reachable from some commits, themselves included. */
async function reachable(read: ReadCommit, from: string[]): Promise<Map<string, Commit>> {
  const found = new Map<string, Commit>();
  let edge = [...new Set(from)];
  while (edge.length) {
    const commits = await Promise.all(edge.map(read));
    const next = new Set<string>();
    for (const commit of commits) {
      if (!commit || found.has(commit.sha)) continue;
      found.set(commit.sha, commit);
      for (const parent of commit.parents) if (!found.has(parent)) next.add(parent);
    }
    edge = [...next];
  }
  return found;
}

/** Whether `descendant` holds `ancestor` (or is it). */
export async function isAncestor(read: ReadCommit, ancestor: string, descendant: string): Promise<boolean> {
  if (ancestor === descendant) return true;
  const seen = new Set<string>();
  let edge = [descendant];
  while (edge.length) {
    const commits = await Promise.all(edge.map(read));
    const next = new Set<string>();
    for (const commit of commits)
      for (const parent of commit?.parents ?? []) {
        if (parent === ancestor) return true;
        if (!seen.has(parent)) next.add(parent);
        seen.add(parent);
      }
    edge = [...next];
  }
  return false;
}

/**
 * The best common ancestor of two commits, as `git merge-base` answers it. What both reach is closed under
 * parenthood, so the best are those that are no parent within it; of several (criss-cross merges) the newest.
 */
export async function mergeBase(read: ReadCommit, a: string, b: string): Promise<string | null> {
  const [ofA, ofB] = await Promise.all([reachable(read, [a]), reachable(read, [b])]);
  const common = [...ofA.values()].filter((commit) => ofB.has(commit.sha));
  const parents = new Set(common.flatMap((commit) => commit.parents));
  const best = common.filter((commit) => !parents.has(commit.sha));
  best.sort((x, y) => y.committer.time - x.committer.time || (x.sha < y.sha ? -1 : 1));
  return best[0]?.sha ?? null;
}

/** Commits that `head` reaches and none of `without` does, children before parents, newest first. */
export async function range(read: ReadCommit, head: string, without: string[]): Promise<string[]> {
  const [all, hidden] = await Promise.all([reachable(read, [head]), reachable(read, without)]);
  const shown = new Map([...all].filter(([sha]) => !hidden.has(sha)));
  const children = new Map<string, number>();
  for (const commit of shown.values())
    for (const parent of commit.parents) children.set(parent, (children.get(parent) ?? 0) + 1);
  const ready = [...shown.values()].filter((commit) => !children.get(commit.sha));
  const order: string[] = [];
  while (ready.length) {
    let newest = 0;
    for (let i = 1; i < ready.length; i++)
      if (ready[i]!.committer.time > ready[newest]!.committer.time) newest = i;
    const [commit] = ready.splice(newest, 1);
    order.push(commit!.sha);
    for (const parent of commit!.parents) {
      const left = children.get(parent)! - 1;
      children.set(parent, left);
      if (left === 0 && shown.has(parent)) ready.push(shown.get(parent)!);
    }
  }
  return order;
}
