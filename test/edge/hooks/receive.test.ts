import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { DurableSignal } from "../../../src/contracts/signal.ts";
import { hookRoutes } from "../../../src/edge/hooks/receive.ts";

const SECRET = "made for this test";
const PUSH = {
  ref: "refs/heads/main",
  before: "1".repeat(40),
  after: "2".repeat(40),
  deleted: false,
  repository: { full_name: "acme/market", default_branch: "main" },
  commits: [{ added: ["naïve/路径.ts"], modified: [], removed: [] }],
};

const sign = (body: string, secret = SECRET): string =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

function harness(answer: "accepted" | "duplicate" | "overloaded" = "accepted") {
  const stored: [string, DurableSignal][] = [];
  const app = hookRoutes({
    secret: SECRET,
    accept: async (key, signal) => {
      await new Promise((resolve) => setImmediate(resolve));
      if (answer !== "overloaded") stored.push([key, signal]);
      return answer;
    },
    now: () => Date.parse("2026-11-22T10:00:00Z"),
  });
  const send = async (body: string, headers: Record<string, string | undefined> = {}, method = "POST") => {
    const all = {
      "content-type": "application/json",
      "x-github-event": "push",
      "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      "x-hub-signature-256": sign(body),
      ...headers,
    };
    const sent = Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    return app.request("/api/github/webhooks", {
      method,
      headers: sent,
      ...(method === "POST" ? { body } : {}),
    });
  };
  return { stored, send };
}

describe("GitHub's webhooks", () => {
  it("are stored under their delivery's id before they are answered 202", async () => {
    const { stored, send } = harness();
    const response = await send(JSON.stringify(PUSH));
    expect(stored).toHaveLength(1);
    expect([response.status, await response.json()]).toEqual([202, { status: "accepted" }]);
    expect(stored[0]).toMatchObject([
      "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      { kind: "push", receivedAt: "2026-11-22T10:00:00.000Z", paths: ["naïve/路径.ts"] },
    ]);
  });

  it("that were delivered before are 202 as well; overload is 503 with Retry-After", async () => {
    const body = JSON.stringify(PUSH);
    const again = await harness("duplicate").send(body);
    expect([again.status, await again.json()]).toEqual([202, { status: "duplicate" }]);
    const busy = await harness("overloaded").send(body);
    expect(busy.status).toBe(503);
    expect(Number(busy.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("that mean nothing here are 202 and stored nowhere", async () => {
    const { stored, send } = harness();
    const response = await send(JSON.stringify({ zen: "Speak like a human." }), { "x-github-event": "ping" });
    expect([response.status, await response.json()]).toEqual([202, { status: "ignored" }]);
    expect(stored).toEqual([]);
  });
});

describe("what is refused, in order, with nothing stored", () => {
  const good = JSON.stringify(PUSH);
  const huge = String(26 * 1024 * 1024);
  it.each<[string, number, string, Record<string, string | undefined>, string?]>([
    ["method", 405, good, { "content-type": "text/plain", "content-length": huge }, "PUT"],
    ["content type", 415, good, { "content-type": "text/plain", "content-length": huge }],
    ["form encoding", 415, good, { "content-type": "application/x-www-form-urlencoded" }],
    ["declared size", 413, good, { "content-length": huge, "x-hub-signature-256": undefined }],
    ["no signature", 401, "{", { "x-hub-signature-256": undefined, "x-github-event": undefined }],
    ["an empty signature", 401, good, { "x-hub-signature-256": "" }],
    ["another secret's", 401, "{", { "x-hub-signature-256": sign("{", "another") }],
    ["another body's", 401, good, { "x-hub-signature-256": sign(`${good} `) }],
    ["SHA-1 in its place", 401, good, { "x-hub-signature-256": `sha1=${"0".repeat(40)}` }],
    ["an unsigned empty body", 401, "", { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }],
    ["signed, without an event", 400, good, { "x-github-event": undefined }],
    ["signed, without a delivery", 400, good, { "x-github-delivery": undefined }],
    ["signed, with a delivery that is none", 400, good, { "x-github-delivery": "../../x" }],
    ["signed, but no JSON", 400, "{", {}],
    ["signed, but no push", 400, "{}", {}],
  ])("%s: %i", async (_what, status, body, headers, method) => {
    const { stored, send } = harness();
    const response = await send(body, headers, method);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.any(String), hint: expect.any(String) });
    expect(stored).toEqual([]);
  });

  it("a body beyond the limit that declares no length", async () => {
    const app = hookRoutes({ secret: SECRET, accept: async () => "accepted", now: () => 0 });
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent++;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const response = await app.request("/api/github/webhooks", {
      method: "POST",
      body,
      duplex: "half",
      headers: { "content-type": "application/json", "x-hub-signature-256": "sha256=0" },
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(30);
  });

  it("an empty secret, at the start", () => {
    expect(() => hookRoutes({ secret: "", accept: async () => "accepted", now: () => 0 })).toThrow(
      /WEBHOOK_SECRET/,
    );
  });
});
