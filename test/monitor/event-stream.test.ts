import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { eventStream } from "../../src/monitor/event-stream.ts";
import { createFeed } from "../../src/monitor/feed.ts";
import { monitorRoutes } from "../../src/monitor/routes.ts";
import { plantedSource } from "./a-story.ts";
import { serveMonitor } from "./serve-monitor.ts";

const PATIENT = { timeout: 120_000, interval: 20 };
const HOUR = 3_600_000;

async function read(stream: ReadableStream<Uint8Array>, until: string): Promise<string> {
  const reader = stream.getReader();
  let text = "";
  while (!text.includes(until)) text += new TextDecoder().decode((await reader.read()).value);
  reader.releaseLock();
  return text;
}

describe("the stream of one watcher", () => {
  it("sends a beat while nothing happens, without an id, and ends with its watcher", async () => {
    const feed = createFeed(10, 1);
    let ended = 0;
    const stream = eventStream(feed, feed.latest(), 5, () => ended++);
    expect(await read(stream, "event: beat")).not.toContain("id:");
    expect(feed.isWatched()).toBe(true);
    await stream.cancel();
    expect([feed.isWatched(), ended]).toEqual([false, 1]);
  });

  it("breaks off when more waits for it than is kept, and nothing is kept for it any more", async () => {
    const feed = createFeed(2000, 1);
    let ended = 0;
    const stream = eventStream(feed, feed.latest(), HOUR, () => ended++);
    for (let n = 0; n < 600; n++) feed.push("status", { n });
    expect([feed.isWatched(), ended]).toEqual([false, 1]);
    await expect(stream.getReader().read()).rejects.toThrow("too slowly");
  });

  it("has every event once where they come while those that were missed are sent", async () => {
    const feed = createFeed(2000, 1);
    for (let n = 1; n <= 100; n++) feed.push("thought", n);
    const stream = eventStream(feed, 40, HOUR, () => {});
    for (let n = 101; n <= 200; n++) feed.push("thought", n);
    const told = [...(await read(stream, "data: 200\n")).matchAll(/data: (\d+)/g)].map(([, n]) => Number(n));
    expect(told).toEqual(Array.from({ length: 160 }, (_, index) => index + 41));
    await stream.cancel();
  });
});

describe("the feed", () => {
  it("forgets the oldest of what is too much text, and says that it has", () => {
    const feed = createFeed(2000, 1);
    for (let n = 0; n < 20; n++) feed.push("incident", { markup: "x".repeat(500_000) });
    expect(feed.since(0)).toBeNull();
    expect(feed.since(feed.latest() - 3)?.length).toBe(3);
  });
});

describe("over a socket", () => {
  it("proxies are told not to keep it; who does not read is cut off", async () => {
    const monitor = await serveMonitor({ now: Date.now(), incidents: [] });
    const port = Number(new URL(monitor.url).port);
    const { headers, body } = await fetch(`${monitor.url}/monitor/events`, {
      headers: { "Accept-Encoding": "gzip" },
    });
    expect(headers.get("Content-Type")).toContain("text/event-stream");
    expect(headers.get("Cache-Control")).toBe("no-cache, no-transform");
    expect(headers.get("X-Accel-Buffering")).toBe("no");
    expect(headers.get("Content-Encoding")).toBeNull();
    expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    await body?.cancel();
    await expect.poll(() => monitor.feed.isWatched(), PATIENT).toBe(false);

    const deaf = connect(port, "127.0.0.1");
    deaf.on("error", () => {});
    deaf.write("GET /monitor/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await expect.poll(() => monitor.feed.isWatched(), PATIENT).toBe(true);
    const large = { markup: "x".repeat(60_000) };
    await expect
      .poll(() => {
        for (let n = 0; n < 100; n++) monitor.feed.push("incident", large);
        return monitor.feed.isWatched();
      }, PATIENT)
      .toBe(false);
    deaf.destroy();
    await monitor.close();
  });

  it("no more come in than are allowed, and one who goes makes room", async () => {
    const source = plantedSource({ now: Date.now(), incidents: [] });
    const feed = createFeed(10, 1);
    const routes = monitorRoutes({
      source,
      feed,
      doors: { password: undefined, signIn: undefined, peer: () => "127.0.0.1" },
    });
    const answers: Response[] = [];
    for (let n = 0; n < 201; n++) answers.push(await routes.request("/monitor/events"));
    expect(answers.filter(({ status }) => status === 200).length).toBe(200);
    expect(answers.at(-1)?.status).toBe(503);
    await answers[0]?.body?.cancel();
    answers.push(await routes.request("/monitor/events"));
    expect(answers.at(-1)?.status).toBe(200);
    for (const { body } of answers.slice(1)) await body?.cancel();
    expect(feed.isWatched()).toBe(false);
  });
});
