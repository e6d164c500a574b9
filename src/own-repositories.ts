import type { Clock } from "./contracts/ports/clock.ts";
import type { Lease } from "./contracts/ports/lease.ts";
import type { RepositoryName } from "./contracts/repository.ts";
import type { Loop } from "./loop/run-loop.ts";

/** Longer than any step takes; after a crash another worker waits this long. */
const LEASE_SECONDS = 30;
/** What has been quiet for so long is anybody's again. */
const IDLE_MS = 20_000;

/** What was to be done in a repository is another worker's to do, or waits for it. */
export class OwnedElsewhere extends Error {
  constructor(repository: RepositoryName) {
    super(`Another worker acts on ${repository}; what was found there waits for it.`);
    this.name = "OwnedElsewhere";
  }
}

export interface Ownership {
  /** Whether this worker acts on the repository, from now on or already. With it come its open incidents. */
  take(repository: RepositoryName): Promise<boolean>;
  /**
   * Acts on these repositories while they are this worker's. Of one with no open incident it lets go at once behind it: a
   * push or a check is seen to in a moment, and what breaks next may be found by another worker.
   *
   * @throws OwnedElsewhere where another worker acts on one of them: told again, it may be ours
   */
  during(repositories: readonly RepositoryName[], act: () => Promise<void>): Promise<void>;
  /** Renews what is ours, gives up what is quiet, and takes up incidents whose worker has gone. Every five seconds. */
  renew(): Promise<void>;
}

/** Where a repository's windows are: who acts on it measures, and so must have them. */
export interface WatchedHere {
  /** Whether another worker has them. */
  isElsewhere(repository: RepositoryName): boolean;
  /** Whether this worker has them, from now on or already. */
  take(repository: RepositoryName): Promise<boolean>;
}

/** Each worker has windows of what it is sent. */
const EVERYWHERE: WatchedHere = { isElsewhere: () => false, take: async () => true };

/** One worker has its state to itself, and every repository with it. */
export const soleOwner: Ownership = {
  take: async () => true,
  during: (_, act) => act(),
  renew: async () => {},
};

/**
 * Which repositories this worker acts on, of several workers with one state: those of which it holds the lease. It takes one
 * when something comes for it that nobody else holds, keeps it for as long as an incident of it is open, and lets go of it
 * when it has lost it: whoever has it by then goes on from what is stored.
 */
export function ownRepositories(
  lease: Lease,
  worker: string,
  clock: Clock,
  loop: Pick<Loop, "resume" | "drives" | "drop">,
  watched: WatchedHere = EVERYWHERE,
): Ownership {
  /** With the token, and when something last came for it. */
  const ours = new Map<RepositoryName, { token: number; at: number }>();
  const taking = new Map<RepositoryName, Promise<boolean>>();

  async function acquire(repository: RepositoryName): Promise<boolean> {
    if (watched.isElsewhere(repository)) {
      ours.delete(repository);
      loop.drop(repository);
      // Even one that came with a signal: who has the windows could not act on it while that lasts.
      await lease.leave(repository, worker);
      return false;
    }
    const token = await lease.acquire(repository, worker, LEASE_SECONDS);
    const before = ours.get(repository);
    if (token === null) {
      ours.delete(repository);
      loop.drop(repository);
      return false;
    }
    // Somebody else may have had it in between: what we have of it is old.
    if (before && before.token !== token) loop.drop(repository);
    ours.set(repository, { token, at: before?.at ?? clock.now() });
    if (before?.token !== token)
      await loop.resume(async (of) => of === repository && (await watched.take(of)));
    return true;
  }

  function take(repository: RepositoryName): Promise<boolean> {
    const one = taking.get(repository) ?? acquire(repository).finally(() => taking.delete(repository));
    taking.set(repository, one);
    return one.then((isOurs) => {
      const held = ours.get(repository);
      if (isOurs && held) held.at = clock.now();
      return isOurs;
    });
  }

  /** How much is being done in each at this moment. */
  const inUse = new Map<RepositoryName, number>();

  async function letGo(repository: RepositoryName): Promise<void> {
    const held = ours.get(repository);
    if (!held || loop.drives(repository) || taking.has(repository)) return;
    ours.delete(repository);
    // It runs out by itself where this fails.
    await lease.release(repository, held.token).catch(() => {});
  }

  return {
    take,
    async during(repositories, act) {
      const all = [...new Set(repositories)];
      for (const one of all) inUse.set(one, (inUse.get(one) ?? 0) + 1);
      try {
        for (const one of all) if (!(await take(one))) throw new OwnedElsewhere(one);
        await act();
      } finally {
        for (const one of all) {
          const others = (inUse.get(one) ?? 1) - 1;
          if (others > 0) inUse.set(one, others);
          else {
            inUse.delete(one);
            await letGo(one);
          }
        }
      }
    },
    async renew() {
      const kept = new Map<RepositoryName, number>();
      const quiet = new Map<RepositoryName, number>();
      for (const [repository, { token, at }] of ours) {
        const isKept = loop.drives(repository) || inUse.has(repository) || clock.now() - at < IDLE_MS;
        (isKept ? kept : quiet).set(repository, token);
      }
      for (const repository of quiet.keys()) ours.delete(repository);
      const still = await lease.renew(kept, worker, LEASE_SECONDS);
      for (const [repository, token] of quiet) await lease.release(repository, token);
      for (const [repository, token] of kept) {
        // It may have been let go of, or taken anew, since it was asked for.
        if (ours.get(repository)?.token !== token) continue;
        if (!still.has(repository) || watched.isElsewhere(repository))
          await (taking.get(repository) ?? acquire(repository));
      }
      await loop.resume(async (repository) => (await watched.take(repository)) && (await take(repository)));
    },
  };
}
