import { afterEach, expect, it } from "vitest";
import { type ActionWorld, type Ran, startActionWorld } from "./action-world.ts";

const POLICY = (window: string) => (probe: string) =>
  `version: 1
mode: merge
services:
  quotes: {paths: [services/quotes/**], slo: {availability: 99%}}
  search: {paths: [services/search/**]}
guardrails:
  required_checks: [ci]
verify: {window: ${window}, probe: {url: "${probe}"}}
`;
/** Of runs; each does what it can in its five seconds. */
const MOST = 30;

let at: ActionWorld | undefined;
afterEach(() => at?.stop());

/** Runs that nothing but the schedule starts, until one leaves it so. */
async function sweepUntil(is: (ran: Ran) => boolean): Promise<Ran> {
  const logs: string[] = [];
  for (let n = 0; n < MOST; n++) {
    const ran = await (at as ActionWorld).run("schedule", {});
    expect(ran.code, ran.log).toBe(0);
    if (is(ran)) return ran;
    logs.push(ran.log);
  }
  throw new Error(`It did not come to that in ${MOST} runs:\n${logs.join("\n---\n")}`);
}
const issueOf = (service: string) => at?.world.issues().find(({ title }) => title.includes(service));
const labels = (service: string) => issueOf(service)?.labels.map(({ name }) => name);

it("takes its own change back over several runs, while another incident goes its own way", async () => {
  at = await startActionWorld(POLICY("5s"));
  const { world, run, bundle } = at;
  at.poisoned = true;

  const opened = await run("workflow_dispatch", {}, { bundle });
  expect(opened.code, opened.log).toBe(0);
  const alert = { service: "search", summary: "Search fails for every question", symptom: "errors" };
  const other = await run("repository_dispatch", { action: "sre-alert", client_payload: alert });
  expect(other.code, other.log).toBe(0);
  expect(world.issues().map(({ state }) => state)).toEqual(["open", "open"]);

  await sweepUntil(() => labels("quotes")?.includes("sre-space:needs-human") === true);
  const pulls = world.pulls().map(({ number, pull }) => ({ number, merged: pull?.merged }));
  expect(pulls.map(({ merged }) => merged)).toEqual([true, true]);
  expect(await world.file("services/quotes/price.ts")).not.toContain("tables.standard");
  const thread = (await world.call("GET", `/issues/${issueOf("quotes")?.number}/comments`)) as unknown as {
    body: string;
  }[];
  expect(`${issueOf("quotes")?.body} ${thread.map(({ body }) => body).join(" ")}`).toMatch(
    new RegExp(`#${pulls[0]?.number} did not heal and was taken back by #${pulls[1]?.number}`),
  );

  // Neither again, nor back again; and the other incident is still there, and not of this change.
  const after = await run("schedule", {});
  expect(after.code, after.log).toBe(0);
  expect(world.pulls()).toHaveLength(2);
  expect(issueOf("search")).toMatchObject({ state: "open" });
  expect(world.issues()).toHaveLength(2);
  const over = await run("repository_dispatch", {
    action: "sre-alert",
    client_payload: { ...alert, status: "resolved" },
  });
  expect(over.code, over.log).toBe(0);
  await sweepUntil(() => issueOf("search")?.state === "closed");
  expect(labels("search")).toContain("sre-space:recovered");
  expect(issueOf("quotes")?.state).toBe("open");

  // Whole, sealed by us and in a comment of ours, and yet of the incident before.
  const sealed = async (service: string) => {
    const path = `/issues/${issueOf(service)?.number}/comments`;
    const comments = (await world.call("GET", path)) as unknown as { id: number; body: string }[];
    return comments.find(({ body }) => body.startsWith("<!-- sre-space:state v1 "));
  };
  const [older, own] = [await sealed("search"), await sealed("quotes")];
  const played = await fetch(`${world.github.apiUrl}/repos/acme/shop/issues/comments/${own?.id}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${at.tokenWith({ issues: "write" })}` },
    body: JSON.stringify({ body: older?.body }),
  });
  expect(played.status).toBe(200);
  const refused = await run("schedule", {});
  expect(refused.code, refused.log).toBe(1);
  expect(refused.log).toContain("Its sealed state does not open.");
  expect(world.pulls()).toHaveLength(2);
  const said = (await world.call("GET", `/issues/${issueOf("quotes")?.number}/comments`)) as unknown as {
    body: string;
  }[];
  expect(said.some(({ body }) => body.includes("I do not go on with this incident"))).toBe(true);
}, 600_000);

it("asks a person where the deployment of its merge fails, and does nothing more until somebody says that it is over", async () => {
  at = await startActionWorld(POLICY("2m"));
  const { world, run, bundle, culprit } = at;
  world.rolls = (sha) => (sha === culprit ? "success" : "failure");

  const opened = await run("workflow_dispatch", {}, { bundle });
  expect(opened.code, opened.log).toBe(0);
  await sweepUntil(() => labels("quotes")?.includes("sre-space:needs-human") === true);
  expect(issueOf("quotes")?.body).toMatch(/its deployment failed/);
  expect(world.pulls().map(({ pull }) => pull?.merged)).toEqual([true]);
  expect(await world.file("services/quotes/price.ts")).toContain("tables.standard");

  // Nothing more is tried by itself.
  const waits = await run("schedule", {});
  expect(waits.outputs, waits.log).toMatchObject({ healed: "" });
  expect(world.pulls()).toHaveLength(1);

  const { id } = (await world.call("POST", `/issues/${issueOf("quotes")?.number}/comments`, {
    body: "/sre resolve",
  })) as { id: number };
  const told = await run("issue_comment", {
    action: "created",
    issue: { number: issueOf("quotes")?.number },
    comment: {
      id,
      body: "/sre resolve",
      created_at: new Date().toISOString(),
      user: { login: "ada", type: "User" },
    },
  });
  expect(told.code, told.log).toBe(0);
  expect(issueOf("quotes")?.state, told.log).toBe("closed");
  expect(told.outputs).toMatchObject({ healed: "false" });
  expect(world.pulls()).toHaveLength(1);
}, 600_000);

it("proposes without a secret what it would merge with one, and merges it in no mode", async () => {
  at = await startActionWorld(POLICY("2m"));
  const { world, run, bundle } = at;
  const ran = await run("workflow_dispatch", {}, { bundle, "state-secret": "", wait: "20s" });
  expect(ran.code, ran.log).toBe(0);
  expect(ran.outputs, ran.log).toMatchObject({ verdict: "propose" });
  expect(world.pulls().map(({ state, pull }) => [state, pull?.merged])).toEqual([["open", false]]);
  const head = world.pulls()[0]?.pull?.headSha;
  const { check_runs: checks } = (await world.call("GET", `/commits/${head}/check-runs`)) as {
    check_runs: { name: string; conclusion: string }[];
  };
  expect(checks).toContainEqual(expect.objectContaining({ name: "ci", conclusion: "success" }));
  expect(await world.file("services/quotes/price.ts")).not.toContain("tables.standard");
}, 300_000);
