import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openPostgres } from "../../src/store/postgres/open-postgres.ts";
import { postgresLease } from "../../src/store/postgres/postgres-lease.ts";
import { startPostgres } from "./start-postgres.ts";

let server: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  server = await startPostgres();
}, 300_000);
afterAll(() => server?.end());

const REPOSITORIES = ["acme/one", "acme/two"];
const WORKERS = ["ann", "bob", "cat"];

const act = fc.record({
  do: fc.constantFrom("acquire", "renew", "renew", "release", "leave"),
  repository: fc.constantFrom(...REPOSITORIES),
  seconds: fc.constantFrom(0.005, 0.02, 0.05, 1),
  pauseMs: fc.integer({ min: 0, max: 15 }),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** That a worker was told, at some moment between these two, that it has the repository by that token for so long. */
interface Had {
  worker: string;
  repository: string;
  token: number;
  from: number;
  to: number;
  ms: number;
  /** When it began to give it back. */
  gaveUp: number;
}

it("lets no two workers have a repository at once, whatever they do when", { timeout: 300_000 }, async () => {
  const url = await server.database();
  const [postgres, presence] = await Promise.all([openPostgres(url), openPostgres(url)]);
  const lease = postgresLease(postgres, presence);
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(act, { maxLength: 25 }), { minLength: 3, maxLength: 3 }),
      async (all) => {
        run++;
        const had = (
          await Promise.all(all.map((acts, at) => live(lease, `${run}`, WORKERS[at] ?? "", acts)))
        ).flat();
        for (const one of had)
          for (const other of had) {
            if (one.repository !== other.repository || one.worker === other.worker) continue;
            // A token is one worker's, and who is told so later has the greater one.
            expect(one.token).not.toBe(other.token);
            if (one.to < other.from) expect(one.token).toBeLessThan(other.token);
            // Until it has run out, counted from the earliest at which it can have begun, nobody else has it.
            if (one.token < other.token)
              expect(other.to).toBeGreaterThan(Math.min(one.from + one.ms, one.gaveUp));
          }
      },
    ),
    { numRuns: 40 },
  );
  await Promise.all([postgres.close(), presence.close()]);
});

/** One worker, as it goes about its leases: what it was told that it had. */
async function live(
  lease: ReturnType<typeof postgresLease>,
  run: string,
  worker: string,
  acts: readonly Act[],
): Promise<Had[]> {
  const had: Had[] = [];
  const tokens = new Map<string, number>();
  const nameOf = (repository: string) => `${repository}-${run}`;
  const note = (repository: string, token: number, from: number, seconds: number) =>
    had.push({
      ...{ worker, repository, token, from, to: performance.now(), ms: seconds * 1_000 },
      gaveUp: Number.POSITIVE_INFINITY,
    });
  for (const { do: what, repository: of, seconds, pauseMs } of acts) {
    const repository = nameOf(of);
    const from = performance.now();
    const token = tokens.get(repository);
    if (what === "acquire") {
      const got = await lease.acquire(repository, worker, seconds);
      // The last word counts: one's own lease may be made shorter, too.
      for (const one of had) if (one.repository === repository) one.gaveUp = Math.min(one.gaveUp, from);
      if (got === null) tokens.delete(repository);
      else {
        tokens.set(repository, got);
        note(repository, got, from, seconds);
      }
    } else if (what === "renew") {
      const still = await lease.renew(tokens, worker, seconds);
      for (const [name, held] of [...tokens]) {
        for (const one of had) if (one.repository === name) one.gaveUp = Math.min(one.gaveUp, from);
        if (still.has(name)) note(name, held, from, seconds);
        else tokens.delete(name);
      }
    } else if (token !== undefined) {
      for (const one of had) if (one.repository === repository) one.gaveUp = Math.min(one.gaveUp, from);
      tokens.delete(repository);
      await (what === "release" ? lease.release(repository, token) : lease.leave(repository, worker));
    }
    await new Promise((later) => setTimeout(later, pauseMs));
  }
  return had;
}

it("renews all leases although all other connections are at work", { timeout: 300_000 }, async () => {
  const url = await server.database();
  const [postgres, presence] = await Promise.all([openPostgres(url), openPostgres(url)]);
  const lease = postgresLease(postgres, presence);
  const names = Array.from({ length: 50 }, (_, n) => `acme/team-${n}`);
  const tokens = new Map<string, number>();
  for (const name of names) tokens.set(name, (await lease.acquire(name, "one", 60)) ?? 0);
  const work = Array.from({ length: 30 }, () => postgres.query("select pg_sleep(0.5)"));
  let isOver = false;
  const over = Promise.all(work).then(() => {
    isOver = true;
  });
  expect(await lease.renew(tokens, "one", 60)).toEqual(new Set(names));
  expect(isOver).toBe(false);
  await over;
  await Promise.all([postgres.close(), presence.close()]);
});

it("renews none while PostgreSQL is away for long, and loses none by that", {
  timeout: 300_000,
}, async () => {
  const opened = await openPostgres(await server.database());
  const lease = postgresLease(opened);
  const token = (await lease.acquire("acme/shop", "one", 300)) ?? 0;
  const held = new Map([["acme/shop", token]]);
  await server.stop();
  await expect(lease.renew(held, "one", 300)).rejects.toThrow();
  await server.start();
  expect(await lease.renew(held, "one", 300)).toEqual(new Set(["acme/shop"]));
  expect(await lease.acquire("acme/shop", "two", 300)).toBeNull();
  await opened.close();
});
