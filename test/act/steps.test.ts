import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureBranch } from "../../src/act/ensure-branch.ts";
import { ensurePullRequest } from "../../src/act/ensure-pull-request.ts";
import { findDeployment } from "../../src/act/find-deployment.ts";
import { merge } from "../../src/act/merge.ts";
import type { ChangeSet } from "../../src/contracts/change-set.ts";
import type { RepoWriter } from "../../src/contracts/ports/repo-writer.ts";
import { FILES, type LocalGitHub, startLocalGitHub } from "../github/local-github.ts";

let world: LocalGitHub;
let writer: RepoWriter;
let changes: ChangeSet;
const PRICE = "services/quotes/price.js";
const NOW = "2026-11-22T14:02:10.000Z";
const BRANCH = "sre-space/0123456789ab-7";

beforeEach(async () => {
  world = await startLocalGitHub();
  writer = world.connection.writer("acme/shop");
  const base = await world.push({ [PRICE]: "throw new Error();\n" }, "refactor: price");
  changes = {
    kind: "planned",
    remedy: "revert",
    base,
    reverts: [base],
    files: [
      {
        path: PRICE,
        mode: "100644",
        before: { blob: "0".repeat(40), content: "throw new Error();\n" },
        after: { content: FILES[PRICE] },
        added: 3,
        removed: 1,
      },
    ],
    title: "Revert it",
    summary: "s",
  };
});
afterEach(() => world.stop());

const branching = () =>
  ensureBranch(
    {
      fingerprint: "0123456789ab",
      issue: 7,
      attempt: 0,
      rollback: false,
      changes,
      message: "Revert it",
      date: NOW,
      signed: false,
      now: NOW,
    },
    { writer },
  );
async function branched() {
  const answer = await branching();
  if (!("branch" in answer) || !answer.branch) throw new Error("stopped");
  return answer.branch;
}
const proposing = async () =>
  await ensurePullRequest(
    {
      branch: await branched(),
      base: "main",
      title: "Revert it",
      body: "why",
      draft: false,
      labels: ["sre-space"],
      reviewers: { users: [], teams: [] },
      now: NOW,
    },
    { writer },
  );
const merging = (number: number, head: string) =>
  merge(
    { pullRequest: number, head, title: "Revert it", message: "why", queue: false, now: NOW },
    { writer },
  );

describe("Fixer", () => {
  it("takes a change set to a merge, each step once however often it is run", async () => {
    const branch = await branched();
    expect(branch.name).toBe(BRANCH);
    expect(await branched()).toEqual(branch);
    const { pullRequest } = await proposing();
    expect((await proposing()).pullRequest).toEqual(pullRequest);
    expect(pullRequest?.head).toBe(branch.commit);
    const { outcome } = await merging(pullRequest!.number, branch.commit);
    expect(outcome.merge?.at).toBe(NOW);
    expect((await merging(pullRequest!.number, branch.commit)).outcome).toEqual(outcome);
    await world.git("fetch", "--quiet", "origin", "main");
    expect(await world.git("show", `FETCH_HEAD:${PRICE}`)).toBe(FILES[PRICE].trimEnd());
    const posted = world
      .writes()
      .map(({ method, path }) => `${method} ${path.replace("/repos/acme/shop", "")}`);
    expect(posted.sort()).toEqual(
      [
        "POST /graphql",
        "POST /pulls",
        `POST /issues/${pullRequest!.number}/labels`,
        `PUT /pulls/${pullRequest!.number}/merge`,
      ].sort(),
    );
  });

  it("stops at a branch of that name that holds other work", async () => {
    await world.push({ "mine.txt": "mine" }, "mine", BRANCH);
    const answer = await branching();
    expect(answer).toMatchObject({ stopped: { at: NOW, reason: expect.stringContaining(BRANCH) } });
  });

  it("stops where somebody pushed onto its branch, and leaves their work unmerged", async () => {
    const branch = await branched();
    const { pullRequest } = await proposing();
    await world.push({ "evil.txt": "evil" }, "evil", BRANCH);
    const { outcome } = await merging(pullRequest!.number, branch.commit);
    expect(outcome.merge).toBeUndefined();
    expect(outcome.stopped?.reason).toContain("not the one that was judged");
  });

  it("takes a merge by a person for the merge", async () => {
    const { pullRequest } = await proposing();
    await world.as(world.devToken, "PUT", `/repos/acme/shop/pulls/${pullRequest!.number}/merge`, {});
    await world.git("fetch", "--quiet", "origin", "main");
    expect((await proposing()).merge?.sha).toBe(await world.git("rev-parse", "FETCH_HEAD"));
  });

  it("does not give up where rules of the branch refuse for now", async () => {
    world.github.requireChecks("acme/shop", "main", ["ci"]);
    const { pullRequest } = await proposing();
    const refused = await merging(pullRequest!.number, pullRequest!.head);
    expect(refused.outcome).toEqual({});
    expect(refused.blocked).toBeTruthy();
    await world.as(world.devToken, "POST", `/repos/acme/shop/statuses/${pullRequest!.head}`, {
      context: "ci",
      state: "success",
    });
    expect((await merging(pullRequest!.number, pullRequest!.head)).outcome.merge).toBeDefined();
  });
});

describe("findDeployment", () => {
  const find = (sha: string) =>
    findDeployment(
      { merge: sha, environment: "production" },
      { reader: world.connection.reader("acme/shop") },
    );
  async function deploy(sha: string, ...states: string[]): Promise<number> {
    const path = "/repos/acme/shop/deployments";
    const body = { ref: sha, environment: "production", auto_merge: false, required_contexts: [] };
    const { id } = await world.as(world.devToken, "POST", path, body);
    for (const state of states) await world.as(world.devToken, "POST", `${path}/${id}/statuses`, { state });
    return id as number;
  }

  it("finds the one of the very commit once it has succeeded, and none before", async () => {
    const merged = await world.push({ "a.txt": "a" }, "merged");
    await deploy(changes.base, "success");
    expect(await find(merged)).toBeNull();
    const id = await deploy(merged, "in_progress");
    expect(await find(merged)).toBeNull();
    await world.as(world.devToken, "POST", `/repos/acme/shop/deployments/${id}/statuses`, {
      state: "success",
    });
    expect(await find(merged)).toMatchObject({ id, sha: merged, state: "success" });
  });

  it("finds one of a later commit that contains it", async () => {
    const merged = await world.push({ "a.txt": "a" }, "merged");
    const later = await world.push({ "b.txt": "b" }, "later");
    const id = await deploy(later, "success");
    expect(await find(merged)).toMatchObject({ id, sha: later, state: "success" });
  });

  it("takes none of a commit beside it, nor one that went out and was replaced by such", async () => {
    const beside = await world.push({ "b.txt": "b" }, "beside", "beside");
    const merged = await world.push({ "a.txt": "a" }, "merged");
    await deploy(merged, "success");
    expect(await find(merged)).not.toBeNull();
    await deploy(beside, "success");
    expect(await find(merged)).toBeNull();
  });

  it("says that it failed only where no other is under way or has succeeded", async () => {
    const merged = await world.push({ "a.txt": "a" }, "merged");
    const failed = await deploy(merged, "failure");
    expect(await find(merged)).toMatchObject({ id: failed, state: "failure" });
    const second = await deploy(merged, "queued");
    expect(await find(merged)).toBeNull();
    await world.as(world.devToken, "POST", `/repos/acme/shop/deployments/${second}/statuses`, {
      state: "success",
    });
    expect(await find(merged)).toMatchObject({ id: second, state: "success" });
  });
});
