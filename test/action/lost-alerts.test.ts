import { afterAll, beforeAll, expect, it } from "vitest";
import { REPOSITORY } from "../service/small-world.ts";
import { type ActionWorld, type Ran, startActionWorld } from "./action-world.ts";

const POLICY = () => `version: 1
mode: propose
services:
  quotes: {paths: [services/quotes/**], slo: {availability: 99%}}
  search: {paths: [services/search/**]}
`;
const SOON = { wait: "3s" };

let at: ActionWorld;
beforeAll(async () => {
  at = await startActionWorld(POLICY);
}, 300_000);
afterAll(() => at?.stop());

interface Started {
  id: number;
  event: string;
  payload: Record<string, unknown>;
}
/** An event comes, and GitHub starts a run for it, which waits where another of the workflow is under way. */
async function comes(event: string, payload: Record<string, unknown> = {}): Promise<Started> {
  const given = { workflow: "sre-space.yml", event, login: "ada" };
  return { id: await at.world.github.startWorkflowRun(REPOSITORY, given), event, payload };
}
const alert = (service: string, status: "firing" | "resolved") =>
  comes("repository_dispatch", {
    action: "sre-alert",
    client_payload: { id: `${service}-errors`, service, status, summary: "It fails", symptom: "errors" },
  });
/** A runner takes it, if its turn has come, and the Action does all that its job does. */
async function plays({ id, event, payload }: Started, inputs: Record<string, string> = SOON): Promise<Ran> {
  const { github } = at.world;
  github.beginWorkflowRun(REPOSITORY, id);
  const ran = await at.run(event, payload, inputs, { run: id, attempt: told(id).attempt });
  github.endWorkflowRun(REPOSITORY, id, ran.code === 0 ? "success" : "failure");
  expect(ran.code, ran.log).toBe(0);
  return ran;
}
/** What GitHub knows of it, in short. */
function told(id: number) {
  const run = at.world.github.state.repositories.get(REPOSITORY)?.workflowRuns.get(id);
  return { status: run?.status, conclusion: run?.conclusion, attempt: run?.jobs.length ?? 0 };
}
const again = ({ id }: Started) => told(id).attempt > 1;
const issueOf = (service: string) => at.world.issues().find(({ title }) => title.includes(service));
/** A run is under way while these come, one after the other, and ends. */
async function meanwhile<T>(work: () => Promise<T>): Promise<T> {
  const { github } = at.world;
  const busy = await comes("schedule");
  github.beginWorkflowRun(REPOSITORY, busy.id);
  const done = await work();
  github.endWorkflowRun(REPOSITORY, busy.id, "success");
  return done;
}

it("has an alert heard that a later run displaced, and what it overtook heard again, each in the order in which it was sent", async () => {
  const [fires, resolves] = await meanwhile(async () => [
    await alert("search", "firing"),
    await alert("search", "resolved"),
  ]);
  expect(told(fires.id)).toEqual({ status: "completed", conclusion: "cancelled", attempt: 1 });

  const first = await plays(resolves);
  expect(issueOf("search")).toBeUndefined();
  expect(first.summary).toContain(`/actions/runs/${fires.id} is run again: a later run had displaced it`);
  expect(told(fires.id)).toMatchObject({ status: "queued", attempt: 2 });

  // Its alert is over, as it will turn out.
  const second = await plays(fires);
  expect(issueOf("search"), second.log).toMatchObject({ state: "open" });
  expect(second.summary).toContain(
    `/actions/runs/${resolves.id} is run again: an alert of before it was heard`,
  );

  const third = await plays(resolves, { wait: "2m" });
  expect(issueOf("search")?.state, third.log).toBe("closed");
  expect(issueOf("search")?.labels.map(({ name }) => name)).toContain("sre-space:recovered");
  expect(third.summary).not.toContain("is run again");

  const writes = at.world.github.countWrites("github-actions");
  const later = await plays(await comes("schedule"));
  expect(later.summary).not.toContain("is run again");
  expect([told(fires.id).attempt, told(resolves.id).attempt]).toEqual([2, 2]);
  expect(at.world.github.countWrites("github-actions")).toBe(writes);
}, 600_000);

it("takes nobody's place in the queue, and no late resolution for the end of what has fired since", async () => {
  const [fires, resolves] = await meanwhile(async () => [
    await alert("quotes", "firing"),
    await alert("quotes", "resolved"),
  ]);
  const { github } = at.world;
  github.beginWorkflowRun(REPOSITORY, resolves.id);
  // GitHub's times are of whole seconds.
  const second = () => Math.floor(Date.now() / 1_000);
  for (const since = second(); second() === since; ) await new Promise((again) => setTimeout(again, 20));
  const anew = await alert("quotes", "firing");
  const ran = await at.run(resolves.event, resolves.payload, SOON, { run: resolves.id, attempt: 1 });
  expect(ran.code, ran.log).toBe(0);
  // Another waits: had this one asked, that one would have been cancelled.
  expect(again(fires)).toBe(false);
  expect(told(anew.id)).toMatchObject({ status: "pending" });
  github.endWorkflowRun(REPOSITORY, resolves.id, "success");

  await plays(anew);
  expect(issueOf("quotes")).toMatchObject({ state: "open" });
  expect([again(fires), again(resolves)]).toEqual([true, false]);
  await plays(fires);
  expect([again(resolves), again(anew)]).toEqual([true, false]);
  const late = await plays(resolves, { wait: "70s" });
  expect(issueOf("quotes")?.state, late.log).toBe("open");
  expect(again(anew)).toBe(true);
  const last = await plays(anew);
  expect(last.summary).not.toContain("is run again");
  expect(issueOf("quotes")?.state).toBe("open");
  expect(at.world.issues()).toHaveLength(2);
}, 600_000);

it("leaves what a person has cancelled while it ran, what was cancelled again, and what is hours old", async () => {
  const { github } = at.world;
  const { state } = github;
  const stopped = await alert("search", "firing");
  github.beginWorkflowRun(REPOSITORY, stopped.id);
  github.endWorkflowRun(REPOSITORY, stopped.id, "cancelled");

  const { now } = state;
  state.now = () => now() - 7 * 60 * 60 * 1_000;
  const old = await alert("search", "firing");
  github.endWorkflowRun(REPOSITORY, old.id, "cancelled");
  state.now = now;

  const twice = await alert("search", "firing");
  github.endWorkflowRun(REPOSITORY, twice.id, "cancelled");
  await plays(await comes("schedule"));
  expect(told(twice.id)).toMatchObject({ status: "queued", attempt: 2 });
  github.endWorkflowRun(REPOSITORY, twice.id, "cancelled");

  const ran = await plays(await comes("schedule"));
  expect(ran.summary).not.toContain("is run again");
  expect([stopped, old, twice].map(({ id }) => told(id).attempt)).toEqual([1, 1, 2]);
}, 300_000);

it("says what to do where its token may not see, or not ask, and asks nothing in a dry run", async () => {
  const { github } = at.world;
  const lost = await comes("workflow_dispatch");
  github.endWorkflowRun(REPOSITORY, lost.id, "cancelled");
  const may = {
    metadata: "read",
    contents: "write",
    issues: "write",
    pull_requests: "write",
    checks: "write",
    statuses: "read",
    deployments: "read",
  } as const;
  const blind = await plays(await comes("schedule"), { ...SOON, token: at.tokenWith({ ...may }) });
  expect(blind.summary).toContain("This token cannot see");
  expect(blind.summary).toContain("actions: write");
  const reads = at.tokenWith({ ...may, actions: "read" });
  const mute = await plays(await comes("schedule"), { ...SOON, token: reads });
  expect(mute.summary).toContain(
    `displaced ${github.webUrl}/${REPOSITORY}/actions/runs/${lost.id}, and this token may not run it again. Press Re-run all jobs`,
  );
  const dry = await plays(await comes("schedule"), { ...SOON, "dry-run": "true" });
  expect(dry.summary).toContain(`/actions/runs/${lost.id} would have been run again`);
  expect(told(lost.id).attempt).toBe(1);
  await plays(await comes("schedule"));
  expect(told(lost.id).attempt).toBe(2);
}, 300_000);
