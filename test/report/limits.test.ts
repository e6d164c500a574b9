import { describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import { beforeMergingCheck } from "../../src/report/before-merging-check.ts";
import { explanation } from "../../src/report/explanation.ts";
import { failingTest } from "../../src/report/failing-test.ts";
import { guardrailCheck } from "../../src/report/guardrail-check.ts";
import { incidentRecord } from "../../src/report/incident-record.ts";
import { issueBody } from "../../src/report/issue-body.ts";
import { issueTitle } from "../../src/report/issue-title.ts";
import { progressComment } from "../../src/report/progress-comment.ts";
import { pullRequestWording } from "../../src/report/pull-request-wording.ts";
import { relandWording } from "../../src/report/reland-wording.ts";
import { suspectCheck } from "../../src/report/suspect-check.ts";
import { HOSTILE, reportContext, wholeIncident } from "./a-whole-incident.ts";
import { INCIDENTS } from "./incidents.ts";

const context = { ...reportContext(), mention: Array.from({ length: 20 }, () => `@${"x".repeat(90)}`) };
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

/** An incident in which everything is as much and as long as its schema lets it be, and more. */
function swollen(incident: Incident): Incident {
  const word = `${HOSTILE} ${"\u{1f525}|&<*#".repeat(400)}`;
  const whole = wholeIncident(word);
  const [hypothesis] = whole.diagnosis!.hypotheses;
  const reason = { text: word, favours: true, evidence: many(30, (index) => `E${index}`) };
  const rule = { rule: word, answer: "fail" as const, ceiling: "report" as const, reason: word };
  const items = whole.evidence!.items;
  const [attempt] = INCIDENTS["taken back, and a person is asked"]!.attempts;
  const plan = { ...(whole.plan as Extract<Incident["plan"], { kind: "planned" }>) };
  return {
    ...whole,
    closed: incident.closed,
    needsHuman: incident.needsHuman && { ...incident.needsHuman, reason: word },
    rollback: incident.rollback && { ...incident.rollback, reason: word },
    attempts: many(40, () => ({ ...attempt!, reason: word, title: word })),
    related: many(60, () => whole.anomaly),
    anomaly: { ...whole.anomaly, blastRadius: many(80, (index) => `${index}${word}`) },
    evidence: {
      ...whole.evidence!,
      items: many(60, (index) => ({ ...items[index % items.length]!, id: `E${index}` })),
    },
    diagnosis: {
      ...whole.diagnosis!,
      decision: incident.diagnosis?.decision ?? "commit",
      hypotheses: many(60, () => ({ ...hypothesis!, reasons: many(30, () => reason) })),
      wouldSettle: many(30, () => word),
    },
    plan: { ...plan, files: many(300, () => plan.files[0]!), reverts: many(20, () => plan.base) },
    verdict: {
      ...whole.verdict!,
      decision: incident.verdict?.decision ?? "merge",
      rules: many(90, () => rule),
    },
    approvals: many(40, () => ({
      by: word,
      at: whole.openedAt,
      via: "comment" as const,
      head: null,
      permission: "x",
    })),
    outcome: { ...whole.outcome, checks: many(60, () => ({ name: word, state: "failure" as const })) },
  };
}

const KINDS = ["healed", "held", "cause unknown", "being taken back"].map(
  (name) => [name, INCIDENTS[name]!] as const,
);

describe.each(KINDS)("%s, with as much of everything as can be", (_, incident) => {
  const big = swollen(incident);
  it("is told within what GitHub takes", () => {
    const wording = pullRequestWording(
      big,
      context,
      `# Template\n${"- [ ] a box @everyone fixes #1\n".repeat(3000)}`,
    );
    const record = incidentRecord(big, context);
    const reland = relandWording(big, { authors: many(40, () => "someone"), test: "x".repeat(900) }, context);
    for (const body of [
      issueBody(big, context),
      progressComment(big, context),
      explanation(big, context),
      wording.body,
      record.body,
      reland.body,
    ])
      expect(body.length).toBeLessThanOrEqual(65_536);
    for (const title of [issueTitle(big, context.quote), wording.title, record.title, reland.title])
      expect(title.length).toBeLessThanOrEqual(256);
    for (const check of [suspectCheck(big, context), guardrailCheck(big, context.quote)])
      expect(Buffer.byteLength(check?.summary ?? "")).toBeLessThanOrEqual(65_535);
    expect(record.name.length).toBeLessThanOrEqual(100);
    expect(record.content.length).toBeLessThan(200_000);
    expect(wording.body).not.toMatch(/@everyone|fixes #1\b/);
    expect(failingTest(big, { runner: "go", isPublic: false, quote: context.quote }).length).toBeLessThan(
      3_000,
    );
  });

  it("leaves no fold and no fence open", () => {
    for (const body of [issueBody(big, context), progressComment(big, context)]) {
      expect(body.match(/^<details>$/gm)?.length ?? 0).toBe(body.match(/^<\/details>$/gm)?.length ?? 0);
      expect((body.match(/^```/gm)?.length ?? 0) % 2).toBe(0);
    }
  });
});

it("a check before merging stays within what GitHub takes", () => {
  const long = HOSTILE.repeat(30);
  const remark = {
    kind: "undoes-fix" as const,
    issue: 7,
    service: long,
    symptom: "errors" as const,
    pullRequest: 8,
    path: long,
    line: 1,
  };
  const check = beforeMergingCheck(
    [...many(5, () => remark), { kind: "not-alone", migration: long, code: long, service: long }],
    context.quote,
  );
  expect(Buffer.byteLength(check.summary)).toBeLessThanOrEqual(65_535);
});
