import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectGitHub, PORT_PERMISSIONS } from "../../src/github/connect.ts";
import { GitHubError } from "../../src/github/github-error.ts";
import { APP_PERMISSIONS, type LocalGitHub, startLocalGitHub } from "./local-github.ts";

let world: LocalGitHub;
beforeAll(async () => {
  world = await startLocalGitHub();
});
afterAll(() => world.stop());

const issuedTokens = () =>
  [...world.github.state.tokens.values()].filter((token) => token.kind === "installation");

describe("the connection", () => {
  it("lists the repositories of every installation", async () => {
    await world.github.createRepository({ owner: "acme", name: "other", autoInit: true });
    expect((await world.connection.repositories()).sort()).toEqual(["acme/other", "acme/shop"]);
  });

  it("knows our own login", async () => {
    expect(await world.connection.login()).toBe("sre-space[bot]");
  });

  it("gives each port a token for its repository and its permissions alone", async () => {
    const connection = connectGitHub(world.settings);
    const sha = (await connection.reader("acme/shop").defaultBranch()).sha;
    await connection.facts("acme/shop").read({ pullRequest: null, paths: [], base: null, suspect: null });
    await connection.writer("acme/shop").ensureBranchDeleted("sre-space/none");
    await connection.proposer("acme/shop").findPullRequest("sre-space/none");
    await connection.reporter("acme/shop").ensureCheckRun({
      name: "SRE-Space / guardrail",
      externalId: "tokens",
      head: sha,
      status: "in_progress",
      title: "t",
      summary: "s",
    });
    const shop = world.github.state.repositories.get("acme/shop")!;
    const narrowed = issuedTokens().filter((token) => token.repositoryIds !== null);
    expect(narrowed.length).toBeGreaterThanOrEqual(4);
    for (const token of narrowed) expect([...token.repositoryIds!]).toEqual([shop.id]);
    const asked = new Set(
      narrowed.map(({ permissions: { metadata: _, ...rest } }) => JSON.stringify(sorted(rest))),
    );
    for (const port of Object.values(PORT_PERMISSIONS)) {
      // Of what is welcome, what was granted.
      const welcome = Object.entries("welcome" in port ? port.welcome : {}).filter(
        ([name]) => APP_PERMISSIONS[name as keyof typeof APP_PERMISSIONS] === "write",
      );
      const wanted = { ...port.needed, ...Object.fromEntries(welcome) };
      expect(asked).toContain(JSON.stringify(sorted(wanted)));
    }
    expect(asked.size).toBe(5);
  });

  it("cannot write an issue with the writer's token, nor a branch with the reporter's", async () => {
    const token = (permission: string) =>
      issuedTokens().find((one) => one.permissions[permission] === "write" && one.repositoryIds)!.value;
    await expect(
      world.as(token("contents"), "POST", "/repos/acme/shop/issues", { title: "no" }),
    ).rejects.toThrow(/403/);
    const sha = await world.git("rev-parse", "HEAD");
    await expect(
      world.as(token("issues"), "POST", "/repos/acme/shop/git/refs", { ref: "refs/heads/no", sha }),
    ).rejects.toThrow(/403/);
  });

  it("says which permission was not granted, before GitHub is asked to write", async () => {
    const poor = await startLocalGitHub({ permissions: { metadata: "read", contents: "read" } });
    try {
      const refused = poor.connection.writer("acme/shop").ensureBranchDeleted("x");
      await expect(refused).rejects.toThrow(/lacks contents: write, pull_requests: write.*Grant it/);
    } finally {
      await poor.stop();
    }
  });

  it("says where the App is not installed", async () => {
    await expect(world.connection.reader("stranger/things").defaultBranch()).rejects.toThrow(
      /not installed on stranger\/things.*Install it/,
    );
  });

  it("fetches a new token where the old one ran out or was revoked", async () => {
    const reader = connectGitHub(world.settings).reader("acme/shop");
    await reader.defaultBranch();
    for (const token of issuedTokens()) world.github.state.tokens.delete(token.value);
    await expect(reader.defaultBranch()).resolves.toMatchObject({ name: "main" });
  });

  it("asks again after a 5xx on a GET, and tells the failure that stays", async () => {
    const { reader } = connectGitHub(world.settings);
    world.github.failNext({ method: "GET", path: "/repos/acme/shop", status: 502 });
    await expect(reader("acme/shop").defaultBranch()).resolves.toMatchObject({ name: "main" });
    world.github.failNext({ method: "GET", path: "/repos/acme/shop", status: 403, times: 1 });
    const failure = await reader("acme/shop")
      .defaultBranch()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GitHubError);
    expect(failure).toMatchObject({ status: 403, where: expect.stringContaining("GET "), passing: false });
    expect(String(failure)).not.toContain("127.0.0.1");
  });

  it("honours Retry-After of a secondary limit, and gives back a limit that lasts", async () => {
    const reader = connectGitHub(world.settings).reader("acme/shop");
    const limit = { status: 403, body: { message: "You have exceeded a secondary rate limit." } };
    world.github.failNext({ ...limit, path: "/repos/acme/shop", headers: { "retry-after": "0" } });
    await expect(reader.defaultBranch()).resolves.toMatchObject({ name: "main" });
    world.github.failNext({ ...limit, path: "/repos/acme/shop", headers: { "retry-after": "3600" } });
    await expect(reader.defaultBranch()).rejects.toMatchObject({ status: 403, passing: true });
  });

  it("remembers what each answer said of GitHub's limits, refusals too", async () => {
    const connection = connectGitHub(world.settings);
    expect(connection.quota()).toEqual([]);
    const reader = connection.reader("acme/shop");
    await reader.defaultBranch();
    const [first] = connection.quota();
    expect(first).toMatchObject({ of: "acme", resource: "core", limit: 5000 });
    expect(Date.parse(first!.resetAt)).toBeGreaterThan(Date.now());
    world.github.exhaustRateLimit("*", 3600);
    await expect(reader.defaultBranch()).rejects.toMatchObject({ status: 403 });
    world.github.restoreRateLimit();
    expect(connection.quota()).toMatchObject([{ of: "acme", remaining: 0 }]);
  });

  it("spaces writes a second apart where it is told to", async () => {
    const connection = connectGitHub({ ...world.settings, githubThrottle: true });
    const sha = await world.git("rev-parse", "HEAD");
    const check = {
      externalId: "spaced",
      head: sha,
      status: "in_progress" as const,
      title: "t",
      summary: "s",
    };
    world.github.clearJournal();
    await Promise.all([
      connection.reporter("acme/shop").ensureCheckRun({ ...check, name: "one" }),
      connection.reporter("acme/shop").ensureCheckRun({ ...check, name: "two" }),
    ]);
    const [first, second] = world.writes().map((entry) => entry.at);
    expect(second! - first!).toBeGreaterThanOrEqual(900);
  });

  it("does with a personal token what it can, for its one repository", async () => {
    const { githubApiUrl: _, ...settings } = world.settings;
    const connection = connectGitHub({
      ...settings,
      githubApiUrl: world.github.apiUrl,
      credentials: { kind: "token", token: world.devToken, repository: "acme/shop" },
    });
    expect(await connection.repositories()).toEqual(["acme/shop"]);
    expect(await connection.login()).toBe("pricing-dev");
    const { sha } = await connection.reader("acme/shop").defaultBranch();
    const check = {
      name: "SRE-Space / guardrail",
      externalId: "pat",
      head: sha,
      status: "completed" as const,
      conclusion: "action_required" as const,
      title: "Waits for a person",
      summary: "s",
    };
    world.github.clearJournal();
    const first = await connection.reporter("acme/shop").ensureCheckRun(check);
    expect(await connection.reporter("acme/shop").ensureCheckRun(check)).toEqual(first);
    expect(world.github.countWrites("pricing-dev")).toBe(1);
    const { statuses } = await world.as(world.devToken, "GET", `/repos/acme/shop/commits/${sha}/status`);
    expect(statuses).toMatchObject([
      { context: "SRE-Space / guardrail", state: "failure", description: "Waits for a person" },
    ]);
    expect(() => connection.reader("acme/other")).toThrow(/acme\/shop alone/);
  });
});

const sorted = (permissions: Readonly<Record<string, string>>) =>
  Object.entries(permissions).sort(([a], [b]) => a.localeCompare(b));
