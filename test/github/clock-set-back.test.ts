import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { createClient } from "../../src/github/create-client.ts";

const HOUR_MS = 3_600_000;
const PATIENCE_MS = 30_000;
/** Of the event loop, more than one request takes. */
const TURNS = 200;

/** How many requests fail before others are answered. */
let failing = 0;
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(failing-- > 0 ? 502 : 200, { "Content-Type": "application/json" }).end("{}");
});
beforeAll(() => new Promise<void>((done) => server.listen(0, "127.0.0.1", done)));
afterAll(() => new Promise((done) => server.close(done)));
afterEach(() => vi.useRealTimers());

const clientOf = (githubThrottle: boolean) =>
  createClient(
    { githubApiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, githubThrottle },
    { throttleId: `set back ${githubThrottle}`, auth: "a token" },
  );

/** What people set is `Date` alone: timers go on as before. */
function setBack(): void {
  const back = Date.now() - HOUR_MS;
  if (!vi.isFakeTimers()) vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(back);
}

async function inTime<T>(asked: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("It waits for the hour to pass.")), PATIENCE_MS);
  return await Promise.race([asked, late.promise]).finally(() => clearTimeout(timer));
}

it.each([true, false])(
  "a request goes out although the clock is set back while it is made (spaced: %s)",
  async (spaced) => {
    const client = clientOf(spaced);
    const asked = client.request("GET /repos/acme/shop");
    // At whatever moment of it.
    for (let turn = 0; turn < TURNS; turn++) {
      setBack();
      await setImmediate();
    }
    expect((await inTime(asked)).status).toBe(200);
  },
);

it.each([true, false])(
  "and so do those that follow, and one that has to be made again (spaced: %s)",
  async (spaced) => {
    const client = clientOf(spaced);
    await client.request("POST /repos/acme/shop/issues");
    setBack();
    failing = 1;
    expect((await inTime(client.request("GET /repos/acme/shop"))).status).toBe(200);
    expect((await inTime(client.request("POST /repos/acme/shop/issues"))).status).toBe(200);
  },
);
