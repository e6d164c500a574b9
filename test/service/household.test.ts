import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { CheckRun, Issue } from "../../marketplace-demo/world/github/state.ts";
import { DASHBOARD_MARKER } from "../../src/contracts/dashboard-marker.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { baseline } from "./baseline.ts";
import { QUOTES_YML, SHOP, services } from "./small-shop.ts";
import { REPOSITORY, type SmallWorld, startSmallWorld } from "./small-world.ts";

const PATIENT = { timeout: 300_000, interval: 250 };
const QUOTES = "config/quotes.yml";
const BEFORE_MERGING = "SRE-Space / before merging";
const POLICY = `version: 1
mode: propose
services:
  quotes: {paths: [services/quotes/**, config/quotes.yml, db/**], slo: {availability: 99.5%}}
guardrails:
  remedies: [restore-config, revert]
  required_checks: [ci]
  max_merges: {per_hour: 50, per_day: 50}
deploy: {timeout: 3m}
verify: {window: 60s}
notify: {dashboard: true, record: docs/incidents, reland: true}
`;
/** A test as the team has them, beside which another would stand. */
const TEST = 'import test from "node:test";\n\ntest("quotes", () => {});\n';

let world: SmallWorld;
beforeEach(async () => {
  const outside = { wanted: 0, bills: 0, mailAnswers: true };
  world = await startSmallWorld(
    { ...SHOP, ".sre-space.yml": POLICY, "services/quotes/quote.test.ts": TEST },
    services(outside).filter(({ name }) => ["quotes", "search"].includes(name)),
  );
  await world.start();
  await baseline(world);
}, 300_000);
afterEach(() => world.stop());

it("a box approves, the record and the reland kit follow, and pull requests are told what they touch", async () => {
  const incident = await approvedByABox();
  await recordAndReland(incident);
  await beforeMerging(incident);
}, 900_000);

const newest = async (): Promise<Incident | undefined> => (await world.incidents())[0];
const repository = () => world.github.state.repositories.get(REPOSITORY);
const dashboards = () => world.issues().filter(({ body }) => body?.includes(DASHBOARD_MARKER));
const pullOf = (branch: RegExp) =>
  expect
    .poll(() => world.pulls().filter(({ pull }) => branch.test(pull?.headRef ?? "")).length, PATIENT)
    .toBe(1)
    .then(() => world.pulls().find(({ pull }) => branch.test(pull?.headRef ?? "")) as Issue);
async function content(pull: Issue, path: string): Promise<string> {
  await world.git("fetch", "-q", "origin");
  return `${await world.git("show", `${pull.pull?.headSha}:${path}`)}\n`;
}
/** As a person has it: a branch of their own, and a pull request from it. */
async function opens(branch: string, files: Record<string, string>): Promise<Issue> {
  const head = await world.push(files, branch, "bob", branch);
  const pull = { title: branch, head: branch, base: "main" };
  const { number } = await world.call("POST", "/pulls", pull);
  const issue = world.pulls().find((one) => one.number === number) as Issue;
  expect(issue.pull?.headSha).toBe(head);
  return issue;
}
const checksOn = ({ pull }: Issue): CheckRun[] =>
  [...(repository()?.checkRuns.values() ?? [])].filter(
    (run) => run.headSha === pull?.headSha && run.name.startsWith("SRE-Space / "),
  );

async function approvedByABox(): Promise<Incident> {
  await world.push(
    { [QUOTES]: QUOTES_YML.replace("max: 40", "max: 2").replace("level: info", "level: warn") },
    "chore: quieter logs, fewer connections",
    "eve",
  );
  await expect
    .poll(() => dashboards()[0]?.body, PATIENT)
    .toMatch(/- \[ \] Approve #\d+/)
    .catch(async (error: Error) => {
      throw new Error(
        `${error.message}\n${(await newest())?.thoughts.map(({ text }) => text).join("\n")}\n${readFileSync(world.log, "utf8").slice(-1500)}`,
      );
    });
  const [dashboard] = dashboards() as [Issue];
  expect(dashboard.body).toContain("**1 open incident; 1 waits for you.**");
  expect(dashboard.body).toContain("### Waits for your yes");
  expect((await newest())?.outcome.merge).toBeUndefined();
  const ticked = dashboard.body?.replace("- [ ] Approve", "- [x] Approve");
  await world.call("PATCH", `/issues/${dashboard.number}`, { body: ticked });
  await expect.poll(async () => (await newest())?.closed?.as, PATIENT).toBe("healed");
  const incident = (await newest()) as Incident;
  expect(incident.approvals).toMatchObject([{ by: "ada" }]);
  expect(await world.file(QUOTES)).toBe(QUOTES_YML.replace("level: info", "level: warn"));
  await expect.poll(() => dashboards()[0]?.body, PATIENT).toContain("**Nothing is broken that I know of.**");
  expect(dashboards()).toHaveLength(1);
  return incident;
}

async function recordAndReland({ issue, outcome, diagnosis }: Incident): Promise<void> {
  const record = await pullOf(/^sre-space\/record-/);
  const day = new Date().toISOString().slice(0, 4);
  const { pull } = record;
  await world.git("fetch", "-q", "origin");
  const [path = ""] = (await world.git("ls-tree", "-r", "--name-only", pull?.headSha ?? ""))
    .split("\n")
    .filter((one) => one.startsWith("docs/incidents/"));
  expect(path).toMatch(new RegExp(`^docs/incidents/${day}-\\d\\d-\\d\\d-quotes-${issue?.number}\\.md$`));
  const text = await content(record, path);
  expect(text).toContain("# quotes: POST /quotes is failing");
  expect(text).toMatch(/\*\*Impact\.\*\* .*requests failed/);
  expect(text).toContain(`#${outcome.pullRequest?.number}`);
  // People merge it.
  expect(pull).toMatchObject({ draft: false, merged: false });

  const reland = await pullOf(/^sre-space\/reland-/);
  expect(reland.pull).toMatchObject({ draft: true, merged: false });
  expect(reland.body).toContain(`One value that [\`${diagnosis?.suspect?.slice(0, 7)}\`]`);
  expect(await content(reland, QUOTES)).toBe(
    QUOTES_YML.replace("max: 40", "max: 2").replace("level: info", "level: warn"),
  );
  const test = await content(reland, `services/quotes/incident-${issue?.number}.test.ts`);
  expect(test).toContain('import test from "node:test";');
  expect(test).toContain("assert.fail(");
  // What we propose is no pull request that needs to be told of itself.
  for (const one of [record, reland])
    expect(checksOn(one).map(({ name }) => name)).not.toContain(BEFORE_MERGING);
}

async function beforeMerging({ issue }: Incident): Promise<void> {
  const harmless = await opens("say-more", { "README.md": "# Shop\n\nWith quotes.\n" });
  const quieter = QUOTES_YML.replace("level: info", "level: warn");
  const undoing = await opens("fewer-connections", { [QUOTES]: quieter.replace("max: 40", "max: 2") });
  const touching = await opens("more-connections", { [QUOTES]: quieter.replace("max: 40", "max: 60") });
  const together = await opens("kinds", {
    "db/migrations/0007_kinds.sql": "ALTER TABLE quotes DROP COLUMN kind;\n",
    "services/quotes/quote.ts": "export const quote = (request, pool) => pool.query(request.sort);\n",
  });
  const title = (pull: Issue) => checksOn(pull).find(({ name }) => name === BEFORE_MERGING)?.output.title;
  await expect.poll(() => title(undoing), PATIENT).toBe(`Undoes what healed incident ${issue?.number}`);
  await expect.poll(() => title(touching), PATIENT).toBe(`Touches the key behind incident ${issue?.number}`);
  await expect.poll(() => title(together), PATIENT).toBe("Could not be undone alone");
  for (const pull of [undoing, touching, together]) {
    expect(checksOn(pull)).toMatchObject([{ status: "completed", conclusion: "neutral" }]);
  }
  expect(checksOn(undoing)[0]?.output.annotations).toMatchObject([{ path: QUOTES, start_line: 4 }]);
  expect(checksOn(harmless)).toEqual([]);
}
