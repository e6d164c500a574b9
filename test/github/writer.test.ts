import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FileChange } from "../../src/contracts/change-set.ts";
import { MergesStopped } from "../../src/contracts/merges-stopped.ts";
import type { RepoWriter } from "../../src/contracts/ports/repo-writer.ts";
import { connectGitHub } from "../../src/github/connect.ts";
import { gitBlobId } from "../../src/github/git-blob-id.ts";
import { APP_PERMISSIONS, FILES, type LocalGitHub, startLocalGitHub } from "./local-github.ts";

let world: LocalGitHub;
let writer: RepoWriter;
let base: string;

const PRICE = "services/quotes/price.js";
const BRANCH = "sre-space/0123456789ab-7";
const change = (path: string, before: string | null, after: string | null): FileChange => ({
  path,
  mode: "100644",
  before: before === null ? null : { blob: gitBlobId(before, "0".repeat(40)), content: before },
  after: after === null ? null : { content: after },
  added: 1,
  removed: 1,
});
const files = [
  change(PRICE, FILES[PRICE], "export const price = (quote) => quote.base;\n"),
  change("README.md", FILES["README.md"], null),
  change("services/quotes/über.js", null, "// ünïcode\n"),
];
const branch = () => ({
  name: BRANCH,
  base,
  files,
  message: 'Revert "refactor: price"\n\nThis reverts commit abc.',
  date: "2026-11-22T14:02:10.123Z",
  signed: false,
});
const proposal = { branch: BRANCH, base: "main", title: "Revert it", body: "Why", draft: false, labels: [] };

beforeEach(async () => {
  world = await startLocalGitHub();
  writer = world.connection.writer("acme/shop");
  base = await world.git("rev-parse", "HEAD");
});
afterEach(() => world.stop());

const made = async () => {
  const answer = await writer.ensureBranch(branch());
  if (!("commit" in answer)) throw new Error("conflict");
  return answer.commit;
};

describe("ensureBranch", () => {
  it("makes one commit with exactly these changes, by the App, in one request", async () => {
    const commit = await made();
    await world.git("fetch", "--quiet", "origin", BRANCH);
    expect(await world.git("rev-parse", "FETCH_HEAD")).toBe(commit);
    expect((await world.git("diff", "--name-status", base, commit)).split("\n").sort()).toEqual(
      ["D\tREADME.md", `M\t${PRICE}`, 'A\t"services/quotes/\\303\\274ber.js"'].sort(),
    );
    expect(await world.git("show", `${commit}:services/quotes/über.js`)).toBe("// ünïcode");
    expect(await world.git("log", "-1", "--format=%an|%cn", commit)).toBe("sre-space[bot]|GitHub");
    expect(await world.git("log", "-1", "--format=%B", commit)).toBe(branch().message);
    expect(world.writes().map(({ path }) => path)).toEqual(["/graphql"]);
  });

  it("leaves author and date of a commit that must be signed to GitHub, and finds it again", async () => {
    const signed = { ...branch(), signed: true };
    const answer = await writer.ensureBranch(signed);
    expect(answer).toMatchObject({ created: true });
    await world.git("fetch", "--quiet", "origin", BRANCH);
    // GitHub's own moment, and not the given one.
    expect(await world.git("log", "-1", "--format=%an %at", "FETCH_HEAD")).toMatch(
      /^sre-space\[bot\] (?!1795356130$)\d+$/,
    );
    expect(await writer.ensureBranch(signed)).toEqual({ ...answer, created: false });
    expect(await writer.ensureBranch({ ...signed, message: "else" })).toHaveProperty("conflict");
  });

  it("writes nothing when it is repeated", async () => {
    const commit = await made();
    world.github.clearJournal();
    expect(await writer.ensureBranch(branch())).toEqual({ commit, created: false });
    expect(world.writes()).toEqual([]);
  });

  /** GraphQL has no words for modes. */
  const withModes = () => ({
    ...branch(),
    files: files.map((file) => ({ ...file, mode: "100755" as const })),
  });

  it.each([
    ["/graphql", branch],
    ["/repos/acme/shop/git/trees", withModes],
    ["/repos/acme/shop/git/commits", withModes],
    ["/repos/acme/shop/git/refs", withModes],
  ])("ends the same where the answer of POST %s was lost", async (path, request) => {
    world.github.failNext({ method: "POST", path, status: 502, when: "after" });
    const answer = await writer.ensureBranch(request());
    if (!("commit" in answer)) throw new Error("conflict");
    const { commit } = answer;
    expect(await writer.ensureBranch(request())).toEqual({ commit, created: false });
    await world.git("fetch", "--quiet", "origin", BRANCH);
    expect(await world.git("rev-parse", "FETCH_HEAD")).toBe(commit);
  });

  it("makes the same SHA again after the branch was lost, where date and author are ours to give", async () => {
    const first = await writer.ensureBranch(withModes());
    await writer.ensureBranchDeleted(BRANCH);
    expect(await writer.ensureBranch(withModes())).toEqual(first);
  });

  it("goes on from a branch that was left at its base", async () => {
    await world.git("push", "--quiet", "origin", `${base}:refs/heads/${BRANCH}`);
    const commit = await made();
    await world.git("fetch", "--quiet", "origin", BRANCH);
    expect(await world.git("rev-parse", "FETCH_HEAD", "FETCH_HEAD^")).toBe(`${commit}\n${base}`);
    await writer.ensureBranchDeleted(BRANCH);
    await world.git("push", "--quiet", "origin", `${base}:refs/heads/${BRANCH}`);
    expect(await writer.ensureBranch(withModes())).toMatchObject({ created: true });
  });

  it("takes the longer road where GitHub refuses the short one", async () => {
    world.github.failNext({
      method: "POST",
      path: "/graphql",
      status: 200,
      body: {
        data: { createRef: null, createCommitOnBranch: null },
        errors: [{ type: "FORBIDDEN", message: "no" }],
      },
    });
    const commit = await made();
    await world.git("fetch", "--quiet", "origin", BRANCH);
    expect(await world.git("rev-parse", "FETCH_HEAD")).toBe(commit);
  });

  it("makes it anew on another base in place of its own commit, and of no other", async () => {
    const from = await made();
    const next = await world.push({ "new.txt": "new" }, "feat: new");
    const request = { ...branch(), base: next, from };
    const answer = await writer.remakeBranch(request);
    await world.git("fetch", "--quiet", "origin", BRANCH);
    expect(answer).toEqual({ commit: await world.git("rev-parse", "FETCH_HEAD") });
    expect(await world.git("rev-parse", "FETCH_HEAD^")).toBe(next);
    world.github.clearJournal();
    expect(await writer.remakeBranch(request)).toEqual(answer);
    expect(world.writes()).toEqual([]);
    const theirs = await world.push({ "more.txt": "more" }, "more", BRANCH);
    expect(await writer.remakeBranch(request)).toEqual({ conflict: theirs });
    await writer.ensureBranchDeleted(BRANCH);
    expect(await writer.remakeBranch(request)).toEqual({ conflict: null });
  });

  it("leaves a branch with other content alone and says where it stands", async () => {
    const theirs = await world.push({ "mine.txt": "mine" }, "mine", BRANCH);
    world.github.clearJournal();
    expect(await writer.ensureBranch(branch())).toEqual({ conflict: theirs });
    expect(world.writes()).toEqual([]);
  });

  it("takes a commit on top of its own for other content", async () => {
    await made();
    const theirs = await world.push({ "more.txt": "more" }, "more", BRANCH);
    expect(await writer.ensureBranch(branch())).toEqual({ conflict: theirs });
  });
});

describe("ensurePullRequest", () => {
  it("opens one, and finds it again in every state", async () => {
    const head = await made();
    const first = await writer.ensurePullRequest({ ...proposal, labels: ["sre-space"] });
    expect(first).toMatchObject({ head, state: "open", merged: false, draft: false });
    world.github.clearJournal();
    expect(await writer.ensurePullRequest({ ...proposal, labels: ["sre-space"] })).toEqual(first);
    expect(world.writes()).toEqual([]);
    await world.as(world.devToken, "PATCH", `/repos/acme/shop/pulls/${first.number}`, { state: "closed" });
    expect(await writer.ensurePullRequest(proposal)).toMatchObject({ number: first.number, state: "closed" });
  });

  it("opens one alone where the answer was lost", async () => {
    await made();
    world.github.failNext({ method: "POST", path: "/repos/acme/shop/pulls", status: 502, when: "after" });
    const one = await writer.ensurePullRequest(proposal);
    const all = (await world.as(
      world.devToken,
      "GET",
      "/repos/acme/shop/pulls?state=all",
    )) as unknown as unknown[];
    expect(all).toHaveLength(1);
    expect(one.state).toBe("open");
  });

  it("does not take somebody else's pull request from the branch for ours", async () => {
    await made();
    const theirs = await world.as(world.devToken, "POST", "/repos/acme/shop/pulls", {
      head: BRANCH,
      base: "main",
      title: "theirs",
    });
    await world.as(world.devToken, "PATCH", `/repos/acme/shop/pulls/${theirs.number}`, { state: "closed" });
    const ours = await writer.ensurePullRequest(proposal);
    expect(ours.number).not.toBe(theirs.number);
  });

  it("ends a draft once", async () => {
    await made();
    const { number, draft } = await writer.ensurePullRequest({ ...proposal, draft: true });
    expect(draft).toBe(true);
    await writer.ensureReadyForReview(number);
    expect(await writer.ensurePullRequest(proposal)).toMatchObject({ number, draft: false });
    world.github.clearJournal();
    await writer.ensureReadyForReview(number);
    expect(world.writes()).toEqual([]);
  });
});

describe("merge", () => {
  const merging = (number: number, head: string) => ({
    number,
    head,
    title: "Revert it",
    message: "because",
    queue: false,
  });
  const proposed = async () => {
    const head = await made();
    const { number } = await writer.ensurePullRequest(proposal);
    return { number, head };
  };

  it("merges once; a repeat answers the same and writes nothing", async () => {
    const { number, head } = await proposed();
    const answer = await writer.merge(merging(number, head));
    expect(answer).toMatchObject({ merged: true });
    world.github.clearJournal();
    expect(await writer.merge(merging(number, head))).toEqual(answer);
    expect(world.writes()).toEqual([]);
    expect(await writer.ensurePullRequest(proposal)).toMatchObject({ number, merged: true, state: "closed" });
    await world.git("fetch", "--quiet", "origin", "main");
    expect(await world.git("show", `FETCH_HEAD:${PRICE}`)).toContain("quote.base;");
  });

  it("puts it into the branch's queue where it has one, once, and that head alone", async () => {
    world.github.protectBranch("acme/shop", "main", { mergeQueue: true });
    const { number, head } = await proposed();
    const queued = { ...merging(number, head), queue: true };
    expect(await writer.merge(merging(number, head))).toMatchObject({ merged: false, why: "blocked" });
    const answer = await writer.merge(queued);
    expect(answer).toMatchObject({ merged: false, why: "queued" });
    expect(await writer.merge(queued)).toEqual(answer);
    expect(await writer.merge({ ...queued, head: base })).toMatchObject({ merged: false, why: "head-moved" });
    // What the queue does when its checks have succeeded.
    world.github.unprotectBranch("acme/shop", "main");
    await world.as(world.devToken, "PUT", `/repos/acme/shop/pulls/${number}/merge`, {});
    expect(await writer.merge(queued)).toMatchObject({ merged: true });
  });

  it("says why the queue refuses it", async () => {
    const { number, head } = await proposed();
    expect(await writer.merge({ ...merging(number, head), queue: true })).toMatchObject({
      merged: false,
      why: "blocked",
      message: expect.stringContaining("no merge queue"),
    });
  });

  it("answers merged where the answer to the merge was lost", async () => {
    const { number, head } = await proposed();
    world.github.failNext({ method: "PUT", status: 502, when: "after" });
    expect(await writer.merge(merging(number, head))).toMatchObject({ merged: true });
    expect(world.writes().filter((one) => one.method === "PUT")).toHaveLength(1);
  });

  it("refuses a head that is not the one that was judged", async () => {
    const { number, head } = await proposed();
    await world.push({ "evil.txt": "evil" }, "evil", BRANCH);
    await world.github.webhooksIdle();
    expect(await writer.merge(merging(number, head))).toMatchObject({ merged: false, why: "head-moved" });
    expect(world.writes().filter((one) => one.method === "PUT")).toEqual([]);
  });

  it("refuses a head that moves between the look and the merge", async () => {
    const { number, head } = await proposed();
    const stop = world.github.onRequest(async (seen) => {
      if (seen.phase !== "before" || seen.method !== "PUT") return;
      stop();
      await world.push({ "evil.txt": "evil" }, "evil", BRANCH);
    });
    expect(await writer.merge(merging(number, head))).toMatchObject({ merged: false, why: "head-moved" });
    await world.git("fetch", "--quiet", "origin", "main");
    expect(await world.git("rev-parse", "FETCH_HEAD")).toBe(base);
  });

  it("says that rules of the branch block it", async () => {
    world.github.requireChecks("acme/shop", "main", ["ci"]);
    const { number, head } = await proposed();
    expect(await writer.merge(merging(number, head))).toMatchObject({ merged: false, why: "blocked" });
  });

  it("says that it conflicts", async () => {
    const { number, head } = await proposed();
    await world.push({ [PRICE]: "something else entirely\n" }, "feat: else");
    expect(await writer.merge(merging(number, head))).toMatchObject({ merged: false, why: "conflict" });
  });

  it("says that it was closed", async () => {
    const { number, head } = await proposed();
    await world.as(world.devToken, "PATCH", `/repos/acme/shop/pulls/${number}`, { state: "closed" });
    expect(await writer.merge(merging(number, head))).toMatchObject({ merged: false, why: "closed" });
  });

  it("takes another method where the repository allows no merge commits", async () => {
    const { number, head } = await proposed();
    world.github.state.repositories.get("acme/shop")!.allowMergeCommit = false;
    expect(await writer.merge(merging(number, head))).toMatchObject({ merged: true });
  });

  it("deletes the branch once", async () => {
    await made();
    await writer.ensureBranchDeleted(BRANCH);
    world.github.clearJournal();
    await writer.ensureBranchDeleted(BRANCH);
    expect(world.writes()).toEqual([]);
  });
});

describe("retryChecks", () => {
  it("asks what failed to run again, but what points at the change, and ours", async () => {
    const head = await made();
    const ci = world.github.registerApp({
      slug: "ci",
      permissions: { checks: "write", metadata: "read" },
      events: [],
    });
    const token = world.github.createInstallationToken(
      world.github.installApp({ app: ci.slug, account: "acme", repositories: "all" }).installationId,
    );
    const check = (name: string, conclusion: string, path?: string) =>
      world.as(token, "POST", "/repos/acme/shop/check-runs", {
        name,
        head_sha: head,
        status: "completed",
        conclusion,
        output: {
          title: name,
          summary: name,
          annotations: path
            ? [{ path, start_line: 1, end_line: 1, annotation_level: "failure", message: "wrong" }]
            : [],
        },
      });
    await check("flaky", "failure");
    await check("elsewhere", "timed_out", "web/other.js");
    await check("lint", "failure", PRICE);
    await check("fine", "success");
    await check("SRE-Space / guardrail", "failure");
    const { asked } = await writer.retryChecks({ head, paths: [PRICE] });
    expect(asked.toSorted()).toEqual(["elsewhere", "flaky"]);
  });
});

describe("redeploy", () => {
  it("sends a revision out once for a key", async () => {
    const wide = await startLocalGitHub({ permissions: { ...APP_PERMISSIONS, deployments: "write" } });
    try {
      const revision = await wide.git("rev-parse", "HEAD");
      const request = {
        key: "incident 0",
        revision,
        environment: "production",
        via: { kind: "deployment" as const },
        description: "Last healthy revision",
      };
      const first = await wide.connection.writer("acme/shop").redeploy(request);
      expect(first.id).toEqual(expect.any(Number));
      expect(await wide.connection.writer("acme/shop").redeploy(request)).toEqual(first);
      expect(
        await wide.connection.writer("acme/shop").redeploy({ ...request, key: "incident 1" }),
      ).not.toEqual(first);
      const stopped = connectGitHub(wide.settings, async () => {
        throw new MergesStopped("A person has paused it.");
      });
      await expect(stopped.writer("acme/shop").redeploy({ ...request, key: "incident 2" })).rejects.toThrow(
        MergesStopped,
      );
    } finally {
      await wide.stop();
    }
  });

  it("dispatches the workflow that the policy names, with the revision as its input", async () => {
    const wide = await startLocalGitHub({ permissions: { ...APP_PERMISSIONS, actions: "write" } });
    const dispatched: unknown[] = [];
    wide.github.onEvent(({ name, payload }) => {
      if (name === "workflow_dispatch") dispatched.push(payload);
    });
    try {
      const workflow = "on:\n  workflow_dispatch:\n    inputs:\n      revision: {required: true}\njobs: {}\n";
      const revision = await wide.push({ ".github/workflows/again.yml": workflow }, "ci: again");
      const request = { key: "k", revision, environment: "production", description: "d" };
      const by = (file: string, input: string) =>
        wide.connection.writer("acme/shop").redeploy({ ...request, via: { kind: "workflow", file, input } });
      expect(await by("again.yml", "revision")).toEqual({ id: null });
      expect(dispatched).toMatchObject([{ ref: "main", inputs: { revision } }]);
      expect(await by("again.yml", "commit")).toMatchObject({ refused: expect.stringContaining("422") });
      expect(await by("elsewhere.yml", "revision")).toMatchObject({
        refused: expect.stringContaining("404"),
      });
      expect(dispatched).toHaveLength(1);
    } finally {
      await wide.stop();
    }
  });

  it("says why where the App may not", async () => {
    const request = { key: "k", revision: base, environment: "production", description: "d" };
    expect(await writer.redeploy({ ...request, via: { kind: "deployment" } })).toMatchObject({
      id: null,
      refused: expect.stringContaining("403"),
    });
  });
});
