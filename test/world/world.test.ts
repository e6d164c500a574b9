import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyEnvironment } from "../../marketplace-demo/world/apply-environment.ts";
import { controlsOf } from "../../marketplace-demo/world/controls-of-world.ts";
import { createControls } from "../../marketplace-demo/world/create-controls.ts";
import { type Ground, prepareGround } from "../../marketplace-demo/world/prepare-ground.ts";
import { probeMarketplace } from "../../marketplace-demo/world/probe-marketplace.ts";
import { runGit } from "../../marketplace-demo/world/run-git.ts";
import { seededRandom } from "../../marketplace-demo/world/seeded-random.ts";
import { startWorld, type World } from "../../marketplace-demo/world/start-world.ts";

/** Processes that this test process started, directly or through others. */
function descendants(): string[] {
  const parents = new Map<string, { parent: string; command: string }>();
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (fields[0] === "Z") continue;
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      parents.set(pid, { parent: fields[1] as string, command });
    } catch {
      // It ended while we looked.
    }
  }
  const isOurs = (pid: string): boolean => {
    const parent = parents.get(pid)?.parent;
    return parent !== undefined && (parent === String(process.pid) || isOurs(parent));
  };
  return [...parents].filter(([pid]) => isOurs(pid)).map(([, { command }]) => command);
}

describe("a whole world without the engine", () => {
  let directory: string;
  let ground: Ground;
  let world: World;
  const lines: string[] = [];
  const before = process.platform === "linux" ? descendants().length : 0;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "world-test-"));
    ground = await prepareGround(3, join(directory, "logs"));
    const say = (line: string) => void lines.push(line);
    const controls = createControls({
      catalogue: new Map(),
      own: new Map(),
      ...controlsOf(() => world, 3, say),
    });
    world = await startWorld(ground, {
      name: "smoke",
      seed: 3,
      intake: "otlp",
      port: 0,
      githubLatency: 0,
      withService: false,
      controls: controls.handler,
      say,
      onCrash: (message) => lines.push(message),
    });
  }, 120_000);

  afterAll(async () => {
    await world?.stop();
    await ground?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const address = () => `http://127.0.0.1:${world.front.port}`;

  it("serves customers, every one of them", async () => {
    await expect.poll(() => world.traffic.since(0).total, { timeout: 60_000 }).toBeGreaterThan(60);
    expect(world.traffic.since(0).failures).toEqual([]);
  });

  it("has one front: the shop, the controls, and a clear word where the engine is missing", async () => {
    const shop = await fetch(`${address()}/`);
    expect(shop.status).toBe(200);
    expect(await shop.text()).toContain("Fernhill");
    const controls = await fetch(`${address()}/controls`);
    expect(controls.status).toBe(200);
    expect(await controls.text()).toContain("Break it on purpose");
    const monitor = await fetch(`${address()}/monitor`);
    expect(monitor.status).toBe(503);
    expect(await monitor.text()).toContain("not running");
  });

  it("sees the marketplace's own telemetry", async () => {
    await expect
      .poll(() => world.alerting.readings().map((reading) => `${reading.service} ${reading.span}`), {
        timeout: 60_000,
      })
      .toEqual(
        expect.arrayContaining(["quotes POST /quotes", "storefront POST /quotes", "policies GET /policies"]),
      );
  });

  it("deploys an innocent push without losing a request, and records it", async () => {
    const clone = join(directory, "developer");
    await runGit(directory, ["clone", "--quiet", world.github.remote, clone]);
    const file = join(clone, "services/quotes/main.ts");
    await writeFile(file, `${readFileSync(file, "utf8")}// A comment changes nothing.\n`);
    const who = ["-c", "user.name=dev", "-c", "user.email=dev@fernhill.example"];
    await runGit(clone, [...who, "commit", "--quiet", "--all", "-m", "docs: say so"]);
    const sha = (await runGit(clone, ["rev-parse", "HEAD"])).trim();
    const from = Date.now();
    await runGit(clone, ["push", "--quiet", "origin", "HEAD:main"]);
    await expect.poll(() => world.services.get("quotes")?.revision(), { timeout: 60_000 }).toBe(sha);
    await world.deployer.idle();
    expect(world.services.get("policies")?.revision()).not.toBe(sha);
    await expect.poll(() => world.traffic.since(from).total, { timeout: 60_000 }).toBeGreaterThan(30);
    expect(world.traffic.since(from).failures).toEqual([]);
    const { repository, host } = world.github;
    const deployments = (await (
      await fetch(`http://${host}/api/v3/repos/${repository}/deployments?sha=${sha}`)
    ).json()) as { environment: string; payload: { services: string[] }; statuses_url: string }[];
    expect(deployments).toMatchObject([{ environment: "production", payload: { services: ["quotes"] } }]);
    const statuses = (await (await fetch(deployments[0]?.statuses_url ?? "")).json()) as { state: string }[];
    expect(statuses.map((status) => status.state)).toEqual(["success", "in_progress"]);
  });

  it.each([
    { action: "stop", target: "quotes" },
    { action: "stop", target: "database" },
    { action: "errors", target: "policies", ratio: 1 },
    { action: "lock-table", table: "quotes" },
    { action: "slow", target: "quotes", ms: 2_000 },
  ])("breaks its surroundings so that customers feel it, and mends them: $action $target", async (action) => {
    const from = Date.now();
    const lift = await applyEnvironment(world, action, () => 0);
    const hurt = () => world.traffic.since(from).failed > 0 || world.traffic.since(from).slowest > 1_000;
    await expect.poll(hurt, { timeout: 60_000 }).toBe(true);
    await lift();
    const healthy = await probeMarketplace({
      baseUrl: address(),
      random: seededRandom(1),
      giveUp: () => false,
      alsoGood: (since) => world.traffic.since(since).failed === 0,
    });
    expect(healthy.healthySince).toBeGreaterThan(from);
  });

  /** What one customer is answered, and as how many. */
  const ask = async (path: string, body?: object) => {
    const answer = await fetch(`${address()}${path}`, {
      method: body ? "POST" : "GET",
      headers: { accept: "application/json", "content-type": "application/json" },
      body: body ? JSON.stringify(body) : null,
    });
    return { status: answer.status, body: (await answer.json()) as { id: string } };
  };
  const car = { kind: "new", product: "motor", postcode: "LS6 2AB", age: 34, vehicleGroup: 17, excess: 250 };
  const compare = async () => (await ask("/quotes", { ...car, annualMileage: 8_000 })).status;
  const buy = async () => {
    return (
      await ask("/policies", { quoteId: bought, carrier: "alder", name: "Jo", email: "jo@example.com" })
    ).status;
  };
  let bought = "";

  it.each([
    ["stop", { target: "carrier" }, buy, 502],
    ["expire-certificate", { target: "carrier" }, buy, 502],
    ["break-dns", { target: "carrier" }, buy, 502],
    ["skew-clock", { target: "policies" }, buy, 502],
    ["break-dns", { target: "quotes" }, compare, 502],
    ["fill-disk", { target: "database" }, compare, 502],
    ["poison-record", { target: "quotes" }, compare, 502],
    ["one-bad-node", { target: "quotes" }, compare, 502],
    ["stop", { target: "node-1" }, compare, 502],
  ])(
    "has an outside world, and machines, that fail as real ones do: %s %o",
    async (action, what, attempt, broken) => {
      bought ||= (await ask("/quotes", { ...car, annualMileage: 8_000 })).body.id;
      await expect.poll(attempt, { timeout: 60_000 }).toBe(201);
      const lift = await applyEnvironment(world, { action, ...what }, () => 0);
      await expect.poll(attempt, { timeout: 60_000 }).toBe(broken);
      await lift();
      await expect.poll(attempt, { timeout: 60_000 }).toBe(201);
    },
  );

  it("fills a service's memory without a commit, and gives it back", async () => {
    const resident = () => {
      const status = readFileSync(`/proc/${world.services.get("quotes")?.pid()}/status`, "utf8");
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
    };
    const before = resident();
    const lift = await applyEnvironment(world, { action: "leak", target: "quotes", megabytes: 200 }, () => 0);
    await expect.poll(resident, { timeout: 60_000 }).toBeGreaterThan(before + 300);
    const after = resident();
    await lift();
    await expect.poll(compare, { timeout: 60_000 }).toBe(201);
    await expect.poll(resident, { timeout: 60_000 }).toBeLessThan(after - 100);
  });

  it("lets operations override a flag", async () => {
    const quote = (await ask("/quotes", { ...car, annualMileage: 8_000 })).body.id;
    const monthly = async () => {
      const page = await fetch(`${address()}/quotes/${quote}/checkout?carrier=alder`);
      return (await page.text()).includes('value="monthly"');
    };
    expect(await monthly()).toBe(true);
    const lift = await applyEnvironment(
      world,
      { action: "flag", name: "monthly_plans", value: false },
      () => 0,
    );
    await expect.poll(monthly, { timeout: 60_000 }).toBe(false);
    await lift();
    await expect.poll(monthly, { timeout: 60_000 }).toBe(true);
  });

  it("hears nothing from the carrier, which is somebody else's", async () => {
    const heard = world.alerting.readings().map((reading) => reading.service);
    expect(new Set(heard)).toEqual(new Set(["storefront", "quotes", "policies", "claims", "payments"]));
  });

  it("says what it cannot do", async () => {
    const tryTo = (action: string, target: string) => applyEnvironment(world, { action, target }, () => 0);
    await expect(tryTo("unplug", "quotes")).rejects.toThrow(/"unplug" is not in this world yet.*lock-table/);
    await expect(tryTo("stop", "mainframe")).rejects.toThrow(/"mainframe" is not in this world yet.*quotes/);
    await expect(tryTo("expire-certificate", "quotes")).rejects.toThrow(/There are: carrier/);
  });

  it("leaves nothing running", async () => {
    await world.stop();
    await ground.stop();
    await expect(fetch(address())).rejects.toThrow();
    if (process.platform === "linux") {
      await expect.poll(() => descendants().length, { timeout: 30_000 }).toBeLessThanOrEqual(before);
    }
  });
});
