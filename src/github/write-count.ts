import { AsyncLocalStorage } from "node:async_hooks";

const counting = new AsyncLocalStorage<{ writes: number }>();

/** Requests that ask GitHub for a change, counted for whoever asked: each costs some of GitHub's patience, and a second. */
export const writeCount = {
  /** Runs something, and counts what it writes, however deep. */
  async during<T>(run: () => Promise<T>): Promise<{ value: T; writes: number }> {
    const count = { writes: 0 };
    const value = await counting.run(count, run);
    return { value, writes: count.writes };
  },
  /** A request goes out. Queries of GraphQL, and the fetching of tokens, change nothing. */
  note(method: string, url: string, query: unknown): void {
    const count = counting.getStore();
    if (!count || method === "GET" || method === "HEAD") return;
    if (/\/access_tokens$/.test(url)) return;
    if (/\/graphql$/.test(url) && !/^\s*mutation\b/.test(String(query))) return;
    count.writes++;
  },
};
