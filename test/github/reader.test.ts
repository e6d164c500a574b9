import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RepoReader } from "../../src/contracts/ports/repo-reader.ts";
import { FILES, type LocalGitHub, startLocalGitHub } from "./local-github.ts";

let world: LocalGitHub;
let reader: RepoReader;
let first: string;
let second: string;
let third: string;

beforeAll(async () => {
  world = await startLocalGitHub();
  reader = world.connection.reader("acme/shop");
  first = await world.git("rev-parse", "HEAD");
  second = await world.push(
    { "services/quotes/price.js": "export const price = () => 1;\n" },
    "refactor: price",
  );
  third = await world.push({ "logo.png": "\u0000\u0001", "bin/run.sh": "#!/bin/sh\n" }, "feat: logo");
});
afterAll(() => world.stop());

describe("the reader", () => {
  it("reads the default branch and its head", async () => {
    expect(await reader.defaultBranch()).toEqual({ name: "main", sha: third });
  });

  it("reads a commit with its patches, by full and by abbreviated SHA", async () => {
    const commit = await reader.commit(second.slice(0, 8));
    expect(commit).toMatchObject({ sha: second, parents: [first], message: "refactor: price" });
    expect(commit?.tree).toBe(await world.git("rev-parse", `${second}^{tree}`));
    expect(commit?.files).toMatchObject([
      { path: "services/quotes/price.js", status: "modified", additions: 1, deletions: 3 },
    ]);
    expect(commit?.files?.[0]?.patch).toContain("-  return quote.base * 1.19;");
  });

  it("answers null for a commit that is not there, and for a comparison with it", async () => {
    expect(await reader.commit("0".repeat(40))).toBeNull();
    expect(await reader.commit("no-such-branch")).toBeNull();
    expect(await reader.commitsBetween("0".repeat(40), third)).toBeNull();
  });

  it("lists what lies between two commits, oldest first, and nothing backwards", async () => {
    const between = await reader.commitsBetween(first, third);
    expect(between?.map((commit) => commit.sha)).toEqual([second, third]);
    expect(await reader.commitsBetween(third, first)).toEqual([]);
  });

  it("lists the latest commits, newest first, no more than asked for", async () => {
    const since = await reader.commitsSince(new Date(0).toISOString(), 2);
    expect(since.map((commit) => commit.sha)).toEqual([third, second]);
  });

  it("reads a file as it was at a commit, with mode and blob", async () => {
    const file = await reader.file("services/quotes/price.js", first);
    expect(file).toEqual({
      path: "services/quotes/price.js",
      mode: "100644",
      blob: await world.git("rev-parse", `${first}:services/quotes/price.js`),
      content: FILES["services/quotes/price.js"],
      binary: false,
    });
    expect(await reader.file("services/quotes", first)).toBeNull();
    expect(await reader.file("nothing.js", first)).toBeNull();
    expect(await reader.file("logo.png", third)).toMatchObject({ binary: true, content: "" });
  });

  it("lists the whole tree without its folders", async () => {
    const { entries, truncated } = await reader.tree(first);
    expect(truncated).toBe(false);
    expect(entries.map((entry) => entry.path).sort()).toEqual(Object.keys(FILES).sort());
  });

  it("reads deployments of the environment with their latest status, newest first", async () => {
    const one = await world.as(world.devToken, "POST", "/repos/acme/shop/deployments", {
      ref: second,
      environment: "production",
      auto_merge: false,
      required_contexts: [],
    });
    for (const state of ["in_progress", "success"])
      await world.as(world.devToken, "POST", `/repos/acme/shop/deployments/${one.id}/statuses`, { state });
    await world.as(world.devToken, "POST", "/repos/acme/shop/deployments", {
      ref: third,
      environment: "production",
      auto_merge: false,
      required_contexts: [],
    });
    await world.as(world.devToken, "POST", "/repos/acme/shop/deployments", {
      ref: third,
      environment: "staging",
      auto_merge: false,
      required_contexts: [],
    });
    const deployments = await reader.deployments("production", 10);
    expect(deployments.map((one) => [one.sha, one.status?.state ?? null])).toEqual([
      [third, null],
      [second, "success"],
    ]);
    expect(deployments.map((one) => one.succeededAt !== null)).toEqual([false, true]);
  });

  it("knows when a deployment went out that has been replaced since", async () => {
    const one = await world.as(world.devToken, "POST", "/repos/acme/shop/deployments", {
      ref: first,
      environment: "replaced",
      auto_merge: false,
      required_contexts: [],
    });
    for (const state of ["in_progress", "success", "inactive"])
      await world.as(world.devToken, "POST", `/repos/acme/shop/deployments/${one.id}/statuses`, { state });
    const [deployment] = await reader.deployments("replaced", 1);
    expect(deployment?.status?.state).toBe("inactive");
    expect(deployment?.succeededAt).not.toBeNull();
  });

  it("asks for what cannot change only once, and for the rest by ETag", async () => {
    const fresh = world.connection.reader("acme/shop");
    await fresh.file("README.md", first);
    await fresh.defaultBranch();
    world.github.clearJournal();
    await fresh.file("README.md", first);
    expect(world.github.journal()).toEqual([]);
    await fresh.defaultBranch();
    expect(world.github.journal().map((entry) => entry.status)).toEqual([304, 304]);
  });

  it("writes nothing at all", () => {
    expect(world.writes()).toEqual([]);
  });
});
