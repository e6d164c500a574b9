import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Settings } from "../../src/contracts/settings.ts";
import { doctorCommand } from "../../src/doctor/doctor-command.ts";
import type { Finding } from "../../src/doctor/finding.ts";
import { lookAtDataDir } from "../../src/doctor/look-at-data-dir.ts";
import { lookAtGit } from "../../src/doctor/look-at-git.ts";
import { lookAtGitHub } from "../../src/doctor/look-at-github.ts";
import { lookAtMemory } from "../../src/doctor/look-at-memory.ts";
import { lookAtModel } from "../../src/doctor/look-at-model.ts";
import { lookAtNode } from "../../src/doctor/look-at-node.ts";
import { lookAtPort } from "../../src/doctor/look-at-port.ts";
import { lookAtRepositories } from "../../src/doctor/look-at-repositories.ts";
import { PAYLOADS } from "../../src/edge/hooks/payloads.ts";
import { appPermissions } from "../../src/github/app-permissions.ts";
import { APP_PERMISSIONS, startLocalGitHub } from "../github/local-github.ts";

const servers: Server[] = [];
async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterAll(() => {
  for (const server of servers) server.close();
});

/** An address at which nobody listens. */
async function nobody(): Promise<string> {
  const url = await serving(() => {});
  const server = servers.pop() as Server;
  server.close();
  await once(server, "close");
  return url;
}

const of = (findings: readonly Finding[], about: string) => findings.find((one) => one.about === about);

describe("GitHub", () => {
  let github: Awaited<ReturnType<typeof startLocalGitHub>>;
  beforeAll(async () => {
    github = await startLocalGitHub({ permissions: { ...APP_PERMISSIONS, administration: "read" } });
  });
  afterAll(() => github.stop());

  it("is asked who we are, where we are installed, and what is lacking there", async () => {
    const findings = await lookAtGitHub(github.settings);
    expect(of(findings, "Credentials")).toMatchObject({
      state: "good",
      says: "GitHub knows us as sre-space[bot]",
    });
    // The App of this world was registered before there were redeployments, and hears of pushes alone.
    expect(of(findings, "Permissions")).toMatchObject({
      state: "odd",
      says: "the App does not ask for deployments: write, actions: write, members: read",
    });
    expect(of(findings, "Events")?.says).toMatch(/does not subscribe to .*issue_comment/);
    expect(of(findings, "Installation on acme")).toMatchObject({ state: "good" });
    expect(findings.filter(({ state }) => state === "bad")).toEqual([]);
  });

  it("does not take the key of another App, and the way out is told", async () => {
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" },
    });
    const credentials = { ...github.settings.credentials, privateKey } as Settings["credentials"];
    const findings = await lookAtGitHub({ ...github.settings, credentials });
    expect(of(findings, "Credentials")).toMatchObject({
      state: "bad",
      says: "GitHub does not take them",
      todo: expect.stringContaining("new private key"),
    });
  });

  it("is not there: the network and GHE_HOST are named", async () => {
    const [finding] = await lookAtGitHub({ ...github.settings, githubApiUrl: await nobody() });
    expect(finding).toMatchObject({ state: "bad", says: expect.stringContaining("ECONNREFUSED") });
    expect(finding?.todo).toContain("GHE_HOST");
  });

  it("is not there, and there are no credentials either: both are named at once", async () => {
    const settings = { ...github.settings, credentials: null, githubApiUrl: await nobody() };
    const findings = await lookAtGitHub(settings);
    expect(findings.map(({ about, state }) => [about, state])).toEqual([
      ["GitHub", "bad"],
      ["Credentials", "bad"],
    ]);
  });

  it("lives at another time than this machine", async () => {
    const url = await serving((_, response) => {
      response.setHeader("Date", new Date(Date.now() - 3_600_000).toUTCString());
      response.end("{}");
    });
    const findings = await lookAtGitHub({ ...github.settings, credentials: null, githubApiUrl: url });
    expect(of(findings, "Clock")?.says).toMatch(
      /^this machine is 36\d\d seconds ahead of GitHub$|^this machine is 3599 /,
    );
    expect(of(findings, "Credentials")?.todo).toContain("APP_ID");
  });

  it("has repositories: without a policy, with a broken one, with one that wants a person for every merge", async () => {
    const look = async () => (await lookAtRepositories(github.settings))[0];
    expect(await look()).toMatchObject({
      about: "acme/shop",
      state: "odd",
      says: /^it has no .sre-space.yml/ as never,
    });
    await github.push({ ".sre-space.yml": "version: 1\nmode: everything\n" }, "chore: policy");
    expect(await look()).toMatchObject({ state: "bad" });
    await github.push({ ".sre-space.yml": "version: 1\nmode: propose\n" }, "chore: policy");
    expect(await look()).toMatchObject({ state: "good", says: "mode: propose" });
    await github.push({ ".sre-space.yml": "version: 1\nmode: merge\n" }, "chore: policy");
    expect(await look()).toMatchObject({ state: "good", says: "mode: merge" });
    github.github.protectBranch("acme/shop", "main", {
      requiredReviews: {
        count: 1,
        dismissStale: false,
        requireCodeOwners: false,
        requireLastPushApproval: false,
      },
    });
    expect(await look()).toMatchObject({
      state: "odd",
      says: "mode: merge, and its branch requires 1 approving review",
    });
  });
});

it("an App that nobody has installed, and an owner who has not accepted what it asks", async () => {
  const { all } = appPermissions();
  const events = Object.keys(PAYLOADS);
  const { checks: _, ...without } = all;
  let installations: unknown[] = [];
  const url = await serving((request, response) => {
    response.setHeader("Content-Type", "application/json");
    const body = request.url?.startsWith("/app/installations")
      ? installations
      : { id: 1, slug: "ours", permissions: all, events };
    response.end(JSON.stringify(body));
  });
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const settings = {
    githubApiUrl: url,
    githubThrottle: false,
    credentials: { kind: "app", appId: "1", privateKey, webhookSecret: "s" },
  } as Settings;
  expect(of(await lookAtGitHub(settings), "Installation")).toMatchObject({
    state: "bad",
    says: "the App is installed nowhere",
  });
  const account = (login: string) => ({ id: 1, account: { login }, suspended_at: null, permissions: all });
  installations = [
    account("acme"),
    { ...account("sleepy"), suspended_at: "2026-01-01T00:00:00Z" },
    { ...account("wary"), permissions: without },
  ];
  const findings = await lookAtGitHub(settings);
  expect(of(findings, "Installation on acme")?.state).toBe("good");
  expect(of(findings, "Installation on sleepy")).toMatchObject({ state: "bad", says: "it is suspended" });
  expect(of(findings, "Installation on wary")).toMatchObject({
    state: "bad",
    says: "its owner has not accepted checks: write",
  });
});

describe("the machine", () => {
  it("has a Node that is too old, and a port that is taken", async () => {
    expect(lookAtNode("v20.20.2")).toMatchObject({ state: "bad", todo: "Install Node 24 or later." });
    expect(lookAtNode("v24.1.0").state).toBe("good");
    const { port } = new URL(await serving((_, response) => response.end()));
    expect(await lookAtPort({ port: Number(port), host: "127.0.0.1" })).toMatchObject({
      state: "odd",
      says: `${port} is taken`,
    });
    expect((await lookAtPort({ port: 0, host: "127.0.0.1" })).state).toBe("good");
    expect((await lookAtPort({ port: 0, host: "192.0.2.1" })).todo).toContain("HOST");
  });

  it("has no git, one that is too old for the demo, or one that will do", () => {
    expect(lookAtGit(null)).toMatchObject({ state: "odd", says: "there is none on the PATH" });
    expect(lookAtGit("2.34.1")).toMatchObject({
      state: "odd",
      todo: expect.stringContaining("git 2.38 or later"),
    });
    for (const version of ["2.38.0", "2.39.5 (Apple Git-154)", "3.0.1"])
      expect(lookAtGit(version)).toEqual({ about: "git", state: "good", says: version });
  });

  it("has no room for data, and less memory than was promised", () => {
    const directory = mkdtempSync(join(tmpdir(), "sre-doctor-"));
    const file = join(directory, "file");
    writeFileSync(file, "");
    expect(lookAtDataDir(join(file, "data"))).toMatchObject({
      state: "bad",
      todo: expect.stringContaining("DATA_DIR"),
    });
    expect(lookAtDataDir(directory).state).toBe("good");
    rmSync(directory, { recursive: true });
    expect(lookAtMemory(512, { used: 1, limit: 256 * 1_048_576 })).toMatchObject({
      state: "odd",
      todo: "Set MEMORY_LIMIT_MB=256, or give the container more.",
    });
    expect(lookAtMemory(512, null).state).toBe("good");
  });
});

describe("the model", () => {
  const look = (baseUrl: string) => lookAtModel({ model: { baseUrl, apiKey: "k", model: "gpt-x" } });
  it.each([
    [200, "good", "gpt-x at "],
    [401, "bad", "does not take OPENAI_API_KEY"],
    [404, "odd", "does not know gpt-x"],
    [500, "odd", "answered 500"],
  ])("answers %i: %s", async (status, state, says) => {
    const url = await serving((_, response) => response.writeHead(status).end("{}"));
    expect(await look(url)).toMatchObject({ state, says: expect.stringContaining(says) });
  });

  it("is not there, or nobody wants one", async () => {
    expect(await look(await nobody())).toMatchObject({
      state: "bad",
      says: expect.stringContaining("ECONNREFUSED"),
    });
    expect((await lookAtModel({ model: null })).says).toContain("none");
  });
});

it("tells every wrong setting at once, and that it is not ready", async () => {
  const said: string[] = [];
  const log = console.log;
  console.log = (text: string) => said.push(text);
  try {
    expect(await doctorCommand({ PORT: "x", MEMORY_LIMIT_MB: "1", APP_ID: "1" }, true)).toBe(false);
  } finally {
    console.log = log;
  }
  const { ready, findings } = JSON.parse(said.join("\n")) as { ready: boolean; findings: Finding[] };
  expect(ready).toBe(false);
  expect(findings.map(({ about }) => about)).toEqual(
    expect.arrayContaining(["Node", "git", "PORT", "MEMORY_LIMIT_MB", "PRIVATE_KEY"]),
  );
});
