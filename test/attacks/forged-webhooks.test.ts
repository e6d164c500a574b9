import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type AttackedWorld, REPOSITORY, SECRET, startAttackedWorld } from "./attacked-world.ts";

let world: AttackedWorld;
beforeAll(async () => {
  world = await startAttackedWorld();
  await world.awaiting();
}, 180_000);
afterAll(() => world.stop());

const comment = (body: string, id = 99) => ({
  action: "created",
  repository: { full_name: REPOSITORY, default_branch: "main" },
  issue: { number: world.issue().number },
  comment: { id, body, user: { login: "ada", type: "User" } },
  sender: { login: "ada", type: "User" },
});
async function nothing(): Promise<void> {
  await world.quiet();
  const incident = await world.incident();
  expect([incident.approvals, incident.closed, incident.held]).toEqual([[], null, null]);
  expect(world.merges()).toEqual([]);
}

it.each([
  ["unsigned", null],
  ["signed with another secret", "not the secret"],
])("%s are refused before they are read", async (_, secret) => {
  for (const event of ["issue_comment", "check_run", "push", "installation"])
    expect((await world.hook(event, comment("/sre approve"), { secret })).status).toBe(401);
  await nothing();
});

it("whose body was changed after it was signed are refused", async () => {
  const signed = JSON.stringify(comment("/sre explain"));
  const signature = createHmac("sha256", SECRET).update(signed).digest("hex");
  const answer = await fetch(`${world.url()}/api/github/webhooks`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-github-event": "issue_comment",
      "x-github-delivery": randomUUID(),
      "x-hub-signature-256": `sha256=${signature}`,
    },
    body: signed.replace("explain", "approve"),
  });
  expect(answer.status).toBe(401);
  await nothing();
});

it("that are played again do nothing again", async () => {
  const hold = await world.say(world.people.ada, "/sre hold");
  await world.reacted(hold);
  await world.quiet();
  const delivery = world.github.webhooks().findLast(({ event }) => event === "issue_comment");
  if (!delivery) throw new Error("GitHub has sent no comment");
  const approve = await world.say(world.people.rita, "/sre approve");
  await world.reacted(approve);
  await world.quiet();
  const before = world.writes();
  for (let times = 0; times < 3; times++) world.github.redeliver(delivery.guid);
  await world.quiet();
  expect((await world.incident()).held?.by).toBe("ada");
  expect(world.writes()).toBe(before);
});

it("of a repository that the incident is not of, move nothing there", async () => {
  const payload = comment("/sre approve");
  payload.repository.full_name = "mallory/shop";
  await world.hook("issue_comment", payload);
  await world.hook("check_run", {
    action: "requested_action",
    repository: payload.repository,
    check_run: { id: 5, head_sha: world.pull().pull.headSha, external_id: world.incidentId },
    requested_action: { identifier: "approve" },
    sender: { login: "ada", type: "User" },
  });
  await world.quiet();
  const incident = await world.incident();
  expect(incident.approvals).toEqual([]);
  expect(world.merges()).toEqual([]);
});
