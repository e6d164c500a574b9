import { parsePolicy } from "../../src/config/policy-file.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { MergesStopped } from "../../src/contracts/merges-stopped.ts";
import type { LoadedPolicy } from "../../src/contracts/policy.ts";
import type { RepoWriter } from "../../src/contracts/ports/repo-writer.ts";
import type { Reporter } from "../../src/contracts/ports/reporter.ts";
import type { Verdict } from "../../src/contracts/verdict.ts";
import { fromWebhook } from "../../src/edge/hooks/translate.ts";
import { historyOf } from "../../src/history.ts";
import { concerns } from "../../src/loop/concerns.ts";
import type { IncidentEvent } from "../../src/loop/event.ts";
import { heedStop, isOfRepository } from "../../src/loop/heed-stop.ts";
import { nextStep } from "../../src/loop/next-step.ts";
import type { LoopPorts, StepResult } from "../../src/loop/ports.ts";
import { settle } from "../../src/loop/settle.ts";
import { askAPerson } from "../../src/loop/steps/ask-a-person.ts";
import { ensureBranchStep } from "../../src/loop/steps/ensure-branch.ts";
import { ensurePullRequestStep } from "../../src/loop/steps/ensure-pull-request.ts";
import { heed } from "../../src/loop/steps/heed.ts";
import { judge } from "../../src/loop/steps/judge.ts";
import { mergeStep } from "../../src/loop/steps/merge.ts";
import { answerCommand } from "../../src/publish/answer-command.ts";
import { publish } from "../../src/publish/publish.ts";
import { explanation } from "../../src/report/explanation.ts";
import { pullRequestWording } from "../../src/report/pull-request-wording.ts";
import { quoting } from "../../src/report/quoting.ts";
import { stopButton } from "../../src/stop-button.ts";
import { caseIncident, HEAD, MADE, NOW, REPOSITORY, SUSPECT } from "./case-incident.ts";
import type { Deed, HostileCase } from "./hostile-case.ts";
import { mayApprove, pausedAfter, whyUnauthorised, whyUnspeakable } from "./oracle.ts";

export interface CaseResult {
  writes: Record<"branch" | "pull-request" | "merge", number>;
  /** What was written, and why it may not have been. */
  unauthorised: string[];
  decision: string;
  /** An approval that counts was taken. */
  approved: boolean;
}

/** What a broken product would do, planted to see that it is objected to. */
export interface Faults {
  verdict?(verdict: Verdict): Verdict;
  permission?(login: string): string;
  /** Nothing stops a merge. */
  deaf?: boolean;
  wording?(text: string): string;
}

/** Steps of one case; a case that takes more goes round in circles. */
const MOST_STEPS = 80;

/** The policy as its team would write it. */
export function policyOf(given: HostileCase): string {
  return JSON.stringify({
    version: 1,
    ...(given.policyBroken ? { mod: "merge" } : {}),
    mode: given.mode,
    services: { quotes: { paths: ["services/quotes/**"], slo: { availability: "99.5%" } } },
    guardrails: {
      min_confidence: given.minConfidence,
      max_files: given.maxFiles,
      max_lines: given.maxLines,
      allow_paths: given.allow,
      deny_paths: given.deny,
      required_checks: given.requiredChecks,
      max_merges: { per_hour: given.perHour, per_day: 10 },
      approvers: { permission: given.approver, self_approval: given.selfApproval },
      freeze: given.frozen ? [{ cron: "0 0 * * *", duration: "24h" }] : [],
    },
  });
}

/** Runs the loop's own steps over one hostile case, with a GitHub that writes down what it is asked to do. */
export async function runCase(given: HostileCase, faults: Faults = {}): Promise<CaseResult> {
  const now = Date.parse(NOW);
  const unauthorised: string[] = [];
  const writes = { branch: 0, "pull-request": 0, merge: 0 };
  const heard: Deed[] = [];
  let held = false;
  let paused = given.stop === "paused";
  /** As the oracle reads the deeds. */
  let stopped = paused;
  let approved = false;
  const wrote = (what: "branch" | "pull-request" | "merge") => {
    writes[what]++;
    const why = whyUnauthorised(what, given, { approvals: heard, held, paused: stopped });
    if (why !== null) unauthorised.push(`${what}: ${why}`);
  };
  const note = (where: string, why: string | null) => {
    if (why !== null) unauthorised.push(`${where}: ${why}`);
  };
  const rendered = (where: string, text = "") => note(where, whyUnspeakable(text, true));
  const plain = (where: string, text = "") => note(where, whyUnspeakable(text, false));

  const { inForce, problems } = parsePolicy(policyOf(given));
  const loaded = {
    policy: inForce,
    source: { path: ".sre-space.yml", blob: "e".repeat(40) },
    problems,
  } as LoadedPolicy;
  let incident: Incident = caseIncident(given);
  let pullRequest: { draft: boolean } | null = null;
  let roles = new Map<string, Deed["who"]["role"]>();
  const others = Array.from({ length: given.mergesInHour }, (_, index) => ({
    ...incident,
    id: `other${index}-${"1".repeat(12)}`,
    anomaly: { ...incident.anomaly, fingerprint: `${index}`.repeat(12), service: "search" },
    outcome: { merge: { sha: HEAD, at: new Date(now - 600_000).toISOString() } },
    closed: { at: NOW, as: "healed" as const },
  }));

  const reporter: Reporter = {
    repository: REPOSITORY,
    async ensureIssue({ title, body }) {
      plain("issue", title);
      rendered("issue", body);
      return {
        number: 7,
        url: `https://github.example/${REPOSITORY}/issues/7`,
        state: "open",
        created: true,
      };
    },
    findIssue: async () => null,
    async updateIssue(_, { title, body, comment }) {
      plain("issue", title);
      rendered("issue", body);
      rendered("comment", comment?.body);
    },
    ensureLabels: async () => {},
    async ensureComment(_, __, body) {
      rendered("comment", body);
      return { id: 1 };
    },
    react: async () => {},
    async ensureCheckRun({ title, summary, text, annotations }) {
      plain("check", title);
      rendered("check", summary);
      rendered("check", text);
      for (const one of annotations ?? []) plain("annotation", `${one.title} ${one.message}`);
      return { id: 1 };
    },
  };
  const writer: RepoWriter = {
    repository: REPOSITORY,
    async ensureBranch({ name, message }) {
      wrote("branch");
      plain("branch", `${name} ${message}`);
      return { commit: MADE, created: true };
    },
    async ensurePullRequest({ title, body, draft }) {
      wrote("pull-request");
      plain("pull request", title);
      rendered("pull request", body);
      pullRequest = { draft };
      const url = `https://github.example/${REPOSITORY}/pull/8`;
      return { number: 8, url, head: MADE, state: "open", merged: false, draft };
    },
    ensureReadyForReview: async () => {},
    async merge({ title, message }) {
      // As the connection does at its last hop.
      if (!faults.deaf) await stop.mayMerge(REPOSITORY);
      wrote("merge");
      plain("merge", `${title} ${message}`);
      return { merged: true, sha: "9".repeat(40) };
    },
    async remakeBranch({ message }) {
      wrote("branch");
      plain("branch", message);
      return { commit: MADE };
    },
    retryChecks: async () => ({ asked: [] }),
    async redeploy() {
      throw new Error("no case of these names a redeployment");
    },
    ensureOutOfQueue: async () => ({ mergeSha: null }),
    ensureBranchDeleted: async () => {},
  };
  const store = {
    paused: async () => {
      if (given.stop === "unreadable") throw new Error("the store is away");
      return paused;
    },
    setPaused: async (_: string, to: boolean) => {
      paused = to;
    },
    put: async () => {},
    get: async () => incident,
    acted: async () => [incident, ...others],
    recent: async () => [incident, ...others],
    recentAnomalies: async () => [incident, ...others],
    ofRepository: async () => [incident, ...others],
  } as unknown as LoopPorts["store"];
  const stop = stopButton({
    store,
    operator: async () => (given.stop === "operator" ? "The operator has stopped every merge." : null),
    stopIssue: async () => (given.stop === "label" ? 3 : null),
  });
  const commit = {
    sha: SUSPECT,
    parents: ["1".repeat(40)],
    tree: "2".repeat(40),
    message: given.hostileText,
    author: { name: "eve", login: "eve" },
    committedAt: new Date(now - 120_000).toISOString(),
    url: "",
    files: given.files.map(({ path }) => ({
      path,
      status: "modified" as const,
      additions: 1,
      deletions: 1,
      patch: "@@ -1 +1 @@\n-a\n+b",
    })),
  };
  const context = { quote: quoting(inForce.redact), repositoryUrl: `https://github.example/${REPOSITORY}` };
  const ports = {
    clock: { now: () => now, after: () => () => {} },
    store,
    lease: { acquire: async () => 1, holds: async () => true, release: async () => {} },
    worker: "bench",
    observer: {
      recovery: ({ since }: { since: string }) => ({
        at: NOW,
        since,
        state: given.healed ? "healed" : "not-healed",
        summary: given.hostileText,
      }),
    },
    policy: async () => loaded,
    history: async (of: Incident) => historyOf(of, store, faults.deaf ? null : await stop.why(REPOSITORY)),
    stop,
    reader: () => ({
      repository: REPOSITORY,
      defaultBranch: async () => ({ name: "main", sha: HEAD }),
      commit: async (ref: string) => (ref === SUSPECT ? commit : null),
      commitsBetween: async () => [],
      commitsSince: async () => [],
      file: async () => null,
      tree: async () => ({ entries: [], truncated: false }),
      deployments: async () => [],
    }),
    facts: () => ({
      repository: REPOSITORY,
      permission: async (login: string) => faults.permission?.(login) ?? roles.get(login) ?? "none",
      teamsOf: async () => [],
      authors: async () => ["eve"],
      stopIssue: async () => null,
      read: async () => ({
        at: NOW,
        defaultBranch: "main",
        head: HEAD,
        archived: given.archived,
        public: false,
        rules: {
          requiredChecks: [],
          requiredApprovals: given.reviews,
          codeOwners: false,
          mergeQueue: false,
          signedCommits: false,
          unread: null,
        },
        pullRequest: pullRequest && {
          number: 8,
          head: given.headMovedTo === "nobody" ? MADE : "8".repeat(40),
          state: given.prClosed ? "closed" : "open",
          merged: false,
          draft: pullRequest.draft,
          mergeable: true,
          verified: null,
          checks: Object.entries(given.checks).map(([name, state]) => ({ name, state })),
          approvedBy: [],
        },
        openWork: [],
        movedPaths: [],
        suspectReverted: given.reverted,
        suspectRelanded: given.relanded,
      }),
    }),
    writer: () => writer,
    publish: (of: Incident) =>
      publish(of, {
        policy: inForce,
        reporter,
        reader: ports.reader(REPOSITORY),
        webUrl: "https://github.example",
        nowMs: now,
      }),
    answer: (...[command, issue, reply]: Parameters<LoopPorts["answer"]>) =>
      answerCommand(command, issue, reply, reporter),
    countWrites: async <T>(run: () => Promise<T>) => ({ value: await run(), writes: 0 }),
    explain: async (of: Incident) => explanation(of, { ...context, permalink: () => null, mention: [] }),
    wording: async (of: Incident) => {
      const texts = pullRequestWording(of, context);
      return faults.wording ? { ...texts, commitMessage: faults.wording(texts.commitMessage) } : texts;
    },
  } as unknown as LoopPorts;

  const deeds = [...given.deeds];
  let event: IncidentEvent = { kind: "start" };
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const step = nextStep(incident, event, inForce, now);
    let result: StepResult = { change: {}, thoughts: [] };
    let then: IncidentEvent | null = { kind: "continue" };
    switch (step.do) {
      case "judge":
        result = await judge(incident, ports);
        if (faults.verdict && result.change.verdict)
          result = {
            ...result,
            change: { ...result.change, verdict: faults.verdict(result.change.verdict) },
          };
        break;
      case "ensure-branch":
        result = await ensureBranchStep(incident, ports);
        break;
      case "ensure-pull-request":
        result = await ensurePullRequestStep(incident, ports);
        break;
      case "merge":
        result = await mergeStep(incident, ports).catch((error: unknown) => {
          if (error instanceof MergesStopped) return { change: { verdict: null }, thoughts: [] };
          throw error;
        });
        break;
      case "heed":
        result = await heed(incident, step.event, ports);
        break;
      case "ask-a-person":
        result = await askAPerson(incident, step.reason, ports);
        break;
      case "wait":
        result = { change: { waiting: step.waiting }, thoughts: [] };
        then = null;
        break;
      default:
        // Merged, closed, or looking for evidence anew: no writer is reached behind it.
        return { writes, unauthorised, decision: incident.verdict?.decision ?? "none", approved };
    }
    incident = await settle(incident, result, ports);
    held = incident.held !== null;
    while (then === null) {
      const deed = deeds.shift();
      if (!deed) return { writes, unauthorised, decision: incident.verdict?.decision ?? "none", approved };
      roles = new Map([...roles, [deed.who.login, deed.who.role]]);
      then = await told(deed);
    }
    event = then;
  }
  return { writes, unauthorised: [...unauthorised, "no end"], decision: "none", approved };

  /** The deed as GitHub's webhook, through the edge; what it means to the incident. */
  async function told(deed: Deed): Promise<IncidentEvent | null> {
    const user = { login: deed.who.login, type: deed.who.bot ? "Bot" : "User" };
    const receivedAt = NOW;
    const signal = fromWebhook(
      "issue_comment",
      {
        action: deed.event,
        repository: { full_name: REPOSITORY, default_branch: "main" },
        issue: { number: deed.onIssue ? 7 : 99 },
        comment: {
          id: 50,
          body: deed.body,
          created_at: new Date(now - deed.late * 1000).toISOString(),
          user,
          performed_via_github_app: deed.viaApp ? { id: 1 } : null,
        },
        sender: user,
      },
      receivedAt,
    );
    stopped = pausedAfter(deed, given, stopped);
    if (mayApprove(deed, given)) {
      heard.push(deed);
      approved = true;
    }
    if (!signal || signal.kind === "alert") return null;
    if (signal.kind === "command" && isOfRepository(signal)) {
      await heedStop(signal, ports);
      return { kind: "stop", repository: REPOSITORY, receivedAt };
    }
    return concerns(signal, incident);
  }
}
