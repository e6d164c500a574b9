import { expect, it } from "vitest";
import type { Attempt } from "../../src/contracts/attempt.ts";
import { withoutTried } from "../../src/loop/without-tried.ts";
import { aDiagnosis, at, BASE, MERGED, SUSPECT } from "./an-incident.ts";

const tried = (change: Partial<Attempt> = {}): Attempt => ({
  at: at(1),
  ended: "not-healed",
  reason: "It did not heal.",
  suspect: null,
  remedy: "replay",
  title: "Apply again",
  plan: null,
  facts: null,
  verdict: null,
  approvals: [],
  outcome: { pullRequest: { number: 8, url: "", head: BASE, draft: false } },
  recovery: null,
  rollback: null,
  ...change,
});
const replay = { kind: "replay" as const, summary: "Do again what healed the same in #3." };
const patch = { kind: "patch" as const, summary: "Change price.ts as a model proposes." };
const runbook = { kind: "runbook" as const, summary: "Set pool.max." };
const none = (remedy: typeof replay | typeof runbook, otherwise: (typeof patch | typeof replay)[] = []) =>
  aDiagnosis({ decision: "none", suspect: null, remedy, otherwise });

it("what undid no commit and did not help is not done again, and the next in the list is", () => {
  expect(withoutTried(none(replay), [tried()])).toMatchObject({
    remedy: { kind: "none", summary: expect.stringMatching(/replay .* tried in #8, and is not done again/) },
    otherwise: [],
  });
  expect(withoutTried(none(replay, [patch]), [tried()])).toMatchObject({ remedy: patch, otherwise: [] });
  const both = [tried({ remedy: "runbook" }), tried()];
  expect(withoutTried(none(runbook, [replay, patch]), both)).toMatchObject({ remedy: patch, otherwise: [] });
});

it("what was not tried, and what undoes a commit, stays", () => {
  for (const [diagnosis, attempts] of [
    [none(replay, [patch]), []],
    [none(runbook, [patch]), [tried()]],
    [none(replay), [tried({ suspect: MERGED, remedy: "revert" })]],
    [aDiagnosis({ suspect: SUSPECT }), [tried({ remedy: "revert" })]],
  ] as const)
    expect(withoutTried(diagnosis, attempts)).toBe(diagnosis);
});
