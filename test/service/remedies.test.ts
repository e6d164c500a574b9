import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Issue } from "../../marketplace-demo/world/github/state.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { baseline } from "./baseline.ts";
import { type Outside, QUOTES_YML, SHOP, services, withoutFallback } from "./small-shop.ts";
import { REPOSITORY, type SmallWorld, startSmallWorld } from "./small-world.ts";

const PATIENT = { timeout: 300_000, interval: 250 };
const QUOTES = "config/quotes.yml";
const DATABASE = "deploy/database.yml";
const RANK = "services/search/rank.ts";
const LABEL = "services/shipping/label.ts";

interface Turned {
  mode: "merge" | "propose";
  redeploy?: string;
  runbooks: boolean;
}
const policy = ({ mode, redeploy, runbooks }: Turned) => `version: 1
mode: ${mode}
services:
  quotes: {paths: [services/quotes/**, config/quotes.yml], slo: {availability: 99.5%}}
  orders: {paths: [services/orders/**, deploy/database.yml], slo: {availability: 99.5%}}
  billing: {paths: [services/billing/**, deploy/compose.yml], slo: {availability: 99.5%}}
  search: {paths: [services/search/**], slo: {availability: 99.5%}}
  shipping: {paths: [services/shipping/**], slo: {availability: 99.5%}}
  mail: {paths: [services/mail/**], slo: {availability: 99.5%}}
deploy: {timeout: 3m${redeploy ? `, redeploy: ${redeploy}` : ""}}
guardrails:
  remedies: [${redeploy ? "redeploy, " : ""}restore-config, revert, runbook, replay]
  required_checks: [ci]
  max_merges: {per_hour: 50, per_day: 50}
  cool_down: 1s
verify: {window: 60s}
notify: {code_owners: true}
${
  runbooks
    ? `runbooks:
  - when: {error: "remaining connection slots are reserved", service: orders}
    set: {file: deploy/database.yml, document: StatefulSet/database, path: "spec.template.spec.containers[postgres].env[MAX_CONNECTIONS].value", multiply: 2, max: 150}
  - when: {error: "the queue of bills is full"}
    set: {file: deploy/compose.yml, path: services.billing.deploy.replicas, add: 1, max: 4}
`
    : ""
}`;

const outside: Outside = { wanted: 60, bills: 10, mailAnswers: true };
let world: SmallWorld;
beforeEach(async () => {
  Object.assign(outside, { wanted: 60, bills: 10, mailAnswers: true });
  world = await startSmallWorld(
    {
      ...SHOP,
      ".sre-space.yml": policy({ mode: "merge", runbooks: true }),
      ".github/pull_request_template.md": "## Before it is merged\n\n- [ ] The on-call knows\n",
      ".github/CODEOWNERS": "* @ada\n/services/shipping/ @acme/search\n",
      ".github/workflows/again.yml":
        "on:\n  workflow_dispatch:\n    inputs:\n      revision: {required: true}\njobs: {}\n",
    },
    services(outside),
  );
  await world.start();
  await baseline(world);
}, 300_000);
afterEach(() => world.stop());

it("each remedy goes the whole way, or a person is asked and told what to look at", async () => {
  // What no commit caused comes before any is deployed.
  await runbookAtItsBound();
  await none();
  await runbook();
  await restoreConfig();
  await redeployByEvent();
  await redeployByWorkflow();
}, 1_800_000);

/** What a person would read first, should this ever fail. */
async function told(): Promise<string> {
  const [incident] = await world.incidents();
  const lines = incident?.thoughts.map(({ agent, text }) => `${agent}: ${text}`) ?? ["no incident"];
  return [...lines, readFileSync(world.log, "utf8").slice(-1500)].join("\n");
}
/** Until the nth incident is there and says so of itself. */
async function until(nth: number, what: (incident: Incident) => boolean): Promise<Incident> {
  const nthOf = async () => (await world.incidents()).toReversed()[nth - 1];
  await expect
    .poll(async () => {
      const incident = await nthOf();
      return incident !== undefined && what(incident);
    }, PATIENT)
    .toBe(true)
    .catch(async (error: Error) => {
      throw new Error(`${error.message}\n${await told()}`);
    });
  return (await nthOf()) as Incident;
}
const healed = async (nth: number) => {
  const incident = await until(nth, ({ closed }) => closed !== null);
  expect(incident.closed?.as, await told()).toBe("healed");
  return incident;
};
const issueOf = ({ issue }: Incident) => world.issues().find((one) => one.number === issue?.number) as Issue;
const pullOf = ({ outcome }: Incident) =>
  world.pulls().find((one) => one.number === outcome.pullRequest?.number) as Issue;
const commentsOn = (issue: Issue) =>
  [...(world.github.state.repositories.get(REPOSITORY)?.comments.values() ?? [])].filter(
    (one) => one.issue === issue,
  );
/** What stands in the thread, once it says so. */
const says = ({ id }: Incident, what: string | RegExp) =>
  expect
    .poll(async () => {
      // The issue waits a moment for a verdict, and so may be opened after a person was asked.
      const incident = (await world.incidents()).find((one) => one.id === id);
      const issue = incident && issueOf(incident);
      return issue ? [issue.body, ...commentsOn(issue).map(({ body }) => body)].join("\n") : "";
    }, PATIENT)
    .toMatch(what);
/** Lines that a merge took out and put in, each behind the path, and its message. */
async function merged({ outcome }: Incident): Promise<{ lines: string[]; message: string }> {
  const sha = outcome.merge?.sha as string;
  await world.git("fetch", "-q", "origin");
  const diff = await world.git("diff", "-U0", "--no-renames", `${sha}^1`, sha);
  let path = "";
  const lines = diff.split("\n").flatMap((line) => {
    if (line.startsWith("--- ")) return [];
    if (line.startsWith("+++ ")) path = line.slice(6);
    return /^[+-]/.test(line) && !line.startsWith("+++ ") ? [`${path}: ${line}`] : [];
  });
  return { lines, message: await world.git("log", "-1", "--format=%B", sha) };
}

/** At its bound a runbook changes nothing, and the person who is asked reads why. */
async function runbookAtItsBound(): Promise<void> {
  outside.bills = 90;
  const incident = await until(1, ({ needsHuman }) => needsHuman !== null);
  expect(incident).toMatchObject({
    diagnosis: { decision: "none", remedy: { kind: "runbook" } },
    plan: { kind: "unplanned" },
    outcome: {},
  });
  expect(incident.needsHuman?.reason).toContain("stands at 4, and the runbook's max is 4");
  await says(incident, /Needed from you:\*\* do by hand what it would take, or change the runbook/);
  outside.bills = 10;
  await until(1, ({ closed }) => closed !== null);
}

/** What no commit caused is answered as the policy says, within its bound; a check that failed once is asked again. */
async function runbook(): Promise<void> {
  world.checks = ({ nth }) => (nth === 1 ? "failure" : "success");
  outside.wanted = 140;
  const incident = await healed(3);
  world.checks = () => "success";
  expect(incident).toMatchObject({
    diagnosis: { decision: "none", remedy: { kind: "runbook" } },
    outcome: { retried: { checks: ["ci"] } },
  });
  const { lines, message } = await merged(incident);
  expect(lines).toEqual([
    `${DATABASE}: -              value: "100"`,
    `${DATABASE}: +              value: "150"`,
  ]);
  expect(message).toContain(`Incident: ${incident.issue?.url}`);
  const { title, body } = pullOf(incident);
  expect(title).toBe("Set MAX_CONNECTIONS from 100 to 150 in deploy/database.yml");
  expect(body).toMatch(/runbook for "remaining connection slots are reserved"/);
  // The team's own template stands below.
  expect(body).toMatch(/- \[ \] The on-call knows\s*$/);
  await says(incident, /No commit did it, [^\n]{1,12} sure/);
  await says(incident, /asked to run again, once: `ci`/);
  await says(incident, /\*\*Healed by #\d+/);
}

/** Outside of the repository there is nothing to change: where to look is said, with links, and nothing is written. */
async function none(): Promise<void> {
  outside.mailAnswers = false;
  const incident = await until(2, ({ needsHuman }) => needsHuman !== null);
  expect(incident).toMatchObject({
    diagnosis: { decision: "none", suspect: null },
    plan: { kind: "unplanned", remedy: "none" },
    outcome: {},
  });
  await says(incident, /Needed from you:\*\* look at what stands under/);
  await says(incident, /What to look at\*\*\n\n- .*[Pp]rovider/);
  outside.mailAnswers = true;
  const over = await until(2, ({ closed }) => closed !== null);
  expect(over.closed?.as).toBe("recovered-unexplained");
}

/** Of a commit that sets two values and says something, the guilty value alone goes back. */
async function restoreConfig(): Promise<void> {
  const broken = QUOTES_YML.replace("max: 40", "max: 2").replace("level: info", "level: warn");
  const culprit = await world.push(
    { [QUOTES]: broken, "README.md": "# Shop\n\nQuotes log less.\n" },
    "chore: quieter logs, fewer connections",
  );
  const incident = await healed(4);
  expect(incident.diagnosis, await told()).toMatchObject({
    suspect: culprit,
    remedy: { kind: "restore-config", setting: { path: QUOTES, name: "max" } },
  });
  const { lines } = await merged(incident);
  expect(lines).toEqual([
    `${QUOTES}: -  max: 2   # agreed with the database team`,
    `${QUOTES}: +  max: 40   # agreed with the database team`,
  ]);
  expect(await world.file(QUOTES)).toBe(QUOTES_YML.replace("level: info", "level: warn"));
  expect(await world.file("README.md")).toContain("Quotes log less.");
  expect(pullOf(incident).title).toBe("Restore pool.max to 40 in config/quotes.yml");
  await says(incident, /Everything else of [0-9a-f]{7}, and of the file, stays/);
}

/** The last healthy revision is out before there is a pull request, which then keeps the other out. */
async function redeployByEvent(): Promise<void> {
  const turned = policy({ mode: "merge", runbooks: true, redeploy: "{via: deployment}" });
  const healthy = await world.push({ ".sre-space.yml": turned }, "chore: redeploy");
  await expect.poll(() => world.rollouts.at(-1)?.sha, PATIENT).toBe(healthy);
  await baseline(world);
  const before = world.rollouts.length;
  const culprit = await world.push(
    { [RANK]: withoutFallback(SHOP[RANK] as string) },
    "refactor: simplify ranking",
  );
  const incident = await healed(5);
  expect(incident, await told()).toMatchObject({
    diagnosis: { suspect: culprit, remedy: { kind: "redeploy" } },
    outcome: { redeploy: { revision: healthy } },
  });
  expect(world.rollouts.slice(before)).toEqual([
    { sha: culprit, by: "push" },
    { sha: healthy, by: "deployment" },
    { sha: incident.outcome.merge?.sha, by: "push" },
  ]);
  expect(await world.file(RANK)).toBe(SHOP[RANK]);
  const { message } = await merged(incident);
  expect(message).toContain(`Reverts: ${culprit}`);
  await says(incident, /Healed by sending \[`[0-9a-f]{7}`\]\([^)]*\) out again \d+/);
  await says(incident, /Sent out again: \[`[0-9a-f]{7}`\]/);
}

/** What may only be proposed is a draft, its owners are asked, and nothing goes out before a person says so. */
async function redeployByWorkflow(): Promise<void> {
  const redeploy = "{via: workflow, workflow: again.yml, input: revision}";
  const turned = policy({ mode: "propose", runbooks: false, redeploy });
  const healthy = await world.push({ ".sre-space.yml": turned }, "chore: ask first");
  await expect.poll(() => world.rollouts.at(-1)?.sha, PATIENT).toBe(healthy);
  await baseline(world);
  const before = world.rollouts.length;
  const culprit = await world.push(
    { [LABEL]: withoutFallback(SHOP[LABEL] as string) },
    "refactor: simplify labels",
  );
  const asked = await until(6, ({ waiting }) => waiting?.for === "approval");
  expect(asked.diagnosis, await told()).toMatchObject({ suspect: culprit, remedy: { kind: "redeploy" } });
  expect(pullOf(asked).pull).toMatchObject({ draft: true, merged: false, requestedTeams: ["search"] });
  // Of the two patterns that match, the last one counts.
  expect(pullOf(asked).pull?.requestedReviewers).toEqual([]);
  expect(asked.outcome.redeploy).toBeUndefined();
  await says(asked, /Needed from you:\*\* look at #\d+ and comment `\/sre approve` here/);

  await world.call("POST", `/issues/${asked.issue?.number}/comments`, { body: "/sre approve" });
  const incident = await healed(6);
  expect(incident.outcome.redeploy, await told()).toEqual({
    at: expect.any(String),
    id: null,
    revision: healthy,
  });
  expect(world.rollouts.slice(before)).toEqual([
    { sha: culprit, by: "push" },
    { sha: healthy, by: "workflow" },
    { sha: incident.outcome.merge?.sha, by: "push" },
  ]);
  expect(pullOf(incident).pull).toMatchObject({ draft: false, merged: true });
  expect(await world.file(LABEL)).toBe(SHOP[LABEL]);
}
