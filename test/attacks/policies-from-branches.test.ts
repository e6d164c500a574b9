import { afterEach, expect, it } from "vitest";
import { type AttackedWorld, PRICE, policyText, REPOSITORY, startAttackedWorld } from "./attacked-world.ts";
import { until } from "./until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

const loose = policyText('  allow_paths: ["**"]\n  min_confidence: 0.5\n', "merge");

it("a policy on a branch, or in a pull request, loosens nothing", async () => {
  world = await startAttackedWorld();
  await world.awaiting();
  await world.git("fetch", "-q", "origin");
  await world.git("checkout", "-q", "-B", "wish", "origin/main");
  world.write({ ".sre-space.yml": loose });
  const sha = await world.commit("chore: let it merge", "eve@acme.test");
  await world.git("push", "-q", "origin", "HEAD:wish");
  await world.as(world.people.eve, "POST", "/pulls", { head: "wish", base: "main", title: "let it merge" });
  // As the webhook of a push that claims to be of the default branch would tell it, and from a repository of another's.
  for (const full_name of [REPOSITORY, "mallory/shop"])
    await world.hook("push", {
      repository: { full_name, default_branch: "wish" },
      ref: "refs/heads/wish",
      before: world.suspect,
      after: sha,
      deleted: false,
      commits: [],
    });
  await world.say(world.people.ada, "/sre retry");
  await world.quiet();
  await world.awaiting();
  expect((await world.incident()).verdict?.decision).toBe("propose");
  expect(world.merges()).toEqual([]);
}, 180_000);

it("a policy that broke on the default branch lets nothing through, not even what was approved", async () => {
  world = await startAttackedWorld({ ci: false, policy: policyText("", "merge") });
  await until(async () => (await world.incident()).waiting?.for === "checks");
  await world.git("fetch", "-q", "origin");
  await world.git("checkout", "-q", "-B", "main", "origin/main");
  world.write({ ".sre-space.yml": loose.replace("guardrails:", "gardrails:") });
  await world.commit("chore: a typing mistake", "eve@acme.test");
  await world.git("push", "-q", "origin", "HEAD:main");
  await world.quiet();
  await world.say(world.people.ada, "/sre approve");
  await world.passChecks(world.pull().pull.headSha);
  await world.quiet();
  await until(async () => (await world.incident()).verdict?.decision === "report");
  expect(world.merges()).toEqual([]);
  expect(await world.main(PRICE)).not.toContain("?? tables.standard");
}, 180_000);

it("a policy of a fork loosens nothing, whatever its owner opens, pushes and installs", async () => {
  world = await startAttackedWorld({ public: true });
  await world.awaiting();
  world.write({ ".sre-space.yml": loose });
  const sha = await world.commit("chore: let it merge", "mallory@acme.test");
  const { number, pull } = world.pull();
  const fork = { full_name: "mallory/shop", default_branch: "main" };
  const sender = { login: "mallory", type: "User" };
  const base = { full_name: REPOSITORY, default_branch: "main" };
  const opened = (head: { ref: string; sha: string }, of: number) => ({
    action: "opened",
    repository: base,
    number: of,
    pull_request: {
      number: of,
      state: "open",
      merged: false,
      head: { ...head, repo: fork },
      base: { ref: "main", sha: world.suspect, repo: base },
      user: sender,
    },
    sender,
  });
  // A pull request from it, one of the name of our branch, and one that claims our own pull request's number.
  await world.hook("pull_request", opened({ ref: "main", sha }, 900));
  await world.hook("pull_request", opened({ ref: pull.headRef, sha }, 901));
  await world.hook("pull_request", opened({ ref: pull.headRef, sha }, number));
  for (const repository of [fork, { ...fork, full_name: "mallory/.github" }]) {
    await world.hook("installation_repositories", {
      action: "added",
      repositories_added: [repository],
      repositories_removed: [],
    });
    await world.hook("push", {
      repository,
      ref: "refs/heads/main",
      before: world.suspect,
      after: sha,
      deleted: false,
      commits: [{ added: [], modified: [".sre-space.yml"], removed: [] }],
    });
  }
  await world.quiet();
  await world.say(world.people.ada, "/sre retry");
  await world.quiet();
  await world.awaiting();
  expect((await world.incident()).verdict?.decision).toBe("propose");
  expect(world.merges()).toEqual([]);
}, 180_000);
