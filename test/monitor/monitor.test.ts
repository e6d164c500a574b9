import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeEach, describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import type { BusState } from "../../src/contracts/ports/bus-state.ts";
import type { MemoryState } from "../../src/contracts/ports/memory.ts";
import type { PressureState } from "../../src/contracts/ports/pressure.ts";
import type { QuotaState } from "../../src/contracts/ports/quota.ts";
import { createFeed, type Feed } from "../../src/monitor/feed.ts";
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
let quota: QuotaState[] = [];
let workers: string[] | null = null;
let bundle: { name: string; content: Uint8Array }[] | null = null;
let feed: Feed;

const source: MonitorSource = {
  now: () => now,
  incidents: async (limit) => incidents.slice(0, limit),
  incident: async (id) => incidents.find((incident) => incident.id === id) ?? null,
  bundle: async () => bundle,
  memory: () => memory,
  pressure: () => pressure,
  bus: () => bus,
  model: () => null,
  letters: async () => 2,
  quota: () => quota,
  workers: () => workers,
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
  monitorRoutes({ source, feed, doors: { password, signIn: undefined, peer: () => peer } });

beforeEach(() => {
  incidents = [anIncident()];
  feed = createFeed(50, 1000);
  pressure = roomy;
  bus = localBus;
  quota = [];
  workers = null;
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

  it("say how much GitHub still allows, and warn before that is nothing", async () => {
    const page = async () => (await routes().request("/monitor")).text();
    expect(await page()).toContain("Not asked yet.");
    const limit = {
      of: "acme",
      resource: "core",
      remaining: 4812,
      limit: 5000,
      resetAt: at(10_000 + 1380_000),
    };
    quota = [limit, { ...limit, resource: "search", remaining: 0, limit: 30, resetAt: at(9_000) }];
    expect(await page()).toMatch(
      /data-health="good"><dt>GitHub<\/dt> <dd>4,812 of 5,000 requests left; whole again in 23 min/,
    );
    quota.push({ ...limit, of: "other", remaining: 12 });
    expect(await page()).toMatch(/data-health="bad"><dt>GitHub<\/dt> <dd>12 of 5,000 requests of other left/);
    quota.push({ ...limit, of: "third", resource: "graphql", remaining: 0 });
    expect(await page()).toContain("Until then nothing is read or written.");
    expect(await (await routes().request("/api/status")).json()).toMatchObject({ quota });
  });

  it("apart from every worker, say which are there, and that nothing is known where none is", async () => {
    workers = ["host-1 a", "host-2 b"];
    expect(await (await routes().request("/monitor")).text()).toContain("2 are there: host-1 a, host-2 b.");
    workers = [];
    incidents = [];
    const page = await (await routes().request("/monitor")).text();
    expect(page).toContain("No worker is there: nothing can be said.");
    expect(page).toContain('data-state="stale"');
    expect(page).toContain("None is there: nothing is watched, and nobody acts.");
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
    // Behind a proxy everybody seems to be here, and a name of somebody else's may lead here.
    const elsewhere: Record<string, string>[] = [
      { "X-Forwarded-For": "192.0.2.7" },
      { Forwarded: "for=192.0.2.7" },
      { Host: "evil.test" },
    ];
    for (const headers of elsewhere)
      expect((await routes().request("/monitor", { headers })).status).toBe(403);
    expect((await routes("secret", "192.0.2.7").request("/monitor")).status).toBe(401);
    const login = (password: string) => ({ headers: { Authorization: `Basic ${btoa(`me:${password}`)}` } });
    expect((await routes("secret", "192.0.2.7").request("/monitor", login("wrong!"))).status).toBe(401);
    expect((await routes("secret", "192.0.2.7").request("/monitor", login("secret"))).status).toBe(200);
  });

  it("hand out an incident's bundle as an archive that tar takes, and say where there is none", async () => {
    const id = incidents[0]?.id as string;
    const path = `/monitor/incidents/${id}/bundle.tar.gz`;
    expect((await routes().request(path)).status).toBe(404);
    bundle = [
      { name: "bundle.json", content: Buffer.from('{"repository": "acme/marketplace"}') },
      { name: "empty.jsonl", content: Buffer.alloc(0) },
      { name: "traces.jsonl", content: Buffer.from("é".repeat(10_000)) },
    ];
    expect((await routes().request("/monitor/incidents/none/bundle.tar.gz")).status).toBe(404);
    const answer = await routes().request(path);
    expect(answer.headers.get("Content-Disposition")).toBe(`attachment; filename="${id}.tar.gz"`);
    const folder = mkdtempSync(join(tmpdir(), "sre-space-bundle-"));
    writeFileSync(join(folder, "it.tar.gz"), new Uint8Array(await answer.arrayBuffer()));
    await promisify(execFile)("tar", ["xzf", "it.tar.gz"], { cwd: folder });
    for (const { name, content } of bundle) expect(readFileSync(join(folder, id, name))).toEqual(content);
    rmSync(folder, { recursive: true });
    bundle = null;
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
