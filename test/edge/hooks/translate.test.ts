import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AlertSignal, CommandName, HookSignal } from "../../../src/contracts/signal.ts";
import { commentCommand } from "../../../src/edge/hooks/comment-command.ts";
import { InvalidHook } from "../../../src/edge/hooks/invalid-hook.ts";
import { fromWebhook } from "../../../src/edge/hooks/translate.ts";
import { fixture } from "../alerts/fixture.ts";

const AT = "2026-11-22T10:00:00.000Z";
const SHA = "4f2ce1".padEnd(40, "0");
const PARENT = "1".repeat(40);

/** GitHub's own sample payloads, by event. */
// biome-ignore lint/suspicious/noExplicitAny: the samples differ by event and action.
type Sample = any;
const samples: { name: string; examples: Sample[] }[] = createRequire(import.meta.url)(
  "@octokit/webhooks-examples",
);

function sampleOf(event: string, matches: (payload: Sample) => boolean = () => true): Sample {
  const found = samples.find(({ name }) => name === event)?.examples.find(matches);
  if (found === undefined) throw new Error(`no sample of ${event}`);
  return structuredClone(found);
}

describe("every sample payload that GitHub publishes", () => {
  it.each(samples.map(({ name, examples }) => [name, examples] as const))("%s", (event, examples) => {
    for (const payload of examples) {
      const signal = fromWebhook(event, payload, AT);
      if (signal !== null) expect(HookSignal.parse(signal)).toEqual(signal);
    }
  });
});

describe("a push", () => {
  const payload = {
    ref: "refs/heads/main",
    before: PARENT,
    after: SHA,
    deleted: false,
    repository: { full_name: "acme/market", default_branch: "main" },
    commits: [
      { added: ["a.ts"], modified: ["b.ts"], removed: [] },
      { added: [], modified: ["b.ts"], removed: ["c.ts"] },
    ],
  };

  it("to a branch names what it touched, each path once", () => {
    expect(fromWebhook("push", payload, AT)).toEqual({
      kind: "push",
      repository: "acme/market",
      receivedAt: AT,
      branch: "main",
      before: PARENT,
      after: SHA,
      isDefaultBranch: true,
      paths: ["a.ts", "b.ts", "c.ts"],
    });
    expect(fromWebhook("push", { ...payload, ref: "refs/heads/sre-space/x-1" }, AT)).toMatchObject({
      branch: "sre-space/x-1",
      isDefaultBranch: false,
    });
  });

  it("of a tag, or that deletes a branch, is nothing", () => {
    expect(fromWebhook("push", { ...payload, ref: "refs/tags/v1" }, AT)).toBeNull();
    expect(fromWebhook("push", { ...payload, deleted: true, after: "0".repeat(40) }, AT)).toBeNull();
  });
});

describe("a repository dispatch", () => {
  const sample = sampleOf("repository_dispatch");
  const { client_payload } = fixture("repository-dispatch");

  it("of the type sre-alert is an alert of that repository, whatever its payload says", () => {
    const payload = {
      ...sample,
      action: "sre-alert",
      client_payload: { ...client_payload, repositories: ["acme/other"], repository: "acme/other" },
    };
    const signal = fromWebhook("repository_dispatch", payload, AT);
    expect(AlertSignal.parse(signal)).toEqual(signal);
    expect(signal).toMatchObject({
      kind: "alert",
      source: "dispatch",
      repositories: [sample.repository.full_name],
      alerts: [{ status: "firing", service: "quotes", operation: "POST /quotes", startsAt: AT }],
    });
  });

  it("of any other type is nothing, and an alert without what it needs is refused with what to send", () => {
    expect(fromWebhook("repository_dispatch", sample, AT)).toBeNull();
    for (const given of [undefined, null, {}, { service: "quotes" }]) {
      const payload = { ...sample, action: "sre-alert", client_payload: given };
      expect(() => fromWebhook("repository_dispatch", payload, AT)).toThrow(InvalidHook);
    }
  });
});

describe("deployments, checks and pull requests", () => {
  it("a deployment's status carries its commit and environment; an unknown state is nothing", () => {
    const payload = sampleOf("deployment_status");
    const { deployment, deployment_status: status, repository } = payload;
    expect(fromWebhook("deployment_status", payload, AT)).toEqual({
      kind: "deployment",
      repository: repository.full_name,
      receivedAt: AT,
      id: deployment.id,
      environment: status.environment ?? deployment.environment,
      sha: deployment.sha,
      state: status.state,
      at: new Date(status.created_at).toISOString(),
    });
    payload.deployment_status.state = "waiting";
    expect(fromWebhook("deployment_status", payload, AT)).toBeNull();
  });

  it("check runs, check suites and statuses all point at a head", () => {
    const run = sampleOf("check_run");
    const suite = sampleOf("check_suite");
    const status = sampleOf("status");
    for (const [event, payload, headSha] of [
      ["check_run", run, run.check_run.head_sha],
      ["check_suite", suite, suite.check_suite.head_sha],
      ["status", status, status.sha],
    ]) {
      expect(fromWebhook(event, payload, AT)).toEqual({
        kind: "checks",
        repository: payload.repository.full_name,
        receivedAt: AT,
        headSha,
      });
    }
  });

  it("a pull request that was merged says so, a review of an open one does not", () => {
    const merged = sampleOf("pull_request", ({ action }) => action === "closed");
    merged.pull_request.merged = true;
    expect(fromWebhook("pull_request", merged, AT)).toMatchObject({
      kind: "pull-request",
      state: "closed",
      merged: true,
      number: merged.number,
      headSha: merged.pull_request.head.sha,
      branch: merged.pull_request.head.ref,
    });
    const review = sampleOf("pull_request_review", (payload) => payload.pull_request.state === "open");
    expect("merged" in review.pull_request).toBe(false);
    expect(fromWebhook("pull_request_review", review, AT)).toMatchObject({ state: "open", merged: false });
  });
});

describe("issues", () => {
  it("closed or reopened by a person count, by a bot they do not", () => {
    const closed = { ...sampleOf("issues"), action: "closed" };
    expect(fromWebhook("issues", closed, AT)).toMatchObject({
      kind: "issue",
      state: "closed",
      number: closed.issue.number,
      actor: closed.sender.login,
    });
    expect(fromWebhook("issues", { ...closed, action: "reopened" }, AT)).toMatchObject({ state: "open" });
    // One that is gone is closed for us.
    for (const action of ["deleted", "transferred"])
      expect(fromWebhook("issues", { ...closed, action }, AT)).toMatchObject({ state: "closed" });
    expect(fromWebhook("issues", { ...closed, action: "labeled" }, AT)).toBeNull();
    const bot = { ...closed, sender: { ...closed.sender, login: "sre-space[bot]", type: "Bot" } };
    expect(fromWebhook("issues", bot, AT)).toBeNull();
  });
});

describe("commands", () => {
  const comment = (changes: (payload: Sample) => void): Sample => {
    const payload = sampleOf("issue_comment", ({ action }) => action === "created");
    payload.comment.body = "/sre approve";
    changes(payload);
    return payload;
  };

  it("at the start of a person's new comment are taken", () => {
    const payload = comment(() => {});
    expect(fromWebhook("issue_comment", payload, AT)).toEqual({
      kind: "command",
      repository: payload.repository.full_name,
      receivedAt: AT,
      writtenAt: "2019-05-15T15:20:21.999Z",
      issue: payload.issue.number,
      comment: payload.comment.id,
      actor: payload.comment.user.login,
      command: "approve",
    });
  });

  it.each<[string, (payload: Sample) => void]>([
    ["by a bot", (p) => Object.assign(p.comment.user, { type: "Bot", login: "sre-space[bot]" })],
    ["sent by a bot", (p) => Object.assign(p.sender, { type: "Bot" })],
    [
      "by an App in a person's name",
      (p) => Object.assign(p.comment, { performed_via_github_app: { id: 1 } }),
    ],
    ["by an account that is gone", (p) => Object.assign(p.comment, { user: null })],
    ["edited in", (p) => Object.assign(p, { action: "edited" })],
    ["deleted", (p) => Object.assign(p, { action: "deleted" })],
    ["quoted", (p) => Object.assign(p.comment, { body: "> /sre approve" })],
  ])("%s are not", (_how, change) => {
    expect(fromWebhook("issue_comment", comment(change), AT)).toBeNull();
  });

  it.each([
    ["/sre approve", "approve"],
    ["/sre   Hold\nbecause of the freeze", "hold"],
    ["/SRE rollback please", "rollback"],
    ["/sre approve\r\n", "approve"],
    ["/sre approved", null],
    ["/sre approve!", null],
    ["/sre", null],
    ["/srespace approve", null],
    [" /sre approve", null],
    ["looks good\n/sre approve", null],
    ["/sre destroy", null],
    ["/sre __proto__", null],
    ["`/sre approve`", null],
    ["<!-- x -->/sre approve", null],
    ["", null],
  ])("%j is %s", (body, command) => {
    expect(commentCommand(body)).toBe(command);
  });

  it("come out of no text that does not begin with them", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.constantFrom(...CommandName.options), (before, command) => {
        fc.pre(!before.startsWith("/"));
        expect(commentCommand(`${before}/sre ${command}`)).toBeNull();
      }),
    );
  });
});

describe("installations", () => {
  it("say which repositories came and went", () => {
    const created = sampleOf("installation", ({ action }) => action === "created");
    const names = created.repositories.map((repository: Sample) => repository.full_name);
    expect(fromWebhook("installation", created, AT)).toEqual({
      kind: "installation",
      receivedAt: AT,
      added: names,
      removed: [],
    });
    for (const action of ["deleted", "suspend"]) {
      expect(fromWebhook("installation", { ...created, action }, AT)).toMatchObject({
        added: [],
        removed: names,
      });
    }
    expect(fromWebhook("installation", { ...created, action: "unsuspend" }, AT)).toMatchObject({
      added: names,
    });
    expect(fromWebhook("installation", { ...created, action: "new_permissions_accepted" }, AT)).toBeNull();
    const moved = {
      action: "removed",
      repositories_added: [],
      repositories_removed: [{ full_name: "acme/market" }],
    };
    expect(fromWebhook("installation_repositories", moved, AT)).toMatchObject({
      added: [],
      removed: ["acme/market"],
    });
  });
});

describe("what GitHub would not send", () => {
  it("is refused with the field that is wrong", () => {
    expect(() => fromWebhook("push", {}, AT)).toThrow(InvalidHook);
    expect(() =>
      fromWebhook("status", { repository: { full_name: "no", default_branch: "main" } }, AT),
    ).toThrow(/status payload: repository.full_name/);
    for (const payload of [null, 7, "text", []]) {
      expect(() => fromWebhook("issues", payload, AT)).toThrow(InvalidHook);
    }
  });

  it("of an event that is not read, even one named like a prototype's, is nothing", () => {
    for (const event of ["ping", "star", "toString", "__proto__", "constructor", ""]) {
      expect(fromWebhook(event, {}, AT)).toBeNull();
    }
  });
});
