import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openCheckouts } from "../../marketplace-demo/world/checkouts.ts";
import { type Canaries, createCanaries } from "../../marketplace-demo/world/create-canaries.ts";
import { createDeployer, type Deployer } from "../../marketplace-demo/world/deployer.ts";
import { runGit } from "../../marketplace-demo/world/run-git.ts";
import { type ServiceSwitch, startServiceSwitch } from "../../marketplace-demo/world/service-switch.ts";
import { type Supervised, superviseService } from "../../marketplace-demo/world/supervise-service.ts";

const SERVICE = `
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
const text = readFileSync(new URL("./text.txt", import.meta.url), "utf8").trim();
if (text === "cannot start") process.exit(3);
const server = createServer((request, response) => {
  if (request.url === "/die") process.exit(9);
  response.end(JSON.stringify({ text, revision: process.env.REVISION, pid: process.pid }));
});
server.listen(Number(process.env.PORT), "127.0.0.1");
process.on("SIGTERM", () => { server.close(() => process.exit(0)); server.closeIdleConnections(); });
`;
const DEPLOY = `
services:
  quotes: {command: [node, quotes/main.js], paths: [quotes/**, shared/**], port_env: PORT, health: /healthz}
  policies: {command: [node, policies/main.js], paths: [policies/**, shared/**], port_env: PORT, health: /healthz}
`;

let directory: string;
let work: string;
let deployer: Deployer;
let canaries: Canaries;
const fronts = new Map<string, ServiceSwitch>();
const services = new Map<string, Supervised>();
const recorded: { sha: string; services: string[]; states: string[] }[] = [];

async function commit(files: Record<string, string>): Promise<string> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(work, name)), { recursive: true });
    await writeFile(join(work, name), content);
  }
  await runGit(work, ["add", "--all"]);
  await runGit(work, [
    "-c",
    "user.name=dev",
    "-c",
    "user.email=dev@shop.example",
    "commit",
    "--quiet",
    "-m",
    "change",
  ]);
  await runGit(work, ["push", "--quiet", "origin", "HEAD:main"]);
  return (await runGit(work, ["rev-parse", "HEAD"])).trim();
}

async function ask(service: string): Promise<{ text: string; revision: string; pid: number }> {
  return (await fetch(fronts.get(service)?.url ?? "")).json() as never;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "deployer-test-"));
  work = join(directory, "work");
  await runGit(directory, ["init", "--quiet", "--bare", "--initial-branch=main", "origin.git"]);
  await runGit(directory, ["clone", "--quiet", "origin.git", "work"]);
  const first = await commit({
    "deploy.yml": DEPLOY,
    "package.json": '{"type": "module"}',
    "quotes/main.js": SERVICE,
    "quotes/text.txt": "quotes one",
    "policies/main.js": SERVICE,
    "policies/text.txt": "policies one",
  });
  await mkdir(join(directory, "node_modules"));
  const checkouts = await openCheckouts({
    remote: join(directory, "origin.git"),
    directory: join(directory, "checkouts"),
    nodeModules: join(directory, "node_modules"),
  });
  for (const service of ["quotes", "policies"]) {
    const front = await startServiceSwitch(service);
    fronts.set(service, front);
    services.set(
      service,
      superviseService({
        service,
        front,
        logDirectory: join(directory, "logs"),
        environment: (revision) => ({ PATH: process.env.PATH, REVISION: revision }),
        say: () => {},
      }),
    );
  }
  canaries = createCanaries({
    switches: fronts,
    logDirectory: join(directory, "logs"),
    environment: (_service, revision) => ({ PATH: process.env.PATH, REVISION: revision }),
    say: () => {},
  });
  deployer = createDeployer({
    checkouts,
    services,
    canaries,
    environment: {},
    say: () => {},
    record: {
      async create(sha, touched) {
        recorded.push({ sha, services: touched, states: [] });
        return recorded.length - 1;
      },
      async status(id, state) {
        recorded[id]?.states.push(state);
      },
    },
  });
  expect((await deployer.deploy(first)).state).toBe("success");
});

afterAll(async () => {
  await canaries.stop();
  await Promise.all([...services.values()].map((service) => service.stop()));
  await Promise.all([...fronts.values()].map((front) => front.close()));
  await rm(directory, { recursive: true, force: true });
});

describe("the deployer", () => {
  it("replaces only the service whose files the commit touches", async () => {
    const before = await ask("policies");
    const sha = await commit({ "quotes/text.txt": "quotes two" });
    const deployed = await deployer.deploy(sha);
    expect(deployed).toMatchObject({ sha, services: ["quotes"], state: "success" });
    expect(await ask("quotes")).toMatchObject({ text: "quotes two", revision: sha });
    expect(await ask("policies")).toEqual(before);
    expect(recorded.at(-1)).toEqual({ sha, services: ["quotes"], states: ["in_progress", "success"] });
  });

  it("catches up with every commit since the revision that a service runs", async () => {
    await commit({ "policies/text.txt": "policies two" });
    const sha = await commit({ "README.md": "words" });
    expect((await deployer.deploy(sha)).services).toEqual(["policies"]);
    expect(await ask("policies")).toMatchObject({ text: "policies two", revision: sha });
  });

  it("records a deployment that replaces nothing", async () => {
    const sha = await commit({ "README.md": "more words" });
    expect(await deployer.deploy(sha)).toMatchObject({ services: [], state: "success" });
    expect(recorded.at(-1)).toEqual({ sha, services: [], states: ["in_progress", "success"] });
  });

  it("deploys in the order of the pushes and loses no request meanwhile", async () => {
    const statuses: number[] = [];
    let stop = false;
    const caller = (async () => {
      while (!stop) {
        const answer = await fetch(fronts.get("quotes")?.url ?? "");
        await answer.arrayBuffer();
        statuses.push(answer.status);
      }
    })();
    const a = await commit({ "quotes/text.txt": "quotes a" });
    const first = deployer.deploy(a);
    const b = await commit({ "shared/list.txt": "one" });
    const second = deployer.deploy(b);
    expect((await first).services).toEqual(["quotes"]);
    expect((await second).services).toEqual(["quotes", "policies"]);
    expect((await second).startedAt).toBeGreaterThanOrEqual((await first).endedAt);
    stop = true;
    await caller;
    expect(statuses.length).toBeGreaterThan(0);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await ask("quotes")).toMatchObject({ revision: b });
  });

  it("keeps the old process where the new one does not start, and says so", async () => {
    const before = await ask("quotes");
    const sha = await commit({ "quotes/text.txt": "cannot start" });
    const deployed = await deployer.deploy(sha);
    expect(deployed.state).toBe("failure");
    expect(deployed.problem).toContain("ended while starting");
    expect(recorded.at(-1)?.states).toEqual(["in_progress", "failure"]);
    expect(await ask("quotes")).toEqual(before);
    const fixed = await commit({ "quotes/text.txt": "quotes again" });
    expect((await deployer.deploy(fixed)).services).toEqual(["quotes"]);
    expect(await ask("quotes")).toMatchObject({ text: "quotes again" });
  });

  it("tries a commit out in one of two instances, until the next one to that service", async () => {
    const whole = (await ask("quotes")).revision;
    const tried = await commit({ "quotes/text.txt": "quotes tried" });
    deployer.tryOut(tried);
    expect((await deployer.deploy(tried)).services).toEqual(["quotes"]);
    expect(new Set([(await ask("quotes")).revision, (await ask("quotes")).revision])).toEqual(
      new Set([whole, tried]),
    );
    // Another service's commit holds the tried one, too, and does not bring it to the whole of this.
    const other = await commit({ "policies/text.txt": "policies beside" });
    expect((await deployer.deploy(other)).services).toEqual(["policies"]);
    expect(services.get("quotes")?.revision()).toBe(whole);
    const back = await commit({ "quotes/text.txt": "quotes again" });
    expect((await deployer.deploy(back)).services).toEqual(["quotes"]);
    for (let i = 0; i < 3; i++) expect(await ask("quotes")).toMatchObject({ revision: back });
  });

  it("starts a process that died again, at the revision it had", async () => {
    const before = await ask("policies");
    await fetch(`${fronts.get("policies")?.url}/die`).catch(() => {});
    await expect
      .poll(
        () =>
          ask("policies")
            .then((now) => now.pid)
            .catch(() => before.pid),
        { timeout: 30_000 },
      )
      .not.toBe(before.pid);
    expect((await ask("policies")).revision).toBe(before.revision);
  });
});
