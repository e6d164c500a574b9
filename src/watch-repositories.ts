import { setImmediate } from "node:timers/promises";
import type { Watched, Watchers } from "./contracts/ports/watchers.ts";
import type { Windows, WindowsPart } from "./contracts/ports/windows.ts";
import type { RepositoryName } from "./contracts/repository.ts";
import type { Scout } from "./observe/scout.ts";

/** A worker that has not said for so long that it is there is taken over from. */
const THERE_SECONDS = 10;
/** Every second each says that it is there: whoever could not for so long gives the others the same time. */
const SILENT_MS = 4_000;
/** Sets of names that are remembered to belong together. */
const MOST_CREDENTIALS = 1_000;
/** Batches that are remembered: as many as could come again, as nobody said that they were taken in. */
const MOST_HANDED = 1_000;
/** The piece of a repository's windows that says which batches are in them. */
const HANDED = "handed batches";
/** And the one of what was reported, and of alerts. */
const REPORTED = "reported";

/**
 * Which repositories' windows this worker has, of several workers with one state. Whoever is sent something for a repository
 * that nobody watches watches it from then on, for as long as it is there; all repositories that one credential names are
 * watched by the same worker, as far as that can be, so that all spans of a trace meet. Who takes over goes on from the last
 * windows that were saved.
 *
 * @param ports.windows this worker's own: what is of no one repository is kept there
 * @param ports.left a worker has gone whose repositories are ours now: what waits for it is ours to look at
 */
export function watchRepositories(ports: {
  worker: string;
  watchers: Watchers;
  scout: Pick<Scout, "restore" | "forget" | "snapshotOf" | "windowsOf">;
  windows: Windows;
  left(worker: string): void;
  changed(repository: RepositoryName, isOurs: boolean): void;
}) {
  const { worker, watchers, scout } = ports;
  const mine = new Map<RepositoryName, number>();
  /** Names that came with one credential. */
  const credentials = new Map<string, readonly RepositoryName[]>();
  let known: ReadonlyMap<RepositoryName, string> = new Map();
  /** Of each repository the batches that it was handed last. */
  const handed = new Map<RepositoryName, Set<string>>();
  let renewed = Number.POSITIVE_INFINITY;
  let trustedUntil = Number.NEGATIVE_INFINITY;
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = last.then(run);
    last = turn.catch(() => {});
    return turn;
  }

  /** It is ours already, and not in memory yet. */
  async function adopt({ repository, token }: Watched): Promise<void> {
    for (const { name, body } of await watchers.load(repository)) {
      if (name === HANDED) handed.set(repository, new Set(Array.isArray(body) ? body.map(String) : []));
      else scout.restore(body);
      // Other work is done between the pieces.
      await setImmediate();
    }
    mine.set(repository, token);
    ports.changed(repository, true);
  }

  function lose(repository: RepositoryName): void {
    mine.delete(repository);
    handed.delete(repository);
    scout.forget(repository);
    ports.changed(repository, false);
  }

  async function takeNow(repositories: readonly RepositoryName[]): Promise<void> {
    const missing = repositories.filter((one) => !mine.has(one));
    if (missing.length === 0) return;
    const taken = await watchers.take(missing, THERE_SECONDS);
    for (const one of taken.mine) await adopt(one);
    for (const one of taken.before) ports.left(one);
    await look();
  }

  /**
   * Where PostgreSQL was away, or we stood still, the others may not have said yet that they are there: until they had the
   * time to, whoever watched something does.
   */
  async function look(): Promise<void> {
    const all = await watchers.all();
    known = performance.now() < trustedUntil ? new Map([...known, ...all]) : all;
  }

  const holderOf = (repository: RepositoryName) => (mine.has(repository) ? worker : known.get(repository));
  /** Whoever watches the first of them that anybody does. */
  const firstOf = (repositories: readonly RepositoryName[]) =>
    repositories.map(holderOf).find((one) => one !== undefined);

  function isHere(repositories: readonly RepositoryName[]): boolean {
    const first = firstOf(repositories);
    return first === undefined || first === worker;
  }

  async function find(repositories: readonly RepositoryName[]): Promise<string> {
    await look();
    // Who has a part of them is to have the rest, and takes it when this comes there.
    const first = firstOf(repositories);
    if (first !== undefined && first !== worker) return first;
    await takeNow(repositories);
    return firstOf(repositories) ?? worker;
  }

  function kept(of: Iterable<RepositoryName>): (WindowsPart & Watched)[] {
    return [...of].flatMap((repository) => {
      const token = mine.get(repository);
      return token === undefined
        ? []
        : [
            { repository, token, name: REPORTED, body: scout.snapshotOf(repository) },
            { repository, token, name: HANDED, body: JSON.stringify([...(handed.get(repository) ?? [])]) },
          ];
    });
  }

  function noteTogether(repositories: readonly RepositoryName[]): void {
    const key = repositories.join(" ");
    if (credentials.has(key)) return;
    if (credentials.size >= MOST_CREDENTIALS) credentials.clear();
    credentials.set(key, repositories);
  }

  /** What is watched here, in groups that must stay together. */
  function groups(): Set<RepositoryName>[] {
    const of = new Map([...mine.keys()].map((one) => [one, new Set([one])]));
    for (const names of credentials.values()) {
      const together = names.flatMap((one) => of.get(one) ?? []);
      const all = new Set(together.flatMap((group) => [...group]));
      for (const one of all) of.set(one, all);
    }
    return [...new Set(of.values())];
  }

  return {
    /** The worker that looks at what a credential with those names brings; a promise only where that is to be found out. */
    watcherOf(repositories: readonly RepositoryName[]): string | Promise<string> {
      if (repositories.length > 1) noteTogether(repositories);
      const first = firstOf(repositories);
      if (first !== undefined && first !== worker) return first;
      if (repositories.every((one) => holderOf(one) !== undefined)) return worker;
      return inTurn(() => find(repositories));
    },
    /** Whether this worker watches it, from now on or already. */
    take: (repository: RepositoryName): Promise<boolean> =>
      holderOf(repository) === undefined
        ? inTurn(async () => (await find([repository])) === worker)
        : Promise.resolve(isHere([repository])),
    isHere,
    isElsewhere: (repository: RepositoryName): boolean => !isHere([repository]),
    /** Whether a batch is new, which counts as taken in from now on. */
    isNew(repositories: readonly RepositoryName[], batch: string): boolean {
      const repository = repositories.find((one) => mine.has(one));
      if (repository === undefined) return true;
      const batches = handed.get(repository) ?? new Set();
      handed.set(repository, batches);
      if (batches.has(batch)) return false;
      batches.add(batch);
      if (batches.size > MOST_HANDED) batches.delete(batches.values().next().value as string);
      return true;
    },
    /** Says that this worker is there, and hears what others watch; to be called every second. */
    renew: (): Promise<void> =>
      inTurn(async () => {
        const ours = await watchers.renew(THERE_SECONDS);
        const now = performance.now();
        if (now - renewed > SILENT_MS) trustedUntil = now + SILENT_MS;
        renewed = now;
        for (const [repository, token] of mine)
          if (!ours.some((one) => one.repository === repository && one.token === token)) lose(repository);
        for (const one of ours) if (!mine.has(one.repository)) await adopt(one);
        await look();
      }),
    /**
     * Gives a group of repositories to the worker that watches the fewest, where that has fewer all the same afterwards. To be
     * called now and then: a worker that came back, or came new, has its part of the work by and by.
     *
     * @param others the workers that are there besides this one
     * @param mayGo whether nothing is under way in that repository
     */
    share: (others: readonly string[], mayGo: (repository: RepositoryName) => boolean): Promise<void> =>
      inTurn(async () => {
        const counts = new Map(others.map((one) => [one, 0]));
        for (const [repository, holder] of known) {
          const count = counts.get(holder);
          if (count !== undefined && !mine.has(repository)) counts.set(holder, count + 1);
        }
        const [poorest] = [...counts].toSorted(([, a], [, b]) => a - b);
        if (!poorest) return;
        const [to, count] = poorest;
        const group = groups().find(
          (one) => mine.size - one.size >= count + one.size && [...one].every(mayGo),
        );
        if (!group) return;
        const given = [...group].map((repository) => ({ repository, token: mine.get(repository) as number }));
        const parts = given.flatMap((one) =>
          scout.windowsOf(one.repository).map((part) => ({ ...part, ...one })),
        );
        const all = [...parts, ...kept(group)];
        // From here on nothing is counted here any more: what comes meanwhile goes to the other.
        for (const one of group) lose(one);
        known = new Map([...known, ...[...group].map((one) => [one, to] as const)]);
        await watchers.give(given, all, to, THERE_SECONDS);
      }),
    /** To be called when nothing is taken in any more, and everything was saved. */
    stop: (): Promise<void> => inTurn(() => watchers.release()),
    windows: {
      /** Of this worker's own what is of no one repository: the rest comes with what it watches. */
      async load() {
        const own = await ports.windows.load();
        return own.map((part) => (typeof part === "object" ? { ...part, services: [], reported: [] } : part));
      },
      async save(parts) {
        const isOwn = ({ repository }: WindowsPart) => repository === undefined;
        const of = parts.flatMap(({ repository, name, body }) => {
          const token = repository === undefined ? undefined : mine.get(repository);
          return repository === undefined || token === undefined ? [] : [{ repository, token, name, body }];
        });
        // Which batches are in the windows is written with them: a batch that comes again is in both, or in neither.
        const whole = parts.some(isOwn);
        const all = [...of, ...kept(whole ? mine.keys() : new Set(of.map(({ repository }) => repository)))];
        await watchers.save(all);
        if (whole) await ports.windows.save(parts.filter(isOwn));
      },
    } satisfies Windows,
  };
}
