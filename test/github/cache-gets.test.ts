import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { cacheGets } from "../../src/github/cache-gets.ts";

const HOUR_MS = 3_600_000;
const key = "https://api.github.test/repos/acme/shop/issues";
const answer = { data: ["an issue"], headers: { etag: '"1"' }, status: 200, url: key };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-03-02T09:00:00.000Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

it("asks again with the ETag of what it was asked for lately, and forgets what was idle for hours", async () => {
  const cached = cacheGets();
  const asked: Record<string, string>[] = [];
  const ask = (of: string) =>
    cached(of, async (headers) => {
      asked.push(headers);
      return answer;
    });
  await ask(key);
  await ask(key);
  // What others ask for meanwhile makes it look at what is idle.
  for (let hour = 0; hour < 4; hour++) {
    vi.setSystemTime(Date.now() + HOUR_MS);
    await ask(`${key}/${hour}`);
  }
  await ask(key);
  await ask(`${key}/3`);
  expect(asked).toEqual([{}, { "if-none-match": '"1"' }, {}, {}, {}, {}, {}, { "if-none-match": '"1"' }]);
});

it("asks for what is named by its content once, and again after it was idle for hours", async () => {
  const cached = cacheGets();
  const commit = `https://api.github.test/repos/acme/shop/git/commits/${"a".repeat(40)}`;
  const ask = vi.fn(async () => answer);
  for (let hour = 0; hour < 5; hour++) {
    vi.setSystemTime(Date.now() + HOUR_MS);
    expect((await cached(commit, ask)).data).toEqual(answer.data);
  }
  expect(ask).toHaveBeenCalledTimes(1);
  vi.setSystemTime(Date.now() + 4 * HOUR_MS);
  await cached(key, ask);
  await cached(commit, ask);
  expect(ask).toHaveBeenCalledTimes(3);
});
