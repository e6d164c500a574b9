import type { Facts } from "../../src/contracts/facts.ts";
import type { Incident } from "../../src/contracts/incident.ts";
import { answerComment, answerMarker } from "../../src/report/answer-comment.ts";
import { beforeMergingCheck } from "../../src/report/before-merging-check.ts";
import { incidentRecord } from "../../src/report/incident-record.ts";
import { ONBOARDING_TITLE, onboardingBody } from "../../src/report/onboarding.ts";
import { PAUSE_TITLE, pauseIssueBody, resumedIssueBody } from "../../src/report/pause-issue.ts";
import { policyCheck } from "../../src/report/policy-check.ts";
import {
  mendedIssueBody,
  policyIssueBody,
  policyIssueMarker,
  policyIssueTitle,
} from "../../src/report/policy-issue.ts";
import { quoting } from "../../src/report/quoting.ts";
import { relandWording } from "../../src/report/reland-wording.ts";
import { facts } from "../loop/an-incident.ts";
import { reportContext } from "./a-whole-incident.ts";
import { INCIDENTS } from "./incidents.ts";

const context = reportContext();
const quote = quoting([]);
const healed = INCIDENTS.healed as Incident;
const restored = { ...(INCIDENTS["a value is put back"] as Incident) };
const incident = { issue: 7, service: "quotes", symptom: "errors" as const };
const problem = {
  line: 4,
  column: 3,
  path: "guardrails.min_confidence",
  message: "Must be at most 1.",
};

/** `title`, then the rest, as one text. */
const titled = (title: string, ...rest: string[]) => [`<!-- Title: ${title} -->`, ...rest].join("\n\n");
const check = ({ title, summary, annotations }: ReturnType<typeof policyCheck | typeof beforeMergingCheck>) =>
  titled(title, summary, ...annotations.map(({ path, line, message }) => `- \`${path}:${line}\` ${message}`));
const reland = (one: Incident, authors: string[], test: string | null) => {
  const { title, body, message } = relandWording(one, { authors, test }, context);
  return titled(title, body, "<!-- Commit -->", message);
};
const found = {
  defaultBranch: "main",
  services: [
    { name: "quotes", paths: ["services/quotes/**"] },
    { name: "policies", paths: ["services/policies/**"] },
  ],
};
const rules = (change: Partial<Facts["rules"]>) => ({ ...facts().rules, ...change });

/** Every text that is written outside of an incident's own thread, pull request and checks, by what it is. */
export const OTHER_TEXTS: Readonly<Record<string, string>> = {
  "before merging a fix undone": check(
    beforeMergingCheck(
      [
        { kind: "undoes-fix", ...incident, pullRequest: 8, path: "services/quotes/price.js", line: 2 },
        { kind: "touches", what: "line", name: null, ...incident, path: "services/quotes/price.js", line: 9 },
        { kind: "touches", what: "key", name: "pool.max", ...incident, path: "config/quotes.yml", line: 3 },
        {
          kind: "touches",
          what: "function",
          name: "price",
          ...incident,
          path: "services/quotes/price.js",
          line: 1,
        },
      ],
      quote,
    ),
  ),
  "before merging not alone": check(
    beforeMergingCheck(
      [
        {
          kind: "not-alone",
          migration: "db/migrations/7.sql",
          code: "services/quotes/store.js",
          service: "quotes",
        },
      ],
      quote,
    ),
  ),
  "policy check an edit": check(
    policyCheck(
      {
        path: ".sre-space.yml",
        defaultBranch: "main",
        problems: [],
        changes: [
          { setting: "mode", before: "propose", after: "merge", direction: "looser" },
          { setting: "guardrails.max_files", before: "5", after: "3", direction: "tighter" },
        ],
        replayed: [
          { issue: 7, at: "2026-11-22T14:02:10.000Z", today: "propose", proposed: "merge" },
          { issue: null, at: "2026-11-20T09:00:00.000Z", today: "report", proposed: null },
        ],
      },
      quote,
    ),
  ),
  "policy check problems": check(
    policyCheck(
      { path: ".sre-space.yml", defaultBranch: "main", problems: [problem], changes: [], replayed: [] },
      quote,
    ),
  ),
  "policy issue": titled(
    policyIssueTitle(".sre-space.yml"),
    policyIssueBody({
      marker: policyIssueMarker("0123456789ab"),
      url: "https://github.test/acme/shop/blob/main/.sre-space.yml",
      path: ".sre-space.yml",
      problems: [problem],
      redact: [],
    }),
    "<!-- Mended -->",
    mendedIssueBody(".sre-space.yml"),
  ),
  "pause issue": titled(PAUSE_TITLE, pauseIssueBody, "<!-- Over -->", resumedIssueBody),
  "onboarding pull request": titled(
    ONBOARDING_TITLE,
    onboardingBody("acme/shop", { ...found, checks: ["ci", "lint"], rules: rules({}) }),
  ),
  "onboarding pull request where rules are": titled(
    ONBOARDING_TITLE,
    onboardingBody("acme/shop", {
      ...found,
      checks: [],
      rules: rules({
        requiredApprovals: 2,
        mergeQueue: true,
        signedCommits: true,
        unread: "The App may not read them.",
      }),
    }),
  ),
  "reland kit": reland(healed, ["ada"], "services/quotes/price.relands.test.js"),
  "reland kit of a value": reland(restored, [], null),
  "post-mortem in the repository": (() => {
    const { name, content, title, body, message } = incidentRecord(healed, context);
    return titled(title, body, "<!-- Commit -->", message, `<!-- ${name} -->`, content);
  })(),
  "answer to a command": answerComment(
    answerMarker({ comment: 70, button: undefined, actor: "ada", command: "approve" }, false),
    "ada",
    "Approved. The guardrails judge again with your approval.",
  ),
};
