import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWorld, SHOP, type TestWorld } from "./world.ts";

const run = promisify(execFile);
let world: TestWorld;
let copy: string;

/** The real git client, without anything of the person's own configuration. */
async function git(...args: string[]): Promise<string> {
  const { stdout } = await run("git", args, {
    env: {
      PATH: process.env.PATH,
      HOME: world.dir,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_TERMINAL_PROMPT: "0",
      GIT_AUTHOR_NAME: "Ann",
      GIT_AUTHOR_EMAIL: "ann@acme.test",
      GIT_COMMITTER_NAME: "Ann",
      GIT_COMMITTER_EMAIL: "ann@acme.test",
    },
  });
  return stdout.trim();
}
const inCopy = (...args: string[]) => git("-C", copy, ...args);
const failure = (work: Promise<unknown>) =>
  work.then(
    () => "",
    (error: { stderr: string }) => error.stderr,
  );
const remote = (token: string, repository = "shop") =>
  world.github.webUrl.replace("http://", `http://x-access-token:${token}@`).concat(`/acme/${repository}.git`);

async function commit(file: string, text: string, message: string): Promise<string> {
  await writeFile(join(copy, file), text);
  await inCopy("add", "-A");
  await inCopy("commit", "-q", "-m", message);
  return inCopy("rev-parse", "HEAD");
}

beforeAll(async () => {
  world = await openWorld();
  copy = join(world.dir, "copy");
  await git("clone", "-q", remote(world.ann.token), copy);
});
afterAll(() => world.close());

async function heard(event: string) {
  await world.github.webhooksIdle();
  return world.received
    .filter(({ headers }) => headers["x-github-event"] === event)
    .map(({ payload }) => payload);
}

test("a push is there for REST at once, and is told with its commits and files", async () => {
  const sha = await commit("one.txt", "1\n", "one");
  await inCopy("push", "-q", "origin", "main");
  const { data } = await world.bot.rest.repos.getCommit({ ...SHOP, ref: "main" });
  expect(data.sha).toBe(sha);
  expect(data.author?.login).toBe("ann");
  expect(data.files?.map((file) => [file.filename, file.status, file.patch])).toEqual([
    ["one.txt", "added", "@@ -0,0 +1 @@\n+1"],
  ]);
  const push = (await heard("push")).at(-1)!;
  expect(push).toMatchObject({ ref: "refs/heads/main", after: sha, created: false, forced: false });
  expect((push.commits as { added: string[] }[])[0]?.added).toEqual(["one.txt"]);
});

test("a pull request follows its branch when git pushes to it, and is found merged when its head lands", async () => {
  await inCopy("checkout", "-q", "-b", "feature");
  await commit("two.txt", "2\n", "two");
  await inCopy("push", "-q", "origin", "feature");
  const { data: pull } = await world.bot.rest.pulls.create({
    ...SHOP,
    head: "feature",
    base: "main",
    title: "two",
  });
  const head = await commit("two.txt", "two\n", "two, again");
  await inCopy("push", "-q", "origin", "feature");
  expect((await heard("pull_request")).at(-1)).toMatchObject({
    action: "synchronize",
    before: pull.head.sha,
    after: head,
  });
  await inCopy("fetch", "-q", "origin", `refs/pull/${pull.number}/head`);
  expect(await inCopy("rev-parse", "FETCH_HEAD")).toBe(head);
  await inCopy("checkout", "-q", "main");
  await inCopy("merge", "-q", "--no-edit", "feature");
  await inCopy("push", "-q", "origin", "main");
  const { data } = await world.bot.rest.pulls.get({ ...SHOP, pull_number: pull.number });
  expect(data).toMatchObject({ state: "closed", merged: true });
});

test("who may not push is refused, and nothing moves", async () => {
  const before = await inCopy("rev-parse", "origin/main");
  await commit("three.txt", "3\n", "three");
  const stranger = world.github.createUser({ login: "eve" });
  const reader = world.github.createInstallationToken(world.installationId, { contents: "read" });
  for (const token of [stranger.token, reader, "ghp_wrong"])
    expect(await failure(inCopy("push", remote(token), "main"))).not.toBe("");
  expect(await git("ls-remote", `${world.github.webUrl}/acme/shop.git`, "refs/heads/main")).toContain(before);
  await inCopy("push", "-q", "origin", "main");
});

test("a protected branch takes no forced, deleting or unreviewed push", async () => {
  world.github.protectBranch("acme/shop", "main", {});
  await inCopy("commit", "-q", "--amend", "-m", "another history");
  expect(await failure(inCopy("push", "--force", "origin", "main"))).toMatch(/Cannot force-push/);
  expect(await failure(inCopy("push", "origin", ":main"))).toMatch(/refusing to delete|Cannot delete/);
  await inCopy("reset", "-q", "--hard", "origin/main");
  world.github.requireChecks("acme/shop", "main", ["ci"], 1);
  await commit("four.txt", "4\n", "four");
  expect(await failure(inCopy("push", "origin", "main"))).toMatch(/through a pull request/);
  world.github.unprotectBranch("acme/shop", "main");
  await inCopy("push", "-q", "origin", "main");
});

test("an App without the permission pushes no workflow, and nobody pushes into refs/pull", async () => {
  const token = world.github.createInstallationToken(world.installationId);
  await inCopy("checkout", "-q", "-b", "workflow");
  await run("mkdir", ["-p", join(copy, ".github/workflows")]);
  await commit(".github/workflows/ci.yml", "on: push\n", "workflow");
  expect(await failure(inCopy("push", remote(token), "workflow"))).toMatch(/workflow/);
  expect(await failure(inCopy("push", "origin", "workflow:refs/pull/99/head"))).toMatch(/hidden|rejected/);
  await inCopy("checkout", "-q", "main");
});

test("a private repository is there only for those who may see it", async () => {
  await world.github.createRepository({ owner: "acme", name: "hidden", private: true, autoInit: true });
  expect(await failure(git("ls-remote", `${world.github.webUrl}/acme/hidden.git`))).not.toBe("");
  expect(await failure(git("ls-remote", remote(world.ann.token, "hidden")))).not.toBe("");
  world.github.addCollaborator("acme/hidden", "ann", "read");
  expect(await git("ls-remote", remote(world.ann.token, "hidden"))).toContain("refs/heads/main");
});
