import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Incident } from "../../src/contracts/incident.ts";
import type { Outcome } from "../../src/contracts/outcome.ts";
import { Policy } from "../../src/contracts/policy.ts";
import type { Recovery } from "../../src/contracts/recovery.ts";
import type { Decision } from "../../src/contracts/verdict.ts";
import { beginRollback } from "../../src/loop/begin-rollback.ts";
import { dropRollback } from "../../src/loop/drop-rollback.ts";
import { endRollback } from "../../src/loop/end-rollback.ts";
import type { IncidentEvent } from "../../src/loop/event.ts";
import { nextStep } from "../../src/loop/next-step.ts";
import type { Step } from "../../src/loop/step.ts";
import {
  aDiagnosis,
  anIncident,
  at,
  aVerdict,
  evidence,
  facts,
  HEAD,
  MERGED,
  plan,
  pullRequestFacts,
} from "./an-incident.ts";

const policy = Policy.parse({ version: 1, mode: "merge" });
const goOn: IncidentEvent = { kind: "continue" };
const now = Date.parse(at(5000));
const next = (change: Partial<Incident>, event: IncidentEvent = goOn, time = now) =>
  nextStep(anIncident(change), event, policy, time);

const diagnosed = { evidence, looks: 1, diagnosis: aDiagnosis(), plan };
const branch = { name: "sre-space/0123456789ab-7", commit: HEAD };
const pullRequest = { number: 8, url: "http://127.0.0.1/acme/marketplace/pull/8", head: HEAD, draft: false };
const judgedHead = { judged: { base: null, head: HEAD } };

describe("the way to a merge", () => {
  it("walks observe, orient, plan, judge, branch, pull request, judge again, merge", () => {
    expect(next({})).toEqual({ do: "observe" });
    expect(next({ evidence })).toEqual({ do: "orient" });
    expect(next({ evidence, diagnosis: aDiagnosis() })).toEqual({ do: "plan" });
    expect(next(diagnosed)).toEqual({ do: "judge" });
    const judged = { ...diagnosed, facts: facts(), verdict: aVerdict("merge") };
    expect(next(judged)).toEqual({ do: "ensure-branch" });
    expect(next({ ...judged, outcome: { branch } })).toEqual({ do: "ensure-pull-request" });
    expect(next({ ...judged, outcome: { branch, pullRequest } })).toEqual({ do: "judge" });
    expect(
      next({
        ...judged,
        outcome: { branch, pullRequest },
        facts: pullRequestFacts(),
        verdict: aVerdict("merge", judgedHead),
      }),
    ).toEqual({ do: "merge" });
  });

  it("merges no head but the one that it made, whatever the verdict says", () => {
    const verdict = aVerdict("merge", { judged: { base: null, head: "9".repeat(40) } });
    const foreign = { ...diagnosed, facts: pullRequestFacts(), verdict, outcome: { branch, pullRequest } };
    expect(next(foreign)).toMatchObject({ do: "wait", waiting: { for: "approval" } });
    expect(next(foreign, { kind: "timeout" })).toEqual({ do: "judge" });
  });

  it("waits for checks where nothing else stands in the way, and judges when they have moved", () => {
    const rules = [
      {
        rule: "required-checks",
        answer: "fail" as const,
        ceiling: "propose" as const,
        reason: "ci is pending.",
      },
    ];
    const waiting = {
      ...diagnosed,
      facts: pullRequestFacts(),
      verdict: aVerdict("propose", { rules, ...judgedHead }),
      outcome: { branch, pullRequest },
    };
    expect(next(waiting)).toMatchObject({ do: "wait", waiting: { for: "checks" } });
    expect(next(waiting, { kind: "timeout" })).toEqual({ do: "judge" });
    const failed = { ...waiting, facts: pullRequestFacts({ checks: [{ name: "ci", state: "failure" }] }) };
    expect(next(failed)).toEqual({ do: "retry-checks" });
    const retried = { at: at(4000), head: HEAD, checks: ["ci"] };
    expect(next({ ...failed, outcome: { branch, pullRequest, retried } })).toMatchObject({
      do: "wait",
      waiting: { for: "approval" },
    });
  });

  it("waits for a deployment under way by itself, and asks nobody to approve it", () => {
    const failing = (rule: string) => ({
      rule,
      answer: "fail" as const,
      ceiling: "hold" as const,
      reason: "r",
    });
    const held = (...rules: string[]) => ({
      ...diagnosed,
      facts: facts(),
      verdict: aVerdict("hold", { rules: rules.map(failing) }),
    });
    expect(next(held("deployment-under-way"))).toMatchObject({ do: "wait", waiting: { for: "deployment" } });
    // Checks that still run end by themselves, too.
    expect(next(held("deployment-under-way", "required-checks"))).toMatchObject({
      do: "wait",
      waiting: { for: "deployment" },
    });
    expect(next(held("deployment-under-way"), { kind: "timeout" })).toEqual({ do: "judge" });
    expect(next(held("deployment-under-way", "freeze"))).toMatchObject({ waiting: { for: "approval" } });
  });

  it("records the merge that a person made", () => {
    const merged = pullRequestFacts({ merged: true, state: "closed" });
    expect(
      next({
        ...diagnosed,
        facts: merged,
        verdict: aVerdict("propose", judgedHead),
        outcome: { branch, pullRequest },
      }),
    ).toEqual({
      do: "merge",
    });
  });

  it("asks a person when somebody closed the pull request", () => {
    const closed = pullRequestFacts({ state: "closed" });
    expect(
      next({
        ...diagnosed,
        facts: closed,
        verdict: aVerdict("merge", judgedHead),
        outcome: { branch, pullRequest },
      }),
    ).toMatchObject({ do: "ask-a-person" });
  });

  it("watches the change of a person who merged the pull request after being asked", () => {
    const asked = {
      ...diagnosed,
      facts: pullRequestFacts(),
      verdict: aVerdict("propose", judgedHead),
      outcome: { branch, pullRequest },
      needsHuman: { since: at(4000), reason: "The required checks have not finished within an hour." },
    };
    const event: IncidentEvent = {
      kind: "pull-request",
      repository: "acme/marketplace",
      receivedAt: at(4500),
      number: 8,
      branch: branch.name,
      headSha: HEAD,
      state: "closed",
      merged: true,
    };
    expect(next(asked, event)).toEqual({ do: "judge" });
    const facts = pullRequestFacts({ merged: true, state: "closed" });
    expect(next({ ...asked, facts })).toEqual({ do: "merge" });
  });
});

describe("what is not certain", () => {
  const unknown = {
    evidence,
    diagnosis: aDiagnosis({ decision: "unknown", confidence: 0.6 }),
    plan: { kind: "unplanned" as const, remedy: "none" as const, reason: "none", conflicts: [] },
    facts: facts(),
    verdict: aVerdict("report"),
  };

  it("looks again while looking may tell more, each time after a longer wait, and then asks a person", () => {
    const waits: number[] = [];
    for (let looks = 1; looks < 30; looks++) {
      const step = next({ ...unknown, looks });
      if (step.do !== "wait") {
        expect(step.do).toBe("ask-a-person");
        break;
      }
      expect(step.waiting.for).toBe("evidence");
      waits.push(Date.parse(step.waiting.until) - now);
      expect(next({ ...unknown, looks }, { kind: "timeout" })).toEqual({ do: "observe" });
    }
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.length).toBeGreaterThan(5);
  });

  it("asks at once where no commit is guilty, and closes by itself when it has passed", () => {
    const none = { ...unknown, looks: 1, diagnosis: aDiagnosis({ decision: "none", suspect: null }) };
    expect(next(none)).toMatchObject({ do: "ask-a-person" });
    const asked = { ...none, needsHuman: { since: at(4000), reason: "no commit" } };
    expect(next(asked)).toMatchObject({ do: "wait", waiting: { for: "recovery" } });
    expect(next(asked, { kind: "timeout" })).toEqual({ do: "measure-recovery" });
    const recovery: Recovery = {
      at: at(9000),
      since: at(0),
      state: "recovered-unexplained",
      summary: "It passed.",
    };
    expect(next({ ...asked, recovery })).toEqual({ do: "close", as: "recovered-unexplained" });
  });
});

describe("after the merge", () => {
  const merged = {
    ...diagnosed,
    facts: pullRequestFacts({ merged: true, state: "closed" }),
    verdict: aVerdict("merge", judgedHead),
    outcome: { branch, pullRequest, merge: { sha: MERGED, at: at(6000), ours: true } },
  };
  const deployed = {
    ...merged,
    outcome: {
      ...merged.outcome,
      deployment: { id: 1, sha: MERGED, at: at(9000), state: "success" as const },
    },
  };
  const gone = { ...branch, deleted: true };
  /** Nothing is left of its branch. */
  const clean = { ...deployed, outcome: { ...deployed.outcome, branch: gone } };
  const recovery = (state: Recovery["state"]): Recovery => ({
    at: at(12_000),
    since: at(9000),
    state,
    summary: "s",
  });

  it("waits for the deployment, measures, and closes only what healed", () => {
    expect(next(merged)).toMatchObject({ do: "wait", waiting: { for: "deployment" } });
    expect(next(merged, { kind: "timeout" })).toEqual({ do: "find-deployment" });
    expect(next(deployed)).toMatchObject({ do: "wait", waiting: { for: "recovery" } });
    expect(next(deployed, { kind: "timeout" })).toEqual({ do: "measure-recovery" });
    expect(next({ ...deployed, recovery: recovery("unknown") })).toMatchObject({ do: "wait" });
    expect(next({ ...deployed, recovery: recovery("healed") })).toEqual({ do: "delete-branch" });
    expect(next({ ...clean, recovery: recovery("healed") })).toEqual({ do: "close", as: "healed" });
  });

  const late = Date.parse(at(9000 + 120_001));
  const window = { for: "recovery" as const, since: at(9000), until: at(9500), deadline: at(9000 + 120_000) };
  const measured = (state: Recovery["state"], value: number): Recovery => ({
    ...recovery(state),
    measured: { value, unit: "ratio", samples: 100 },
  });

  it("takes it back at once where it made things worse, and where it has not healed once the window has passed", () => {
    expect(next({ ...deployed, recovery: recovery("worse") })).toMatchObject({
      do: "begin-rollback",
      why: "worse",
    });
    const still = { ...deployed, waiting: window, recovery: measured("not-healed", 0.3) };
    expect(next(still)).toMatchObject({ do: "wait", waiting: { for: "recovery" } });
    expect(next(still, goOn, late)).toMatchObject({
      do: "begin-rollback",
      why: "not-healed",
      reason: "#8 was merged and deployed, and did not heal: s",
    });
  });

  it("takes nothing back that helped, that nobody measured, that a person merged or holds, or where the policy does not want it", () => {
    const still = { ...deployed, waiting: window, recovery: measured("not-healed", 0.3) };
    const asks = (change: Partial<Incident>) =>
      expect(next({ ...still, ...change }, goOn, late)).toMatchObject({ do: "ask-a-person" });
    asks({ recovery: measured("not-healed", 0.1) });
    asks({ recovery: recovery("unknown") });
    asks({ outcome: { ...deployed.outcome, merge: { sha: MERGED, at: at(6000) } } });
    asks({ held: { by: "ada", at: at(8000) } });
    const keeps = Policy.parse({ version: 1, mode: "merge", verify: { rollback: false } });
    expect(nextStep(anIncident(still), goOn, keeps, late)).toMatchObject({ do: "ask-a-person" });
    const worse = anIncident({ ...deployed, recovery: recovery("worse") });
    expect(nextStep(worse, goOn, keeps, now)).toMatchObject({ do: "ask-a-person" });
  });

  it("waits for a slow rollout as long as the policy gives a deployment, and calls nothing unhealed meanwhile", () => {
    const slowly = (share: number, change: Partial<Incident> = {}) => ({
      ...deployed,
      ...change,
      outcome: { ...deployed.outcome, deployment: { ...deployed.outcome.deployment, share } },
    });
    for (const state of ["unknown", "healed", "not-healed"] as const) {
      const step = next(slowly(0.2, { recovery: measured(state, 0.3) }), goOn, late);
      expect(step).toMatchObject({ do: "wait", waiting: { for: "deployment" } });
    }
    expect(next(slowly(0.95, { recovery: recovery("healed") }))).toEqual({ do: "delete-branch" });
    const waiting = { for: "deployment" as const, since: at(6000), until: at(7000), deadline: at(2_406_000) };
    expect(next(slowly(0.2, { waiting }), goOn, Date.parse(at(2_406_001)))).toEqual({
      do: "ask-a-person",
      reason: "The merge of #8 serves 20% of the requests, and no more in the time that the policy allows.",
    });
    expect(next({ ...merged, waiting }, goOn, Date.parse(at(2_406_001)))).toEqual({
      do: "ask-a-person",
      reason: "The merge of #8 has not been deployed in the time that the policy allows.",
    });
    // Worse is worse on the first instance already.
    expect(next(slowly(0.2, { recovery: recovery("worse") }))).toMatchObject({ do: "begin-rollback" });
  });

  it("takes back by the same road, and is not taken back in its turn", () => {
    const failed = anIncident({ ...deployed, recovery: recovery("not-healed") });
    const asked = { at: at(20_000), why: "not-healed" as const, reason: "#8 did not heal.", by: null };
    const back = { ...failed, ...beginRollback(failed, asked) };
    const step = (change: Partial<Incident>, event: IncidentEvent = goOn) =>
      nextStep({ ...back, ...change }, event, policy, now);
    expect(back).toMatchObject({ outcome: {}, plan: null, verdict: null, rollback: { of: MERGED } });
    expect(step({})).toEqual({ do: "plan" });
    expect(step({ plan })).toEqual({ do: "judge" });
    expect(step({ plan, verdict: aVerdict("merge") })).toEqual({ do: "ensure-branch" });
    const own = { branch: { name: "sre-space/0123456789ab-7-rollback", commit: HEAD }, pullRequest };
    const made = { plan, facts: pullRequestFacts(), verdict: aVerdict("merge", judgedHead), outcome: own };
    expect(step(made)).toEqual({ do: "merge" });
    // What stands in the way is said together with what was tried.
    expect(step({ plan, verdict: aVerdict("report") })).toMatchObject({
      do: "ask-a-person",
      reason: expect.stringMatching(/^#8 did not heal\. I may not take it back by myself/),
    });
    const out = { ...own, merge: { sha: "e".repeat(40), at: at(30_000) } };
    expect(step({ ...made, outcome: out })).toMatchObject({ do: "wait", waiting: { for: "deployment" } });
    const deployment = { id: 2, sha: "e".repeat(40), at: at(33_000), state: "success" as const };
    for (const state of ["worse", "not-healed", "healed"] as const)
      expect(step({ ...made, outcome: { ...out, deployment }, recovery: recovery(state) })).toEqual({
        do: "end-rollback",
      });
    const slow = { ...out, deployment: { ...deployment, share: 0.5 } };
    expect(step({ ...made, outcome: slow })).toMatchObject({ do: "wait", waiting: { for: "deployment" } });
    expect(step({ ...made, outcome: slow }, { kind: "timeout" })).toEqual({ do: "find-deployment" });

    const ended = { ...back, outcome: { ...out, deployment } };
    const after = { ...ended, ...endRollback(ended, at(34_000)) };
    expect(after.attempts).toMatchObject([
      { outcome: { merge: { sha: MERGED } }, rollback: { merge: out.merge } },
    ]);
    expect(nextStep(after, goOn, policy, now)).toEqual({ do: "observe" });
    const unknown = { evidence, looks: 2, plan, verdict: aVerdict("report") };
    const doubting = { ...after, ...unknown, diagnosis: aDiagnosis({ decision: "unknown" }) };
    expect(nextStep(doubting, goOn, policy, now)).toMatchObject({
      do: "ask-a-person",
      reason: expect.stringMatching(
        /^#8 did not heal and was taken back by #8\. The evidence does not single out another/,
      ),
    });
  });

  it("leaves it in where it heals before it is taken back, unless a person asked", () => {
    const failed = anIncident({ ...deployed, recovery: recovery("not-healed") });
    const asked = { at: at(20_000), why: "not-healed" as const, reason: "r", by: null };
    const back = { ...failed, ...beginRollback(failed, asked), plan, recovery: recovery("healed") };
    expect(nextStep(back, goOn, policy, now)).toEqual({ do: "drop-rollback" });
    const dropped = { ...back, ...dropRollback(back) };
    expect(dropped).toMatchObject({ rollback: null, attempts: [], outcome: deployed.outcome });
    expect(nextStep(dropped, goOn, policy, now)).toEqual({ do: "delete-branch" });
    const byAda = { ...back, rollback: { ...asked, why: "asked" as const, by: "ada", of: MERGED } };
    expect(nextStep(byAda, goOn, policy, now)).toEqual({ do: "judge" });
  });

  it("asks a person when the deployment failed, and still closes it if it heals", () => {
    const failed = {
      ...deployed,
      outcome: {
        ...deployed.outcome,
        deployment: { ...deployed.outcome.deployment, state: "failure" as const },
      },
    };
    expect(next(failed)).toMatchObject({ do: "ask-a-person" });
    expect(
      next({ ...failed, needsHuman: { since: at(1), reason: "r" }, recovery: recovery("healed") }),
    ).toEqual({ do: "delete-branch" });
  });
});

describe("whatever happens, in whatever order", () => {
  /** A world that answers each step as it likes: what a step could leave in the incident, and nothing more. */
  const world = fc.record({
    decisions: fc.infiniteStream(fc.constantFrom<Decision>("report", "hold", "propose", "merge")),
    diagnoses: fc.infiniteStream(fc.constantFrom("commit" as const, "none" as const, "unknown" as const)),
    recoveries: fc.infiniteStream(
      fc.constantFrom<Recovery["state"]>("unknown", "healed", "not-healed", "worse", "recovered-unexplained"),
    ),
    restarts: fc.infiniteStream(fc.boolean()),
    deploys: fc.infiniteStream(fc.boolean()),
  });

  const deleted = (outcome: Outcome): Outcome =>
    outcome.branch && outcome.merge ? { ...outcome, branch: { ...outcome.branch, deleted: true } } : outcome;

  it("merges only the head that was judged fit to merge, asks for no step that lacks its input, and comes to rest", () => {
    fc.assert(
      fc.property(world, ({ decisions, diagnoses, recoveries, restarts, deploys }) => {
        const take = <T>(stream: Iterator<T>): T => stream.next().value as T;
        let incident = anIncident();
        let event: IncidentEvent = { kind: "start" };
        let time = now;
        for (let i = 0; i < 400; i++) {
          const step: Step = nextStep(incident, event, policy, time);
          // A restart between any two steps changes nothing but the event.
          event = take(restarts) ? { kind: "start" } : goOn;
          switch (step.do) {
            case "observe":
              incident = {
                ...incident,
                evidence,
                looks: incident.looks + 1,
                diagnosis: null,
                plan: null,
                verdict: null,
              };
              break;
            case "orient":
              expect(incident.evidence).not.toBeNull();
              incident = { ...incident, diagnosis: aDiagnosis({ decision: take(diagnoses) }) };
              break;
            case "plan":
              expect(incident.diagnosis).not.toBeNull();
              incident = { ...incident, plan };
              break;
            case "judge": {
              expect(incident.plan).not.toBeNull();
              const head = incident.outcome.pullRequest?.head ?? null;
              const decision = incident.diagnosis?.decision === "commit" ? take(decisions) : "report";
              incident = {
                ...incident,
                facts: head ? pullRequestFacts() : facts(),
                verdict: aVerdict(decision, { judged: { base: null, head } }),
              };
              break;
            }
            case "ensure-branch":
              expect(["merge", "propose"]).toContain(incident.verdict?.decision);
              incident = { ...incident, outcome: { ...incident.outcome, branch } };
              break;
            case "ensure-pull-request":
              expect(incident.outcome.branch).toBeDefined();
              incident = { ...incident, outcome: { ...incident.outcome, pullRequest } };
              break;
            case "merge":
              expect(incident.verdict).toMatchObject({
                decision: "merge",
                judged: { head: incident.outcome.pullRequest?.head },
              });
              incident = {
                ...incident,
                waiting: null,
                outcome: { ...incident.outcome, merge: { sha: MERGED, at: at(1), ours: true } },
              };
              break;
            case "find-deployment":
              if (take(deploys))
                incident = {
                  ...incident,
                  outcome: {
                    ...incident.outcome,
                    deployment: { id: 1, sha: MERGED, at: at(2), state: "success" },
                  },
                };
              event = goOn;
              break;
            case "measure-recovery":
              incident = {
                ...incident,
                recovery: { at: at(3), since: at(2), state: take(recoveries), summary: "s" },
              };
              event = goOn;
              break;
            case "begin-rollback":
              // Never one of its own against another: what is taken back is merged, and is no rollback.
              expect(incident.rollback).toBeNull();
              expect(incident.outcome.deployment).toBeDefined();
              incident = {
                ...incident,
                ...beginRollback(incident, { at: at(7), why: step.why, reason: "r", by: null }),
              };
              break;
            case "end-rollback":
              expect(incident.outcome.deployment).toBeDefined();
              incident = { ...incident, ...endRollback(incident, at(8)) };
              break;
            case "drop-rollback":
              expect(incident.outcome.merge).toBeUndefined();
              incident = { ...incident, ...dropRollback(incident) };
              break;
            case "delete-branch":
              incident = {
                ...incident,
                outcome: deleted(incident.outcome),
                attempts: incident.attempts.map((one) => ({
                  ...one,
                  outcome: deleted(one.outcome),
                  rollback: one.rollback && deleted(one.rollback),
                })),
              };
              break;
            case "ask-a-person":
              expect(incident.needsHuman).toBeNull();
              incident = { ...incident, needsHuman: { since: at(4), reason: step.reason }, waiting: null };
              break;
            case "wait":
              time = Math.max(time, Date.parse(step.waiting.until));
              incident = { ...incident, waiting: step.waiting };
              event = { kind: "timeout" };
              break;
            case "close":
              incident = { ...incident, closed: { at: at(5), as: step.as } };
              break;
            case "remember":
              expect(incident.closed).not.toBeNull();
              incident = { ...incident, remembered: { at: at(6), patch: null } };
              break;
            case "end":
              expect(incident.remembered).not.toBeNull();
              expect(incident.closed).not.toBeNull();
              return;
            default:
              throw new Error(`nothing here asks for ${step.do}`);
          }
        }
        // Not closed after 400 steps: then it is a wait that it went round in, never a step.
        expect(incident.waiting ?? incident.needsHuman).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});
