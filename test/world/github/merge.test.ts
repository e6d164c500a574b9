import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { commitFiles, openWorld, refusal, SHOP, type TestWorld } from "./world.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await openWorld();
  await commitFiles(world.bot, "main", { "a.txt": "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "b.txt": "b\n" });
});
afterEach(() => world.github.unprotectBranch("acme/shop", "main"));
afterAll(() => world.close());

async function content(path: string, ref = "main"): Promise<string> {
  const { data } = await world.bot.rest.repos.getContent({
    ...SHOP,
    path,
    ref,
    mediaType: { format: "raw" },
  });
  return data as unknown as string;
}

async function open(head: string, more: { body?: string; draft?: boolean } = {}) {
  const { data } = await world.bot.rest.pulls.create({
    ...SHOP,
    head,
    base: "main",
    title: `merge ${head}`,
    ...more,
  });
  return data;
}

const tip = async (branch = "main") =>
  (await world.bot.rest.git.getRef({ ...SHOP, ref: `heads/${branch}` })).data.object.sha;

test("a merge is three-way: what others merged meanwhile stands, in the same file too", async () => {
  await commitFiles(world.bot, "top", { "a.txt": "one\n2\n3\n4\n5\n6\n7\n8\n9\n" }, { from: "main" });
  const pull = await open("top");
  await commitFiles(world.bot, "main", { "a.txt": "1\n2\n3\n4\n5\n6\n7\n8\nnine\n", "b.txt": "bee\n" });
  const before = await tip();
  const { data: merged } = await world.bot.rest.pulls.merge({
    ...SHOP,
    pull_number: pull.number,
    sha: pull.head.sha,
  });
  expect(await content("a.txt")).toBe("one\n2\n3\n4\n5\n6\n7\n8\nnine\n");
  expect(await content("b.txt")).toBe("bee\n");
  const { data: commit } = await world.bot.rest.git.getCommit({ ...SHOP, commit_sha: merged.sha });
  expect(commit.parents.map((parent) => parent.sha)).toEqual([before, pull.head.sha]);
  const { data: after } = await world.bot.rest.pulls.get({ ...SHOP, pull_number: pull.number });
  expect(after).toMatchObject({ state: "closed", merged: true, merge_commit_sha: merged.sha });
  expect(await refusal(world.bot.rest.pulls.merge({ ...SHOP, pull_number: pull.number }))).toBe(405);
});

test("a conflict is 405, shows as dirty, and changes nothing", async () => {
  await commitFiles(world.bot, "clash", { "b.txt": "ours\n" }, { from: "main" });
  const pull = await open("clash");
  await commitFiles(world.bot, "main", { "b.txt": "theirs\n" });
  const before = await tip();
  const { data } = await world.bot.rest.pulls.get({ ...SHOP, pull_number: pull.number });
  expect(data).toMatchObject({ mergeable: false, mergeable_state: "dirty" });
  for (const merge_method of ["merge", "squash", "rebase"] as const)
    expect(
      await refusal(world.bot.rest.pulls.merge({ ...SHOP, pull_number: pull.number, merge_method })),
    ).toBe(405);
  expect(await tip()).toBe(before);
});

test("a head that moved is 409 for who names the old one, and the pull request follows the push", async () => {
  const first = await commitFiles(world.bot, "moving", { "m.txt": "1\n" }, { from: "main" });
  const pull = await open("moving");
  const second = await commitFiles(world.bot, "moving", { "m.txt": "2\n" });
  expect(await refusal(world.bot.rest.pulls.merge({ ...SHOP, pull_number: pull.number, sha: first }))).toBe(
    409,
  );
  const { data } = await world.bot.rest.pulls.get({ ...SHOP, pull_number: pull.number });
  expect(data.head.sha).toBe(second);
  await world.bot.rest.pulls.merge({ ...SHOP, pull_number: pull.number, sha: second });
  expect(await content("m.txt")).toBe("2\n");
});

test("squash makes one commit, rebase replays each, neither a merge commit", async () => {
  for (const merge_method of ["squash", "rebase"] as const) {
    await commitFiles(
      world.bot,
      merge_method,
      { [`${merge_method}.txt`]: "1\n" },
      { from: "main", message: "first" },
    );
    await commitFiles(world.bot, merge_method, { [`${merge_method}.txt`]: "2\n" }, { message: "second" });
    const pull = await open(merge_method);
    await commitFiles(world.bot, "main", { [`beside-${merge_method}.txt`]: "x\n" });
    const before = await tip();
    await world.bot.rest.pulls.merge({ ...SHOP, pull_number: pull.number, merge_method });
    const { data } = await world.bot.rest.repos.compareCommitsWithBasehead({
      ...SHOP,
      basehead: `${before}...main`,
    });
    const expected = merge_method === "squash" ? [`merge squash (#${pull.number})`] : ["first", "second"];
    expect(data.commits.map((commit) => commit.commit.message.split("\n")[0])).toEqual(expected);
    expect(data.commits.every((commit) => commit.parents.length === 1)).toBe(true);
    expect(await content(`${merge_method}.txt`)).toBe("2\n");
  }
});

test("required checks and reviews are 405 until they are there, and read as rules of the branch", async () => {
  world.github.requireChecks("acme/shop", "main", ["ci"], 1);
  const probe = await world.bot.rest.repos.getBranchRules({ ...SHOP, branch: "main" });
  expect(probe.data.map((rule) => rule.type)).toContain("required_status_checks");
  const sha = await commitFiles(world.bot, "guarded", { "g.txt": "1\n" }, { from: "main" });
  const pull = await open("guarded");
  const merge = () => world.bot.rest.pulls.merge({ ...SHOP, pull_number: pull.number, sha });
  const stateNow = async () =>
    (await world.bot.rest.pulls.get({ ...SHOP, pull_number: pull.number })).data.mergeable_state;
  expect(await refusal(merge())).toBe(405);
  expect(await stateNow()).toBe("blocked");
  const run = { ...SHOP, name: "ci", head_sha: sha, status: "completed" as const };
  await world.bot.rest.checks.create({ ...run, conclusion: "failure" });
  expect(await refusal(merge())).toBe(405);
  await world.bot.rest.checks.create({ ...run, conclusion: "success" });
  expect(await refusal(merge())).toBe(405);
  // The App cannot approve for a person, and its own pull request not at all.
  expect(
    await refusal(world.bot.rest.pulls.createReview({ ...SHOP, pull_number: pull.number, event: "APPROVE" })),
  ).toBe(422);
  const ann = world.clientOf(world.ann.token);
  await ann.rest.pulls.createReview({ ...SHOP, pull_number: pull.number, event: "APPROVE" });
  expect(await stateNow()).toBe("clean");
  expect(
    await refusal(
      world.bot.rest.repos.createOrUpdateFileContents({ ...SHOP, path: "x", message: "x", content: "" }),
    ),
  ).toBe(409);
  await merge();
});

test("a draft is not merged; ready_for_review by GraphQL makes it mergeable", async () => {
  await commitFiles(world.bot, "draft", { "d.txt": "1\n" }, { from: "main" });
  const pull = await open("draft", { draft: true });
  expect(await refusal(world.bot.rest.pulls.merge({ ...SHOP, pull_number: pull.number }))).toBe(405);
  const ready = await fetch(`${world.github.webUrl}/api/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${world.ann.token}` },
    body: JSON.stringify({
      query: `mutation { markPullRequestReadyForReview(input: {pullRequestId: "${pull.node_id}"}) { pullRequest { isDraft } } }`,
    }),
  });
  expect(await ready.json()).toMatchObject({
    data: { markPullRequestReadyForReview: { pullRequest: { isDraft: false } } },
  });
  await world.bot.rest.pulls.merge({ ...SHOP, pull_number: pull.number });
});

test("merging into the default branch closes what the body says it fixes, once", async () => {
  const { data: issue } = await world.bot.rest.issues.create({ ...SHOP, title: "broken" });
  await commitFiles(world.bot, "fixing", { "f.txt": "1\n" }, { from: "main" });
  const pull = await open("fixing", { body: `Fixes #${issue.number}` });
  await world.bot.rest.pulls.merge({ ...SHOP, pull_number: pull.number });
  const { data } = await world.bot.rest.issues.get({ ...SHOP, issue_number: issue.number });
  expect(data).toMatchObject({ state: "closed", state_reason: "completed" });
  await world.github.webhooksIdle();
  const closed = world.received.filter(
    ({ headers, payload }) => headers["x-github-event"] === "issues" && payload.action === "closed",
  );
  expect(
    closed.filter(({ payload }) => (payload.issue as { number: number }).number === issue.number),
  ).toHaveLength(1);
});

test("a ref moves forward only, is made once, and a stale file write is 409", async () => {
  const base = await tip();
  await commitFiles(world.bot, "refs", { "r.txt": "1\n" }, { from: "main" });
  const update = (sha: string, force = false) =>
    world.bot.rest.git.updateRef({ ...SHOP, ref: "heads/refs", sha, force });
  expect(await refusal(update(base))).toBe(422);
  expect(await refusal(world.bot.rest.git.createRef({ ...SHOP, ref: "refs/heads/refs", sha: base }))).toBe(
    422,
  );
  await update(base, true);
  expect(await tip("refs")).toBe(base);
  const { data } = await world.bot.rest.repos.getContent({ ...SHOP, path: "b.txt" });
  const write = (sha: string) =>
    world.bot.rest.repos.createOrUpdateFileContents({
      ...SHOP,
      path: "b.txt",
      message: "m",
      content: "eA==",
      sha,
    });
  await write((data as { sha: string }).sha);
  expect(await refusal(write((data as { sha: string }).sha))).toBe(409);
});

test("many merges at once: each is there afterwards, none undoes another", async () => {
  const pulls = [];
  for (const n of [1, 2, 3, 4]) {
    await commitFiles(world.bot, `many-${n}`, { [`many/${n}.txt`]: `${n}\n` }, { from: "main" });
    pulls.push(await open(`many-${n}`));
  }
  await Promise.all(pulls.map((pull) => world.bot.rest.pulls.merge({ ...SHOP, pull_number: pull.number })));
  for (const n of [1, 2, 3, 4]) expect(await content(`many/${n}.txt`)).toBe(`${n}\n`);
});
