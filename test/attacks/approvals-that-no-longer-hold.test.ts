import { afterEach, expect, it } from "vitest";
import { appAsks } from "../../marketplace-demo/world/app-asks.ts";
import {
  type AttackedWorld,
  type AttackedWorldOptions,
  policyText,
  REPOSITORY,
  startAttackedWorld,
} from "./attacked-world.ts";
import { until } from "./until.ts";

let world: AttackedWorld;
afterEach(() => world.stop());

async function waiting(options: AttackedWorldOptions = {}): Promise<void> {
  world = await startAttackedWorld(options);
  await world.awaiting();
}
const guardrailRun = () =>
  [...(world.github.state.repositories.get(REPOSITORY)?.checkRuns.values() ?? [])].find(
    ({ name }) => name === "SRE-Space / guardrail",
  );
async function nothingMerged(): Promise<void> {
  await world.quiet();
  await world.awaiting();
  expect(world.merges()).toEqual([]);
  expect(world.merged()).toBe(false);
}

it("is void where somebody has moved the branch, before it was given and after", async () => {
  await waiting();
  const { headRef, headSha } = world.pull().pull;
  await world.git("fetch", "-q", "origin");
  await world.git("checkout", "-q", "-B", "theirs", headSha);
  world.write({ "services/quotes/backdoor.ts": "export const open = true;\n" });
  await world.commit("fix: one more thing", "bob@acme.test");
  await world.git("push", "-q", "origin", `HEAD:${headRef}`);
  await until(() => world.pull().pull.headSha !== headSha);
  expect(await world.reacted(await world.say(world.people.ada, "/sre approve"))).toBe("-1");
  await nothingMerged();
  expect(world.said()).toContain("somebody has moved the branch");
}, 180_000);

it("is void where the branch moves between the word and the merge", async () => {
  await waiting({ ci: false });
  const { headRef, headSha } = world.pull().pull;
  expect(await world.reacted(await world.say(world.people.ada, "/sre approve"))).toBe("+1");
  await until(async () => (await world.incident()).waiting?.for === "checks");
  await world.git("fetch", "-q", "origin");
  await world.git("checkout", "-q", "-B", "theirs", headSha);
  world.write({ "services/quotes/backdoor.ts": "export const open = true;\n" });
  const moved = await world.commit("fix: one more thing", "bob@acme.test");
  await world.git("push", "-q", "origin", `HEAD:${headRef}`);
  await until(() => world.pull().pull.headSha === moved);
  await world.passChecks(moved);
  await world.passChecks(headSha);
  await nothingMerged();
}, 180_000);

it("is void once its giver may no longer give it", async () => {
  await waiting({ ci: false });
  expect(await world.reacted(await world.say(world.people.bob, "/sre approve"))).toBe("+1");
  await until(async () => (await world.incident()).waiting?.for === "checks");
  world.github.addCollaborator(REPOSITORY, "bob", "read");
  await world.passChecks(world.pull().pull.headSha);
  await nothingMerged();
  expect((await world.incident()).approvals).toMatchObject([{ by: "bob", permission: "read" }]);
}, 180_000);

it("is void once it has expired", async () => {
  await waiting({ ci: false, policy: policyText("  approvers: {valid_for: 2s}\n") });
  expect(await world.reacted(await world.say(world.people.ada, "/sre approve"))).toBe("+1");
  await until(async () => (await world.incident()).approvals.length === 1);
  const [approval] = (await world.incident()).approvals;
  await until(() => Date.now() > Date.parse(approval?.at ?? "") + 2_000);
  await world.passChecks(world.pull().pull.headSha);
  await nothingMerged();
}, 180_000);

it("is not taken from a comment that was written before the change was planned anew", async () => {
  await waiting();
  const { number } = world.issue();
  const written = new Date(Date.now() - 2 * 86_400_000).toISOString();
  const answer = await world.hook("issue_comment", {
    action: "created",
    repository: { full_name: REPOSITORY, default_branch: "main" },
    issue: { number },
    comment: { id: 1, body: "/sre approve", created_at: written, user: { login: "ada", type: "User" } },
    sender: { login: "ada", type: "User" },
  });
  expect(answer.status).toBe(202);
  await nothingMerged();
  expect(world.said()).toContain("That approval has expired before it reached me.");
}, 180_000);

it("in a comment that was deleted at once holds nothing up", async () => {
  await waiting();
  const refused = world.github.onRequest(({ phase, path }) => {
    const [, id] = /\/issues\/comments\/(\d+)\/reactions$/.exec(path) ?? [];
    if (phase === "before" && id)
      world.github.state.repositories.get(REPOSITORY)?.comments.delete(Number(id));
  });
  await world.say(world.people.mallory, "/sre approve").catch(() => {});
  await world.say(world.people.rita, "/sre approve");
  await nothingMerged();
  refused();
  expect(await world.reacted(await world.say(world.people.ada, "/sre approve"))).toBe("+1");
  await until(() => world.merged());
}, 180_000);

it("outlives a restart, and so does the wait for it", async () => {
  await waiting({ ci: false });
  await world.restart();
  await world.awaiting();
  expect(await world.reacted(await world.say(world.people.ada, "/sre approve"))).toBe("+1");
  await until(async () => (await world.incident()).waiting?.for === "checks");
  await world.restart();
  await world.passChecks(world.pull().pull.headSha);
  await until(() => world.merged());
}, 180_000);

it("by a button counts for the head that it stood on, and only from whom the policy names", async () => {
  await waiting();
  await until(() => guardrailRun() !== undefined);
  const run = guardrailRun();
  if (!run) throw new Error("there is no check run of ours");
  expect(run.actions.map(({ identifier }) => identifier)).toEqual(["approve", "hold", "explain"]);
  world.github.clickCheckRunAction(REPOSITORY, run.id, "approve", "rita");
  await nothingMerged();
  expect(world.said()).toContain("@rita `/sre approve` needs write permission");
  // Signed, and of another commit: the button of an older head.
  const pressed = (head: string, external: string) =>
    world.hook("check_run", {
      action: "requested_action",
      repository: { full_name: REPOSITORY, default_branch: "main" },
      check_run: { id: run.id, head_sha: head, external_id: external },
      requested_action: { identifier: "approve" },
      sender: { login: "ada", type: "User" },
    });
  await pressed(world.suspect, world.incidentId);
  await pressed(run.headSha, "another-incident");
  await nothingMerged();
  world.github.clickCheckRunAction(REPOSITORY, run.id, "hold", "bob");
  await until(async () => (await world.incident()).held?.by === "bob");
  // The button of before the hold does not lift it; the one that says so does.
  await until(() => guardrailRun()?.externalId.includes(" ") === true);
  world.github.clickCheckRunAction(REPOSITORY, run.id, "approve", "ada");
  await until(() => world.merged());
  expect((await world.incident()).approvals).toMatchObject([
    { by: "ada", via: "check-action", head: run.headSha },
  ]);
}, 180_000);

it("is for members of the policy's teams where it names some, and nobody where GitHub does not tell", async () => {
  const policy = policyText("  approvers: {teams: [sre]}\n");
  const { members: _, ...permissions } = appAsks().permissions;
  await waiting({ policy, permissions });
  world.github.createTeam({ organization: "acme", slug: "sre", members: ["bob"] });
  expect(await world.reacted(await world.say(world.people.bob, "/sre approve"))).toBe("-1");
  await nothingMerged();
  expect(world.said()).toContain("Grant the App `members: read`");
}, 180_000);

it("counts from a member of one of the policy's teams, and from no other administrator", async () => {
  await waiting({ policy: policyText("  approvers: {teams: [sre]}\n") });
  world.github.createTeam({ organization: "acme", slug: "sre", members: ["bob"] });
  expect(await world.reacted(await world.say(world.people.ada, "/sre approve"))).toBe("-1");
  await nothingMerged();
  expect(await world.reacted(await world.say(world.people.bob, "/sre approve"))).toBe("+1");
  await until(() => world.merged());
}, 180_000);
