import { afterAll, beforeAll, expect, it } from "vitest";
import { type ActionWorld, startActionWorld } from "./action-world.ts";

const POLICY = () => `version: 1
mode: merge
services:
  quotes: {paths: [services/quotes/**], slo: {availability: 99%}}
  search: {paths: [services/search/**]}
guardrails:
  required_checks: [ci, staging]
`;
const THROWN = "\n::error title=thrown::x\n##[error]x\r\n::stop-commands::x";
const HOSTILE = "::error title=hostile::one table for each kind";

let at: ActionWorld;
beforeAll(async () => {
  at = await startActionWorld(POLICY, HOSTILE, THROWN);
}, 300_000);
afterAll(() => at?.stop());

/** Commands that the runner would obey: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands */
const obeyed = (log: string) => log.split("\n").filter((line) => /^\s*::|##\[/.test(line));

it("writes nothing in a dry run, and tells what it would have done", async () => {
  const { world, run, bundle, culprit } = at;
  const before = world.github.countWrites("github-actions");
  const ran = await run("workflow_dispatch", {}, { bundle, "dry-run": "true", wait: "2m" });
  expect(ran.code, ran.log).toBe(0);
  expect(ran.outputs, ran.log).toMatchObject({ incident: "", suspect: culprit });
  expect(ran.summary).toContain("A dry run: nothing was written. Next would have come: ensureBranch.");
  expect(world.github.countWrites("github-actions")).toBe(before);
  expect(obeyed(ran.log).filter((line) => !/^::(add-mask|group|endgroup)::/.test(line))).toEqual([
    expect.stringMatching(
      /^::warning title=Suspected of breaking quotes,file=services\/quotes\/price.ts,line=2::/,
    ),
  ]);
  expect(obeyed(ran.log).filter((line) => /^::(end)?group::/.test(line))).toEqual([
    "::group::What the repository says",
    "::endgroup::",
    "::group::What earlier runs left",
    "::endgroup::",
    "::group::What this run was started for",
    "::endgroup::",
    "::group::What was done",
    "::endgroup::",
  ]);
}, 120_000);

it("proposes and never merges without a secret, and leaves the incident to people", async () => {
  const { world, run } = at;
  const alert = {
    service: "search",
    summary: "Search fails for every question\n::error::x\n##[error]x",
    symptom: "errors",
  };
  const payload = { action: "sre-alert", client_payload: alert };
  const ran = await run("repository_dispatch", payload, { "state-secret": "", wait: "3s" });
  expect(ran.code, ran.log).toBe(0);
  expect(ran.summary).toContain("the Action proposes and never merges");
  expect(obeyed(ran.log).filter((line) => !/^::(add-mask|group|endgroup)::/.test(line))).toEqual([]);
  const [issue] = world.issues().filter(({ title }) => title.includes("search"));
  expect(issue?.state).toBe("open");
  // The same alert, heard by a run that has a secret, does not open a second one, nor go on with what was not sealed.
  const again = await run("repository_dispatch", payload, { wait: "3s" });
  expect(again.code, again.log).toBe(1);
  expect(again.log).toContain("There is no sealed state in it to go on from.");
  expect(world.issues().filter(({ title }) => title.includes("search"))).toHaveLength(1);
}, 120_000);

it("answers a command, and goes on with no state that somebody has edited", async () => {
  const { world, run, bundle } = at;
  const opened = await run("workflow_dispatch", {}, { bundle });
  expect(opened.code, `${opened.log}`).not.toBeNull();
  const issue = world.issues().find(({ title }) => title.includes("quotes"));
  const pulls = world.pulls().length;
  const number = issue?.number ?? 0;

  const comment = (await world.call("POST", `/issues/${number}/comments`, { body: "/sre explain" })) as {
    id: number;
  };
  // In a public repository anybody may write this.
  await world.call("POST", `/issues/${number}/comments`, { body: "<!-- sre-space:state v1 AAAA -->" });
  const asked = await run("issue_comment", {
    action: "created",
    issue: { number },
    comment: {
      id: comment.id,
      body: "/sre explain",
      created_at: new Date().toISOString(),
      user: { login: "ada", type: "User" },
    },
  });
  expect(asked.log).toContain("mode: comment");
  expect(asked.log).toMatch(/A comment is made to look like my state[^\n]*by: ada/);
  expect(asked.log).toContain("/sre explain of @ada");
  const thread = async () =>
    (await world.call("GET", `/issues/${number}/comments`)) as unknown as {
      id: number;
      body: string;
      user: { login: string };
    }[];
  expect(
    (await thread()).some(
      ({ body, user }) => user.login === "github-actions[bot]" && /did it|guard/.test(body),
    ),
  ).toBe(true);

  const state = (await thread()).find(
    ({ body, user }) => user.login === "github-actions[bot]" && body.startsWith("<!-- sre-space:state v1 "),
  );
  await world.call("PATCH", `/issues/comments/${state?.id}`, { body: state?.body.replace("🔒", "🔓") });
  const refused = await run("schedule", {});
  expect(refused.code).toBe(1);
  expect(refused.log).toContain(`was edited by @ada, and is not mine alone`);
  // It is people's now, and a schedule that fails every quarter of an hour would hide what fails anew.
  const later = await run("schedule", {});
  expect(later.code, later.log).toBe(0);
  expect(later.log).toContain("is not mine alone");
  expect(issue?.labels.map(({ name }) => name)).toContain("sre-space:needs-human");
  expect((await thread()).some(({ body }) => body.includes("I do not go on with this incident"))).toBe(true);
  expect(world.pulls()).toHaveLength(pulls);
}, 180_000);

it("is paused by a command in any thread, over runs, until it is resumed", async () => {
  const { world, run } = at;
  const { number } = (await world.call("POST", "/issues", { title: "A release", body: "" })) as {
    number: number;
  };
  const say = async (body: string) => {
    const { id } = (await world.call("POST", `/issues/${number}/comments`, { body })) as { id: number };
    return await run("issue_comment", {
      action: "created",
      issue: { number },
      comment: { id, body, created_at: new Date().toISOString(), user: { login: "ada", type: "User" } },
    });
  };
  const stops = () =>
    world
      .issues()
      .filter(
        ({ state, labels }) => state === "open" && labels.some(({ name }) => name === "sre-space:stop"),
      );
  for (let time = 0; time < 2; time++) {
    const paused = await say("/sre pause");
    expect(paused.log).toContain("Paused: in this repository nothing is merged");
    expect(stops()).toHaveLength(1);
    await say("/sre resume");
    expect(stops()).toHaveLength(0);
  }
}, 180_000);

it("says of an edited policy what it changes, and where it is wrong", async () => {
  const { world, run } = at;
  await world.push(
    { ".sre-space.yml": POLICY().replace("mode: merge", "mode: marge") },
    "chore: policy",
    "dora",
    "policy",
  );
  const pull = (await world.call("POST", "/pulls", { title: "Policy", head: "policy", base: "main" })) as {
    number: number;
    head: { sha: string; ref: string };
  };
  const ran = await run("pull_request", {
    action: "opened",
    number: pull.number,
    pull_request: { number: pull.number, state: "open", merged: false, head: pull.head },
  });
  expect(ran.code, ran.log).toBe(1);
  expect(ran.log).toMatch(/^::error title=[^\n]*file=\.sre-space\.yml,line=2/m);
  expect(ran.summary).toContain("1 problem in the policy");
}, 120_000);

it("looks at a fork's pull request with a token that reads alone, says so, and writes nothing", async () => {
  const { world, run, tokenWith } = at;
  const token = tokenWith({ metadata: "read", contents: "read", issues: "read", pull_requests: "read" });
  // Everything that a page shows; what is refused is counted as a write, too.
  const shown = async () =>
    JSON.stringify([
      world.issues().map(({ title, body, labels }) => [title, body, labels]),
      await world.call("GET", "/issues/comments?per_page=100"),
      (await world.git("ls-remote", "--heads", "origin"))
        .split("\n")
        .filter((ref) => !ref.includes("/fork-")),
    ]);
  const before = await shown();
  const asked = async (mode: string, policy: string) => {
    const branch = `fork-${mode}`;
    await world.push({ ".sre-space.yml": policy }, "chore: policy", "mallory", branch);
    const { number, head } = (await world.call("POST", "/pulls", {
      title: "::error::From a fork",
      head: branch,
      base: "main",
    })) as { number: number; head: object };
    const fork = { ...head, repo: { full_name: "mallory/shop" } };
    return await run(
      "pull_request",
      {
        action: "opened",
        number,
        pull_request: { number, state: "open", merged: false, head: fork, title: "::error::From a fork" },
      },
      { token, "state-secret": "" },
    );
  };
  const fine = await asked("right", POLICY().replace("mode: merge", "mode: report"));
  expect(fine.code, fine.log).toBe(0);
  expect(fine.log).toContain("This pull request comes from a fork");
  const wrong = await asked("wrong", POLICY().replace("mode: merge", "mode: marge"));
  expect(wrong.code, wrong.log).toBe(1);
  expect(wrong.log).toMatch(/^::error title=[^\n]*file=\.sre-space\.yml,line=2/m);
  for (const { log } of [fine, wrong])
    expect(obeyed(log).filter((line) => line.includes("From a fork"))).toEqual([]);
  // Nor does it respond to anything with such a token: it fails, and says what to do.
  const alert = { service: "search", id: "another", summary: "Search is slow", symptom: "latency" };
  const responds = await run(
    "repository_dispatch",
    { action: "sre-alert", client_payload: alert },
    { token, "state-secret": "", wait: "1s" },
  );
  expect(responds.code, responds.log).toBe(1);
  expect(responds.log).toContain("name what is needed under permissions");
  expect(await shown()).toBe(before);
}, 180_000);
