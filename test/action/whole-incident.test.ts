import { afterAll, beforeAll, expect, it } from "vitest";
import { type ActionWorld, permissionsOf, startActionWorld } from "./action-world.ts";

const POLICY = (probe: string) => `version: 1
mode: merge
services:
  quotes: {paths: [services/quotes/**], slo: {availability: 99%}}
guardrails:
  required_checks: [ci, staging]
verify: {window: 2m, probe: {url: "${probe}"}}
`;

let at: ActionWorld;
beforeAll(async () => {
  at = await startActionWorld(POLICY);
}, 300_000);
afterAll(() => at?.stop());

it("walks a whole incident over several runs, with nothing between them but GitHub", async () => {
  const { world, run, bundle, culprit } = at;

  const first = await run("workflow_dispatch", {}, { bundle });
  expect(first.code, first.log).toBe(0);
  const [issue] = world.issues();
  const [pull] = world.pulls();
  expect(first.outputs, first.log).toMatchObject({
    incident: String(issue?.number),
    suspect: culprit,
    "pull-request": String(pull?.number),
    healed: "",
  });
  expect(Number(first.outputs.confidence)).toBeGreaterThanOrEqual(0.95);
  expect(issue?.user.login).toBe("github-actions[bot]");
  expect(first.summary).toContain("```mermaid");
  expect(first.log).toContain(
    "::warning title=Suspected of breaking quotes,file=services/quotes/price.ts,line=2",
  );

  const { head } = (await world.call("GET", `/pulls/${pull?.number}`)) as { head: { sha: string } };
  await world.call("POST", `/statuses/${head.sha}`, { state: "success", context: "staging" });
  const second = await run("status", { sha: head.sha, state: "success" });
  expect(second.code, second.log).toBe(0);
  expect(second.outputs, second.log).toMatchObject({ incident: String(issue?.number), verdict: "merge" });
  expect(await world.file("services/quotes/price.ts")).toContain("tables.standard");
  expect(second.outputs.healed).toBe("");

  const third = await run("schedule", {}, { wait: "2m" });
  expect(third.code, third.log).toBe(0);
  expect(third.outputs, third.log).toMatchObject({ incident: String(issue?.number), healed: "true" });
  expect(world.issues()[0]).toMatchObject({ state: "closed" });

  const again = await run("schedule", {});
  expect(again.code, again.log).toBe(0);
  expect(world.issues()).toHaveLength(1);
  expect(world.pulls()).toHaveLength(1);

  // And who brings it back is told, by a run that may no more than the example for pull requests.
  const broken = (await world.git("show", `${culprit}:services/quotes/price.ts`)).concat("\n");
  await world.push({ "services/quotes/price.ts": broken }, "refactor: one table, again", "eve", "again");
  const back = (await world.call("POST", "/pulls", { title: "Again", head: "again", base: "main" })) as {
    number: number;
    head: { sha: string };
  };
  const look = (mode: string) =>
    run(
      "pull_request",
      {
        action: "opened",
        number: back.number,
        pull_request: { number: back.number, state: "open", merged: false, head: back.head },
      },
      { mode, token: at.tokenWith(permissionsOf("pull-requests.yml")) },
    );
  const remembers = await look("remember");
  expect(remembers.code, remembers.log).toBe(0);
  expect(remembers.summary, remembers.log).toContain(`#${issue?.number}`);
  const { check_runs: checks } = (await world.call("GET", `/commits/${back.head.sha}/check-runs`)) as {
    check_runs: { name: string; output: { summary: string } }[];
  };
  const told = checks.filter(({ name }) => name.startsWith("SRE-Space"));
  expect(told.map(({ output }) => output.summary).join(" ")).toContain(`#${issue?.number}`);
  const validates = await look("validate");
  expect(validates.code, validates.log).toBe(0);
  expect(validates.summary).not.toContain(`#${issue?.number}`);

  // What an edit of the policy would change is told by what has been.
  const report = POLICY("http://127.0.0.1:1/").replace("mode: merge", "mode: report");
  await world.push({ ".sre-space.yml": report }, "chore: careful", "ada", "careful");
  const edit = (await world.call("POST", "/pulls", {
    title: "Careful",
    head: "careful",
    base: "main",
  })) as typeof back;
  const changes = await run(
    "pull_request",
    {
      action: "opened",
      number: edit.number,
      pull_request: { number: edit.number, state: "open", merged: false, head: edit.head },
    },
    { token: at.tokenWith(permissionsOf("pull-requests.yml")) },
  );
  expect(changes.code, changes.log).toBe(0);
  expect(changes.summary, changes.log).toMatch(/\|[^\n]*merge[^\n]*\|[^\n]*report[^\n]*\|/);

  // What breaks in the same way again is known from the issue of the first time.
  const subject = "perf: one table less to look at";
  const relapse = await world.push({ "services/quotes/price.ts": broken }, subject);
  const anew = await run("workflow_dispatch", {}, { bundle: at.bundleOf(relapse) });
  expect(anew.code, anew.log).toBe(0);
  expect(anew.outputs, anew.log).toMatchObject({ suspect: relapse, healed: "" });
  // Whatever the run says last stands in the issue: nobody looks again soon.
  expect(Number(anew.outputs.incident)).toBeGreaterThan(Number(issue?.number));
  expect(world.issues().at(-1)?.body, anew.log).toContain(`Seen before in #${issue?.number}`);
}, 300_000);
