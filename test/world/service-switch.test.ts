import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type ServiceSwitch, startServiceSwitch } from "../../marketplace-demo/world/service-switch.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function backend(
  name: string,
  hold?: Promise<void>,
): Promise<{ port: number; server: Server; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    seen.push(`${request.method} ${request.url} ${body}`);
    await hold;
    response.writeHead(200, { "x-name": name }).end(name);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(async () => server.close().closeAllConnections());
  return { port: (server.address() as AddressInfo).port, server, seen };
}

async function front(): Promise<ServiceSwitch> {
  const created = await startServiceSwitch("quotes");
  closing.push(() => created.close());
  return created;
}

describe("the switch in front of a service", () => {
  it("sends new requests to the successor and lets those under way finish where they began", async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const old = await backend("old", held);
    const next = await backend("new");
    const before = await front();
    await before.point({ port: old.port, revision: "a" });
    const underWay = fetch(before.url, { method: "POST", body: "x" }).then((answer) => answer.text());
    await expect.poll(() => old.seen.length).toBe(1);
    let drained = false;
    const pointing = before.point({ port: next.port, revision: "b" }).then(() => {
      drained = true;
    });
    expect(await (await fetch(before.url)).text()).toBe("new");
    expect(drained).toBe(false);
    release();
    expect(await underWay).toBe("old");
    await pointing;
  });

  it("loses no request while processes come and go under load", async () => {
    const switched = await front();
    let current = await backend("0");
    await switched.point({ port: current.port, revision: "0" });
    let stop = false;
    const answers: number[] = [];
    const callers = Array.from({ length: 8 }, async () => {
      while (!stop) {
        const answer = await fetch(`${switched.url}/work`, { method: "POST", body: "payload" });
        await answer.text();
        answers.push(answer.status);
      }
    });
    for (let round = 1; round <= 10; round++) {
      const count = answers.length;
      const next = await backend(String(round));
      await switched.point({ port: next.port, revision: String(round) });
      current.server.close();
      current.server.closeAllConnections();
      current = next;
      await expect.poll(() => answers.length).toBeGreaterThan(count);
    }
    stop = true;
    await Promise.all(callers);
    expect(new Set(answers)).toEqual(new Set([200]));
  });

  it("says once when a revision served its first request", async () => {
    const a = await backend("a");
    const b = await backend("b");
    const switched = await front();
    const served: string[] = [];
    switched.onFirstServed((target) => served.push(target.revision));
    await switched.point({ port: a.port, revision: "a" });
    expect(served).toEqual([]);
    for (let count = 0; count < 3; count++) await (await fetch(switched.url)).text();
    await switched.point({ port: b.port, revision: "b" });
    await (await fetch(switched.url)).text();
    expect(served).toEqual(["a", "b"]);
  });

  it("refuses connections until it points somewhere again, at the same address", async () => {
    const a = await backend("a");
    const switched = await front();
    await switched.point({ port: a.port, revision: "a" });
    const { url } = switched;
    await switched.refuse();
    await expect(fetch(url)).rejects.toThrow();
    await switched.point({ port: a.port, revision: "a" });
    expect((await fetch(url)).status).toBe(200);
  });

  it("answers errors at the ratio asked for, and none once it is lifted", async () => {
    const a = await backend("a");
    const switched = await front();
    await switched.point({ port: a.port, revision: "a" });
    const draws = [0.1, 0.6, 0.2];
    switched.interfere({ kind: "errors", ratio: 0.5, random: () => draws.shift() ?? 0.9 });
    const statuses = [];
    for (let count = 0; count < 3; count++) statuses.push((await fetch(switched.url)).status);
    expect(statuses).toEqual([503, 200, 503]);
    switched.interfere({ kind: "none" });
    expect((await fetch(switched.url)).status).toBe(200);
  });

  it("answers 502 with the reason when the process behind it is gone", async () => {
    const a = await backend("a");
    const switched = await front();
    await switched.point({ port: a.port, revision: "a" });
    a.server.close();
    a.server.closeAllConnections();
    const answer = await fetch(switched.url);
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain("quotes did not answer");
  });
});
