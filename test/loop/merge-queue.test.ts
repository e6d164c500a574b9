import { expect, it } from "vitest";
import { Policy } from "../../src/contracts/policy.ts";
import type { RepoWriter } from "../../src/contracts/ports/repo-writer.ts";
import { nextStep } from "../../src/loop/next-step.ts";
import { mergeStep } from "../../src/loop/steps/merge.ts";
import { waitsForChecksAlone } from "../../src/loop/waits-for-checks.ts";
import {
  aDiagnosis,
  anIncident,
  at,
  aVerdict,
  BASE,
  facts,
  HEAD,
  MERGED,
  pullRequestFacts,
} from "./an-incident.ts";
import { portsOf } from "./ports-of.ts";

const policy = Policy.parse({ version: 1, mode: "merge" });

it("a change that waits in the merge queue is asked after, and is merged once the queue has merged it", async () => {
  const asked: Parameters<RepoWriter["merge"]>[0][] = [];
  let answer: Awaited<ReturnType<RepoWriter["merge"]>> = {
    merged: false,
    why: "queued",
    message: "It is in the queue.",
  };
  const ports = portsOf({
    wording: async () => ({ title: "t", body: "", commitMessage: "", mergeMessage: "m" }),
    writer: () =>
      ({
        merge: async (request: Parameters<RepoWriter["merge"]>[0]) => {
          asked.push(request);
          return answer;
        },
      }) as unknown as RepoWriter,
  });
  const open = pullRequestFacts({ checks: [{ name: "ci", state: "success" }] });
  const incident = anIncident({
    evidence: { collectedAt: at(3500), items: [], localisation: [] },
    diagnosis: aDiagnosis(),
    plan: {
      kind: "planned",
      remedy: "revert",
      base: BASE,
      reverts: [],
      files: [],
      title: "",
      summary: "",
    } as never,
    facts: { ...open, rules: { ...facts().rules, mergeQueue: true } },
    verdict: aVerdict("merge", { judged: { base: BASE, head: HEAD } }),
    outcome: {
      branch: { name: "b", commit: HEAD },
      pullRequest: { number: 8, url: "", head: HEAD, draft: false },
    },
  });
  // That it is about to be asked is on record before it is.
  const { change: intent } = await mergeStep(incident, ports);
  expect(intent).toEqual({ outcome: { ...incident.outcome, asked: { at: at(5000), queued: false } } });
  expect(asked).toEqual([]);
  const { change } = await mergeStep({ ...incident, ...intent }, ports);
  expect(asked).toEqual([expect.objectContaining({ number: 8, head: HEAD, queue: true })]);
  const waiting = { ...incident, ...change };
  expect(waitsForChecksAlone(waiting)).toBe(true);
  const next = nextStep(waiting, { kind: "continue" }, policy, Date.parse(at(5000)));
  expect(next).toMatchObject({ do: "wait", waiting: { for: "checks" } });
  expect(nextStep(waiting, { kind: "timeout" } as never, policy, Date.parse(at(15_000)))).toEqual({
    do: "judge",
  });

  for (const verdict of [aVerdict("hold"), aVerdict("report")])
    expect(nextStep({ ...waiting, verdict }, { kind: "continue" }, policy, Date.parse(at(5000)))).toEqual({
      do: "leave-queue",
    });
  const needsHuman = { since: at(5000), reason: "The required checks have not finished within an hour." };
  expect(nextStep({ ...waiting, needsHuman }, { kind: "continue" }, policy, Date.parse(at(5000)))).toEqual({
    do: "leave-queue",
  });

  answer = { merged: true, sha: MERGED };
  const merged = { ...waiting, facts: pullRequestFacts({ merged: true, state: "closed" }) };
  expect(nextStep(merged, { kind: "continue" }, policy, Date.parse(at(16_000)))).toEqual({ do: "merge" });
  expect((await mergeStep(merged, ports)).change.outcome?.merge?.sha).toBe(MERGED);
});
