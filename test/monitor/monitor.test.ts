import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import type { BusState } from "../../src/contracts/ports/bus-state.ts";
import type { MemoryState } from "../../src/contracts/ports/memory.ts";
import type { PressureState } from "../../src/contracts/ports/pressure.ts";
import { createFeed, type Feed } from "../../src/monitor/feed.ts";
import { incidentCard } from "../../src/monitor/incident-card.ts";
import { monitorRoutes } from "../../src/monitor/routes.ts";
import type { MonitorSource } from "../../src/monitor/view.ts";
import { aDiagnosis, anAnomaly, anIncident, at, aVerdict } from "../loop/an-incident.ts";

const now = Date.parse(at(10_000));
let incidents: Incident[] = [];
const memory: MemoryState = { state: "ready", waiting: 0 };
const roomy: PressureState = { step: "none", memory: { used: 200e6, limit: 512e6 }, reason: null };
let pressure = roomy;
const localBus: BusState = { carries: "local", wanted: "local", reason: null };
let bus = localBus;
let feed: Feed;

const source: MonitorSource = {
  now: () => now,
  incidents: async (limit) => incidents.slice(0, limit),
  incident: async (id) => incidents.find((incident) => incident.id === id) ?? null,
  memory: () => memory,
  pressure: () => pressure,
  bus: () => bus,
  model: () => null,
  letters: async () => 2,
  metrics: async () => "sre_space_services 1\n",
  services: () => [
    {
      repository: "acme/marketplace",
      service: "quotes",
      environment: "production",
      revisions: ["a".repeat(40)],
      requestsPerSecond: 12.3,
      errorRatio: 0.31,
      p95Ms: 20,
      memoryBytes: 128e6,
      lastSeen: at(9_000),
      broken: true,
    },
  ],
  unclaimed: () => [],
  limits: () => [],
  lastSignalAt: () => at(9_500),
  repositories: () => ["acme/marketplace"],
};
const routes = (password?: string, peer = "127.0.0.1") =>
  monitorRoutes({ source, feed, password, peer: () => peer });

beforeEach(() => {
  incidents = [anIncident()];
  feed = createFeed(50, 1000);
  pressure = roomy;
  bus = localBus;
});

const hostile = `<script>document.title="owned"</script><img src=x onerror='document.title="owned"'>"onmouseover="x`;

describe("the pages", () => {
  it("say in one sentence how it stands, and show what each incident has come to", async () => {
    const page = await (await routes().request("/monitor")).text();
    expect(page).toContain("One incident in flight. Nobody is needed.");
    expect(page).toContain("30% of POST /quotes fail in quotes.");
    expect(page).toContain("12.3/s");
  });

  it("say which bus carries what was acknowledged, where it is another than the one in the process", async () => {
    expect(await (await routes().request("/monitor")).text()).toContain("Carried by the one in the process.");
    bus = { carries: "redis", wanted: "redis", reason: null };
    expect(await (await routes().request("/monitor")).text()).toContain("Carried by Redis.");
    bus = { carries: "local", wanted: "redis", reason: "The redis bus <b>cannot</b> be reached." };
    const page = await (await routes().request("/monitor")).text();
    expect(page).toContain("Redis is away: alerts, webhooks and commands are acted on from the journal.");
    expect(page).toContain("&lt;b&gt;cannot&lt;/b&gt;");
    expect(await (await routes().request("/api/status")).json()).toMatchObject({ bus, letters: 2 });
  });

  it("say what the memory guard has given up, and nothing of it while there is room", async () => {
    expect(await (await routes().request("/monitor")).text()).toContain(
      "200 of 512 MB; nothing is given up.",
    );
    pressure = { ...roomy, step: "no-model", reason: "Memory is short (480 of 512 MB)." };
    expect(await (await routes().request("/monitor")).text()).toContain("Memory is short (480 of 512 MB).");
    expect(await (await routes().request("/api/status")).json()).toMatchObject({ pressure });
  });

  it("show nothing from telemetry, commits or policy as markup", async () => {
    incidents = [
      anIncident({
        anomaly: anAnomaly({
          service: hostile,
          operation: hostile,
          summary: hostile,
          blastRadius: [hostile],
        }),
        evidence: {
          collectedAt: at(0),
          localisation: [],
          items: [
            {
              id: "E1",
              kind: "log",
              text: hostile,
              service: hostile,
              template: hostile,
              count: 1,
              countBefore: 0,
            },
          ],
        },
        diagnosis: aDiagnosis({
          wouldSettle: [hostile],
          hypotheses: [
            {
              suspect: null,
              mechanism: hostile,
              probability: 1,
              because: [],
              against: [],
              reasons: [{ text: hostile, favours: true, evidence: [hostile] }],
              summary: hostile,
            },
          ],
        }),
        verdict: aVerdict("report", { rules: [{ rule: hostile, answer: "fail", reason: hostile }] }),
        needsHuman: { since: at(0), reason: hostile },
        thoughts: [{ at: at(1), agent: "scout", text: hostile, evidence: [hostile] }],
      }),
    ];
    for (const path of ["/monitor", `/monitor/incidents/${incidents[0]?.id}`]) {
      const answer = await routes().request(path);
      const page = await answer.text();
      expect(page).toContain("&lt;script&gt;document.title");
      expect(page).not.toContain("<script>document");
      expect(page).not.toContain("<img src=x");
      expect(answer.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    }
  });

  it("are closed to other machines without a password, and open with it", async () => {
    expect((await routes(undefined, "192.0.2.7").request("/monitor")).status).toBe(403);
    expect((await routes(undefined, "192.0.2.7").request("/api/incidents")).status).toBe(403);
    const proxied = { headers: { "X-Forwarded-For": "192.0.2.7" } };
    expect((await routes().request("/monitor", proxied)).status).toBe(403);
    expect((await routes("secret", "192.0.2.7").request("/monitor")).status).toBe(401);
    const login = (password: string) => ({ headers: { Authorization: `Basic ${btoa(`me:${password}`)}` } });
    expect((await routes("secret", "192.0.2.7").request("/monitor", login("wrong!"))).status).toBe(401);
    expect((await routes("secret", "192.0.2.7").request("/monitor", login("secret"))).status).toBe(200);
  });

  it("answer the same as JSON", async () => {
    expect(await (await routes().request("/api/incidents")).json()).toEqual(
      JSON.parse(JSON.stringify(incidents)),
    );
    expect(await (await routes().request(`/api/incidents/${incidents[0]?.id}`)).json()).toMatchObject({
      id: incidents[0]?.id,
    });
    expect(await (await routes().request("/api/status")).json()).toMatchObject({ open: 1, needsHuman: 0 });
    expect((await routes().request("/api/incidents/none")).status).toBe(404);
  });
});

/** Reads the stream until that many events have come. */
async function events(
  response: Response,
  count: number,
): Promise<{ id: string; event: string; data: string }[]> {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (text.split("\n\n").filter((block) => block.includes("event:")).length < count) {
    const { value, done } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text
    .split("\n\n")
    .filter((block) => block.includes("event:"))
    .map((block) => {
      const field = (name: string) =>
        block
          .split("\n")
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2) ?? "";
      return { id: field("id"), event: field("event"), data: field("data") };
    });
}

describe("the stream", () => {
  it("takes up after the last event that the client has seen, without a gap and without a double", async () => {
    for (const n of [1, 2, 3, 4]) feed.push("status", { n });
    const response = await routes().request("/monitor/events", { headers: { "Last-Event-ID": "1001" } });
    feed.push("status", { n: 5 });
    expect((await events(response, 3)).map(({ id, data }) => [id, data])).toEqual([
      ["1002", '{"n":3}'],
      ["1003", '{"n":4}'],
      ["1004", '{"n":5}'],
    ]);
  });

  it("tells a client that was away for too long, or before a restart, to begin anew", async () => {
    for (let n = 0; n < 60; n++) feed.push("status", { n });
    for (const seen of ["1003", "17", "999999"]) {
      const response = await routes().request("/monitor/events", { headers: { "Last-Event-ID": seen } });
      expect((await events(response, 1))[0]?.event).toBe("reset");
    }
  });

  it("begins anew for a client that missed more than it would be sent at once", async () => {
    feed = createFeed(2000, 1000);
    for (let n = 0; n < 600; n++) feed.push("status", { n });
    const response = await routes().request("/monitor/events", { headers: { "Last-Event-ID": "1001" } });
    expect((await events(response, 1))[0]).toMatchObject({ event: "reset", id: "1599" });
  });
});

const withoutBrowser = (process.env.SRE_SPACE_ABSENT ?? "").includes("chromium");
describe.skipIf(withoutBrowser)("in a browser", () => {
  let browser: Browser;
  let server: ServerType;
  let address: string;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    server = serve({ fetch: (request) => routes().fetch(request), port: 0, hostname: "127.0.0.1" });
    await new Promise((listening) => server.once("listening", listening));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/monitor`;
  });
  afterAll(async () => {
    await browser?.close();
    if (server && "closeAllConnections" in server) server.closeAllConnections();
    server?.close();
  });

  it("an incident moves and a new one appears without a reload", async () => {
    const page = await browser.newPage();
    await page.goto(address);
    await page.evaluate(() => Object.assign(globalThis, { notReloaded: true }));
    const [first] = incidents as [Incident];
    await expect
      .poll(() => page.locator(`#incident-${first.id} [aria-current]`).textContent())
      .toBe("observe");

    const diagnosed = {
      ...first,
      evidence: { collectedAt: at(0), items: [], localisation: [] },
      diagnosis: aDiagnosis(),
      verdict: aVerdict("merge"),
    };
    feed.push("incident", { id: first.id, markup: incidentCard(diagnosed, now).toString() });
    await page.locator(`#incident-${first.id} [aria-current]`, { hasText: "act" }).waitFor();

    const other = anIncident({ id: "zz-0123456789ab", anomaly: anAnomaly({ service: hostile }) });
    feed.push("incident", { id: other.id, markup: incidentCard(other, now).toString() });
    await page.locator(`#incident-${other.id}`).waitFor();
    expect(await page.title()).toBe("SRE-Space · Orbital Monitor");
    expect(await page.evaluate(() => "notReloaded" in globalThis)).toBe(true);
    await page.close();
  });

  it("is complete without script", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(address);
    expect(await page.locator("article.incident").count()).toBe(1);
    await context.close();
  });
});
