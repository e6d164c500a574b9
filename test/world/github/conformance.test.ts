import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultsOfAnswer, isDescribed } from "./open-api.ts";
import { faultsOfWebhook } from "./webhook-schema.ts";
import { openWorld, type TestWorld } from "./world.ts";

/**
 * Every operation that is served is asked once and its answer held against GitHub's own OpenAPI description; every
 * webhook that this sends is held against Octokit's schemas. An operation that nobody asks here fails the test.
 */
let world: TestWorld;
const exercised = new Set<string>();
const faults: string[] = [];

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

type Given = Record<string, unknown>;
// biome-ignore lint/suspicious/noExplicitAny: answers of any shape; the schema is what checks them
type Any = any;

const installationToken = () => world.github.createInstallationToken(world.installationId);

async function jwt(): Promise<string> {
  const auth = (await (world.appClient as Any).auth({ type: "app" })) as { token: string };
  return auth.token;
}

/** Asks an operation by its template, checks the answer, and says it was exercised. */
async function ask(
  method: string,
  template: string,
  given: {
    params?: Given;
    query?: string;
    body?: unknown;
    as?: string;
    scheme?: "Bearer" | "Basic";
    accept?: string;
    status?: number;
  } = {},
): Promise<Any> {
  const params: Given = { owner: "acme", repo: "shop", ...given.params };
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const headers: Record<string, string> = {
    authorization: `${given.scheme ?? "Bearer"} ${given.as ?? installationToken()}`,
  };
  if (given.accept) headers.accept = given.accept;
  const response = await fetch(`${world.github.apiUrl}${path}${given.query ?? ""}`, {
    method,
    headers,
    ...(given.body === undefined ? {} : { body: JSON.stringify(given.body) }),
  });
  const text = await response.text();
  const type = response.headers.get("content-type") ?? "";
  const body =
    type.startsWith("application/json") && text !== "" ? JSON.parse(text) : text === "" ? undefined : text;
  if (given.status !== undefined) expect(response.status, `${method} ${path}: ${text}`).toBe(given.status);
  else expect(response.status, `${method} ${path}: ${text}`).toBeLessThan(400);
  const structured = body === undefined || type.startsWith("application/json");
  if (structured && template !== "/graphql")
    faults.push(...faultsOfAnswer(method, template, response.status, body));
  exercised.add(`${method} ${template}`);
  return body;
}

const R = "/repos/{owner}/{repo}";

/** What a person's browser does between the manifest and the way back. */
async function createdByManifest(): Promise<string> {
  const { webUrl } = world.github;
  const manifest = JSON.stringify({
    url: webUrl,
    redirect_url: "http://127.0.0.1:1/back",
    default_permissions: { issues: "write" },
    default_events: ["issues"],
    hook_attributes: { url: "http://127.0.0.1:1/hooks", active: true },
  });
  const answer = await fetch(`${webUrl}/settings/apps/manifest`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: webUrl },
    body: new URLSearchParams({ manifest, name: "Another App", state: "sent", owner: "acme" }),
  });
  return new URL(answer.headers.get("location") ?? "").searchParams.get("code") ?? "";
}

/** As ann does who signs in with the App. */
async function signIn(): Promise<string> {
  const app = [...world.github.state.apps.values()].find(({ id }) => id === world.app.appId)!;
  app.callbackUrls = ["http://127.0.0.1/callback"];
  const authorize = `${world.github.webUrl}/login/oauth/authorize?client_id=${app.clientId}&login=ann`;
  const { headers } = await fetch(authorize, { redirect: "manual" });
  const code = new URL(headers.get("location") ?? "").searchParams.get("code");
  const answer = await fetch(`${world.github.webUrl}/login/oauth/access_token`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ client_id: app.clientId, client_secret: app.clientSecret, code }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function exerciseAppsAndRepository(): Promise<void> {
  const as = await jwt();
  const installation_id = world.installationId;
  await ask("GET", "/app", { as });
  const code = await createdByManifest();
  await ask("POST", "/app-manifests/{code}/conversions", { params: { code }, status: 201 });
  const theirs = await signIn();
  await ask("GET", "/user/installations", { as: theirs });
  await ask("GET", "/user/installations/{installation_id}/repositories", {
    as: theirs,
    params: { installation_id },
  });
  await ask("DELETE", "/applications/{client_id}/token", {
    scheme: "Basic",
    as: Buffer.from(`${world.app.clientId}:${world.app.clientSecret}`).toString("base64"),
    params: { client_id: world.app.clientId },
    body: { access_token: theirs },
    status: 204,
  });
  await ask("GET", "/app/installations", { as });
  await ask("GET", "/app/installations/{installation_id}", { as, params: { installation_id } });
  await ask("POST", "/app/installations/{installation_id}/access_tokens", {
    as,
    params: { installation_id },
    body: { repositories: ["shop"], permissions: { contents: "read" } },
  });
  await ask("GET", `${R}/installation`, { as });
  await ask("GET", "/users/{username}/installation", { as, params: { username: "acme" } });
  await ask("GET", "/orgs/{org}/installation", { as, params: { org: "acme" } });
  await ask("GET", "/app/hook/config", { as });
  await ask("GET", "/apps/{app_slug}", { params: { app_slug: "sre-space" } });
  await ask("GET", "/installation/repositories");
  await ask("DELETE", "/installation/token", { status: 204 });
  await ask("GET", "/user", { as: world.ann.token });
  await ask("GET", "/users/{username}", { params: { username: "ann" } });
  await ask("GET", "/rate_limit");
  await ask("GET", "/meta");
  await ask("GET", "/zen");
  await ask("GET", R);
  await ask("PATCH", R, { body: { description: "a shop" } });
  await ask("GET", `${R}/collaborators`);
  await ask("GET", `${R}/collaborators/{username}`, { params: { username: "ann" }, status: 204 });
  await ask("GET", `${R}/collaborators/{username}/permission`, { params: { username: "ann" } });
  await ask("POST", `${R}/dispatches`, { body: { event_type: "sre-alert", client_payload: { a: 1 } } });
  world.github.createTeam({ organization: "acme", slug: "sre", members: ["boss"] });
  await ask("GET", "/orgs/{org}/teams/{team_slug}/memberships/{username}", {
    params: { org: "acme", team_slug: "sre", username: "boss" },
  });
}

async function exerciseContentsAndGit(): Promise<{ main: string; other: string }> {
  const file = { params: { path: "src/a.ts" } };
  const put = await ask("PUT", `${R}/contents/{path}`, {
    ...file,
    body: { message: "add", content: Buffer.from("one\n").toString("base64") },
    status: 201,
  });
  await ask("PUT", `${R}/contents/{path}`, {
    ...file,
    body: { message: "change", content: Buffer.from("two\n").toString("base64"), sha: put.content.sha },
    status: 200,
  });
  const got = await ask("GET", `${R}/contents/{path}`, file);
  await ask("GET", `${R}/contents/{path}`, { params: { path: "src" } });
  await ask("GET", `${R}/contents/{path}`, { params: { path: "" } });
  await ask("GET", `${R}/contents/{path}`, { ...file, accept: "application/vnd.github.raw" });
  await ask("GET", `${R}/readme`);
  await ask("DELETE", `${R}/contents/{path}`, { ...file, body: { message: "remove", sha: got.sha } });
  const ref = await ask("GET", `${R}/git/ref/{ref}`, { params: { ref: "heads/main" } });
  const main: string = ref.object.sha;
  await ask("GET", `${R}/git/matching-refs/{ref}`, { params: { ref: "heads/" } });
  const commit = await ask("GET", `${R}/git/commits/{commit_sha}`, { params: { commit_sha: main } });
  const blob = await ask("POST", `${R}/git/blobs`, { body: { content: "hello\n" } });
  await ask("GET", `${R}/git/blobs/{file_sha}`, { params: { file_sha: blob.sha } });
  const tree = await ask("POST", `${R}/git/trees`, {
    body: {
      base_tree: commit.tree.sha,
      tree: [{ path: "b/c.txt", mode: "100644", type: "blob", sha: blob.sha }],
    },
  });
  await ask("GET", `${R}/git/trees/{tree_sha}`, { params: { tree_sha: tree.sha }, query: "?recursive=1" });
  const made = await ask("POST", `${R}/git/commits`, {
    body: { message: "data", tree: tree.sha, parents: [main] },
  });
  await ask("POST", `${R}/git/refs`, { body: { ref: "refs/heads/other", sha: main } });
  await ask("PATCH", `${R}/git/refs/{ref}`, { params: { ref: "heads/other" }, body: { sha: made.sha } });
  const tag = await ask("POST", `${R}/git/tags`, {
    body: { tag: "v1", message: "one", object: main, type: "commit" },
  });
  await ask("GET", `${R}/git/tags/{tag_sha}`, { params: { tag_sha: tag.sha } });
  await ask("POST", `${R}/git/refs`, { body: { ref: "refs/tags/v1", sha: tag.sha } });
  await ask("DELETE", `${R}/git/refs/{ref}`, { params: { ref: "tags/v1" }, status: 204 });
  await ask("GET", `${R}/commits`, { query: "?path=README.md&since=2020-01-01T00:00:00Z" });
  await ask("GET", `${R}/commits/{ref}`, { params: { ref: made.sha } });
  await ask("GET", `${R}/commits/{commit_sha}/branches-where-head`, { params: { commit_sha: made.sha } });
  await ask("GET", `${R}/compare/{basehead}`, { params: { basehead: "main...other" } });
  await ask("GET", `${R}/branches`);
  await ask("GET", `${R}/branches/{branch}`, { params: { branch: "main" } });
  const protection = {
    required_status_checks: { strict: false, contexts: ["ci"] },
    enforce_admins: true,
    required_pull_request_reviews: { required_approving_review_count: 1 },
    restrictions: { users: ["ann"], teams: [], apps: ["sre-space"] },
  };
  const branch = { branch: "other" };
  await ask("PUT", `${R}/branches/{branch}/protection`, { params: branch, body: protection });
  await ask("GET", `${R}/branches/{branch}/protection`, { params: branch });
  await ask("GET", `${R}/branches/{branch}`, { params: branch });
  await ask("GET", `${R}/rules/branches/{branch}`, { params: branch });
  await ask("DELETE", `${R}/branches/{branch}/protection`, { params: branch, status: 204 });
  return { main, other: made.sha };
}

async function exerciseIssues(): Promise<void> {
  const issue = await ask("POST", `${R}/issues`, {
    body: { title: "broken", body: "it is", labels: ["bug"], assignees: ["ann"] },
  });
  const params = { issue_number: issue.number };
  await ask("GET", `${R}/issues`, { query: "?state=all&labels=bug" });
  await ask("GET", `${R}/issues/{issue_number}`, { params });
  await ask("PATCH", `${R}/issues/{issue_number}`, {
    params,
    body: { title: "very broken", state: "closed", state_reason: "not_planned" },
  });
  await ask("PATCH", `${R}/issues/{issue_number}`, { params, body: { state: "open", assignees: [] } });
  await ask("PUT", `${R}/issues/{issue_number}/lock`, { params, body: { lock_reason: "resolved" } });
  await ask("DELETE", `${R}/issues/{issue_number}/lock`, { params, status: 204 });
  const comment = await ask("POST", `${R}/issues/{issue_number}/comments`, {
    params,
    body: { body: "hello" },
  });
  const about = { comment_id: comment.id };
  await ask("GET", `${R}/issues/{issue_number}/comments`, { params });
  await ask("GET", `${R}/issues/comments`);
  await ask("GET", `${R}/issues/comments/{comment_id}`, { params: about });
  await ask("PATCH", `${R}/issues/comments/{comment_id}`, { params: about, body: { body: "hello again" } });
  for (const [path, at] of [
    [`${R}/issues/{issue_number}/reactions`, params],
    [`${R}/issues/comments/{comment_id}/reactions`, about],
  ] as const) {
    const reaction = await ask("POST", path, { params: at, body: { content: "rocket" }, status: 201 });
    await ask("POST", path, { params: at, body: { content: "rocket" }, status: 200 });
    await ask("GET", path, { params: at });
    await ask("DELETE", `${path}/{reaction_id}`, {
      params: { ...at, reaction_id: reaction.id },
      status: 204,
    });
  }
  await ask("DELETE", `${R}/issues/comments/{comment_id}`, { params: about, status: 204 });
  await ask("GET", `${R}/labels`);
  await ask("POST", `${R}/labels`, {
    body: { name: "sre-space:healed", color: "00ff00", description: "well" },
  });
  const label = { name: "sre-space:healed" };
  await ask("GET", `${R}/labels/{name}`, { params: label });
  await ask("PATCH", `${R}/labels/{name}`, { params: label, body: { color: "00aa00" } });
  const on = `${R}/issues/{issue_number}/labels`;
  await ask("POST", on, { params, body: { labels: ["sre-space:healed"] } });
  await ask("GET", on, { params });
  await ask("DELETE", `${on}/{name}`, { params: { ...params, ...label } });
  await ask("PUT", on, { params, body: { labels: ["bug", "question"] } });
  await ask("DELETE", on, { params, status: 204 });
  await ask("DELETE", `${R}/labels/{name}`, { params: label, status: 204 });
  await ask("GET", "/search/issues", {
    query: `?q=${encodeURIComponent("repo:acme/shop is:issue broken in:title")}`,
  });
}

async function exercisePulls(other: string): Promise<void> {
  const pull = await ask("POST", `${R}/pulls`, {
    body: { title: "other", head: "other", base: "main", draft: true, body: "Fixes #1" },
  });
  const params = { pull_number: pull.number };
  await ask("POST", "/graphql", {
    body: {
      query:
        "mutation($input: MarkPullRequestReadyForReviewInput!) { markPullRequestReadyForReview(input: $input) { pullRequest { isDraft } } }",
      variables: { input: { pullRequestId: pull.node_id } },
    },
  });
  await ask("GET", `${R}/pulls`, { query: "?head=acme:other&base=main&state=open" });
  await ask("GET", `${R}/pulls/{pull_number}`, { params });
  await ask("GET", `${R}/pulls/{pull_number}`, { params, accept: "application/vnd.github.diff" });
  await ask("PATCH", `${R}/pulls/{pull_number}`, { params, body: { title: "other things" } });
  await ask("GET", `${R}/pulls/{pull_number}/files`, { params });
  await ask("GET", `${R}/pulls/{pull_number}/commits`, { params });
  await ask("GET", `${R}/commits/{commit_sha}/pulls`, { params: { commit_sha: other } });
  await ask("POST", `${R}/pulls/{pull_number}/requested_reviewers`, { params, body: { reviewers: ["ann"] } });
  await ask("GET", `${R}/pulls/{pull_number}/requested_reviewers`, { params });
  await ask("DELETE", `${R}/pulls/{pull_number}/requested_reviewers`, {
    params,
    body: { reviewers: ["ann"] },
  });
  const review = await ask("POST", `${R}/pulls/{pull_number}/reviews`, {
    params,
    as: world.ann.token,
    body: { event: "APPROVE" },
  });
  const of = { ...params, review_id: review.id };
  await ask("GET", `${R}/pulls/{pull_number}/reviews`, { params });
  await ask("GET", `${R}/pulls/{pull_number}/reviews/{review_id}`, { params: of });
  await ask("PUT", `${R}/pulls/{pull_number}/reviews/{review_id}/dismissals`, {
    params: of,
    body: { message: "no" },
  });
  await ask("PUT", `${R}/contents/{path}`, {
    params: { path: "new.txt" },
    body: { message: "main moves", content: "" },
  });
  await ask("PUT", `${R}/pulls/{pull_number}/update-branch`, { params, body: {} });
  await ask("POST", `${R}/issues/{issue_number}/labels`, {
    params: { issue_number: pull.number },
    body: { labels: ["bug"] },
  });
  await ask("PUT", `${R}/pulls/{pull_number}/merge`, { params, body: { merge_method: "merge" } });
  await ask("GET", `${R}/pulls/{pull_number}/merge`, { params, status: 204 });
  await ask("DELETE", `${R}/git/refs/{ref}`, { params: { ref: "heads/other" }, status: 204 });
}

async function exerciseChecks(sha: string): Promise<void> {
  const run = await ask("POST", `${R}/check-runs`, {
    body: {
      name: "SRE-Space / guardrail",
      head_sha: sha,
      status: "in_progress",
      output: {
        title: "t",
        summary: "s",
        annotations: [
          { path: "README.md", start_line: 1, end_line: 1, annotation_level: "notice", message: "here" },
        ],
      },
      actions: [{ label: "Approve", description: "Merge it", identifier: "approve" }],
    },
  });
  const params = { check_run_id: run.id };
  world.github.clickCheckRunAction("acme/shop", run.id, "approve", "ann");
  await ask("PATCH", `${R}/check-runs/{check_run_id}`, {
    params,
    body: { status: "completed", conclusion: "success", output: { title: "t", summary: "done" } },
  });
  await ask("GET", `${R}/check-runs/{check_run_id}`, { params });
  await ask("GET", `${R}/check-runs/{check_run_id}/annotations`, { params });
  await ask("POST", `${R}/check-runs/{check_run_id}/rerequest`, { params });
  await ask("GET", `${R}/commits/{ref}/check-runs`, { params: { ref: sha } });
  await ask("GET", `${R}/commits/{ref}/check-suites`, { params: { ref: sha } });
  const suite = { check_suite_id: run.check_suite.id };
  await ask("GET", `${R}/check-suites/{check_suite_id}`, { params: suite });
  await ask("GET", `${R}/check-suites/{check_suite_id}/check-runs`, { params: suite });
  await ask("POST", `${R}/check-suites/{check_suite_id}/rerequest`, { params: suite });
  await ask("POST", `${R}/check-suites`, { body: { head_sha: sha } });
  await ask("POST", `${R}/statuses/{sha}`, {
    params: { sha },
    body: { state: "success", context: "ci", description: "fine", target_url: "http://127.0.0.1/ci" },
  });
  await ask("GET", `${R}/commits/{ref}/status`, { params: { ref: sha } });
  await ask("GET", `${R}/commits/{ref}/statuses`, { params: { ref: sha } });
}

async function exerciseDeployments(): Promise<void> {
  const body = { ref: "main", environment: "production", required_contexts: [], description: "go" };
  const made = await ask("POST", `${R}/deployments`, { body });
  const params = { deployment_id: made.id };
  await ask("GET", `${R}/deployments`, { query: "?environment=production" });
  await ask("GET", `${R}/deployments/{deployment_id}`, { params });
  const status = await ask("POST", `${R}/deployments/{deployment_id}/statuses`, {
    params,
    body: { state: "success", environment_url: "http://127.0.0.1/" },
  });
  await ask("GET", `${R}/deployments/{deployment_id}/statuses`, { params });
  await ask("GET", `${R}/deployments/{deployment_id}/statuses/{status_id}`, {
    params: { ...params, status_id: status.id },
  });
  await ask("DELETE", `${R}/deployments/{deployment_id}`, { params, status: 204 });
  const workflow = "on:\n  workflow_dispatch:\njobs: {}\n";
  await ask("PUT", `${R}/contents/{path}`, {
    as: world.ann.token,
    params: { path: ".github/workflows/again.yml" },
    body: { message: "ci: again", content: Buffer.from(workflow).toString("base64") },
    status: 201,
  });
  await ask("POST", `${R}/actions/workflows/{workflow_id}/dispatches`, {
    as: world.ann.token,
    params: { workflow_id: "again.yml" },
    body: { ref: "main" },
    status: 204,
  });
}

async function exerciseWorkflowRuns(): Promise<void> {
  const { github } = world;
  const start = () =>
    github.startWorkflowRun("acme/shop", { workflow: "sre.yml", event: "repository_dispatch", login: "ann" });
  const ran = await start();
  github.beginWorkflowRun("acme/shop", ran);
  const [displaced, waits] = [await start(), await start()];
  const listed = { params: { workflow_id: "sre.yml" }, query: "?event=repository_dispatch&status=cancelled" };
  const { workflow_runs } = await ask("GET", `${R}/actions/workflows/{workflow_id}/runs`, listed);
  expect(workflow_runs.map(({ id }: Any) => id)).toEqual([displaced]);
  const jobs = (run_id: number) => ask("GET", `${R}/actions/runs/{run_id}/jobs`, { params: { run_id } });
  expect((await jobs(displaced)).jobs).toMatchObject([{ conclusion: "cancelled", steps: [] }]);
  expect((await jobs(ran)).jobs).toMatchObject([{ status: "in_progress", runner_id: 1 }]);
  expect(() => github.beginWorkflowRun("acme/shop", waits)).toThrow("pending");
  const again = `${R}/actions/runs/{run_id}/rerun`;
  const refused = await fetch(`${github.apiUrl}/repos/acme/shop/actions/runs/${ran}/rerun`, {
    method: "POST",
    headers: { authorization: `Bearer ${installationToken()}` },
  });
  expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining("already running")]);
  await ask("POST", again, { params: { run_id: displaced }, status: 201 });
  const run = (run_id: number) => ask("GET", `${R}/actions/runs/{run_id}`, { params: { run_id } });
  expect(await run(displaced)).toMatchObject({
    status: "pending",
    run_attempt: 2,
    actor: { login: "ann" },
    triggering_actor: { login: "sre-space[bot]" },
  });
  // It has taken the place of the one that waited.
  expect(await run(waits)).toMatchObject({ status: "completed", conclusion: "cancelled", run_attempt: 1 });
  github.endWorkflowRun("acme/shop", ran, "success");
  github.beginWorkflowRun("acme/shop", displaced);
  github.endWorkflowRun("acme/shop", displaced, "success");
}

async function exerciseDeliveries(): Promise<void> {
  await world.github.webhooksIdle();
  const as = await jwt();
  const all = await ask("GET", "/app/hook/deliveries", { as });
  const params = { delivery_id: all[0].id };
  await ask("GET", "/app/hook/deliveries/{delivery_id}", { as, params });
  await ask("POST", "/app/hook/deliveries/{delivery_id}/attempts", { as, params, status: 202 });
}

test("every operation answers as GitHub describes it, every webhook as Octokit does", async () => {
  await exerciseAppsAndRepository();
  const { main, other } = await exerciseContentsAndGit();
  await exerciseIssues();
  await exercisePulls(other);
  await exerciseChecks(main);
  await exerciseDeployments();
  await exerciseWorkflowRuns();
  world.github.suspendInstallation(world.installationId);
  world.github.unsuspendInstallation(world.installationId);
  await world.github.createRepository({ owner: "acme", name: "second", autoInit: true });
  world.github.addRepositoriesToInstallation(world.installationId, ["acme/second"]);
  world.github.removeRepositoriesFromInstallation(world.installationId, ["acme/second"]);
  await exerciseDeliveries();
  expect(faults).toEqual([]);

  const served = world.github.operations.map((one) => `${one.method} ${one.path}`);
  const undescribed = world.github.operations.filter((one) => !isDescribed(one.method, one.path));
  expect(undescribed).toEqual([{ method: "POST", path: "/graphql" }]); // GraphQL has no OpenAPI description
  expect(served.filter((one) => !exercised.has(one))).toEqual([]);

  await world.github.webhooksIdle();
  world.github.uninstallApp(world.installationId);
  await world.github.webhooksIdle();
  const wrong = world.received.flatMap(({ headers, payload }) =>
    faultsOfWebhook(headers["x-github-event"]!, (payload.action as string | undefined) ?? null, payload),
  );
  expect([...new Set(wrong)]).toEqual([]);
  for (const { headers, body } of world.received) {
    const mark = createHmac("sha256", "a secret").update(body).digest("hex");
    expect(headers["x-hub-signature-256"]).toBe(`sha256=${mark}`);
    expect(headers["x-github-delivery"]).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  }
  const kinds = new Set(
    world.received.map(({ headers, payload }) =>
      `${headers["x-github-event"]} ${payload.action ?? ""}`.trim(),
    ),
  );
  expect([...EXPECTED].filter((kind) => !kinds.has(kind))).toEqual([]);
}, 600_000);

test("the two descriptions see what is wrong", () => {
  expect(faultsOfAnswer("GET", "/repos/{owner}/{repo}", 200, { id: "one" })).not.toEqual([]);
  expect(faultsOfAnswer("GET", "/repos/{owner}/{repo}", 299, {})).not.toEqual([]);
  expect(faultsOfAnswer("GET", "/nothing/{like}/this", 200, {})).not.toEqual([]);
  expect(faultsOfWebhook("push", null, { ref: "refs/heads/main" })).not.toEqual([]);
  expect(faultsOfWebhook("pull_request", "exploded", {})).not.toEqual([]);
}, 600_000);

const EXPECTED = [
  "ping",
  "installation created",
  "installation suspend",
  "installation unsuspend",
  "installation deleted",
  "installation_repositories added",
  "installation_repositories removed",
  "push",
  "create",
  "delete",
  "repository_dispatch sre-alert",
  "issues opened",
  "issues edited",
  "issues closed",
  "issues reopened",
  "issues assigned",
  "issues unassigned",
  "pull_request review_requested",
  "issues labeled",
  "issues unlabeled",
  "issue_comment created",
  "issue_comment edited",
  "issue_comment deleted",
  "pull_request opened",
  "pull_request edited",
  "pull_request synchronize",
  "pull_request closed",
  "pull_request ready_for_review",
  "pull_request labeled",
  "pull_request_review submitted",
  "pull_request_review dismissed",
  "check_run created",
  "check_run completed",
  "check_run requested_action",
  "check_run rerequested",
  "check_suite requested",
  "check_suite completed",
  "check_suite rerequested",
  "status",
  "deployment created",
  "deployment_status created",
];
