import { expect, test } from "vitest";
import type { Diagnosis } from "../../../src/contracts/diagnosis.ts";
import { Policy } from "../../../src/contracts/policy.ts";
import { asPlanned } from "../../../src/decide/plan/as-planned.ts";
import { planRemedy } from "../../../src/decide/plan/plan.ts";
import { modelReader } from "./model-reader.ts";
import { suspecting } from "./suspecting.ts";

const sha = (i: number) => "abcd".charAt(i).repeat(40);
const policy = Policy.parse({ version: 1 });
const reader = (...texts: string[]) =>
  modelReader(
    texts.map((content) => new Map([["config/app.yml", { content, mode: "100644" as const }]])),
    sha,
    () => [{ path: "config/app.yml", status: "modified", additions: 1, deletions: 1 }],
  );
const otherwise: Diagnosis["otherwise"] = [
  { kind: "restore-config", summary: "", setting: { path: "config/app.yml", line: 1, name: "max" } },
];

test("where the lines changed since, the key is put back; and that is the remedy from then on", async () => {
  const diagnosis: Diagnosis = { ...suspecting(sha(1)), otherwise };
  const plan = await planRemedy({
    diagnosis,
    policy,
    reader: reader("max: 20\n", "max: 2\n", "max: 2 # why?\n"),
  });
  expect(plan).toMatchObject({
    kind: "planned",
    remedy: "restore-config",
    files: [{ after: { content: "max: 20 # why?\n" } }],
    summary: expect.stringMatching(
      /It is no revert: config\/app\.yml was changed again on the same lines since/,
    ),
  });
  const told = asPlanned(diagnosis, plan);
  expect(told.remedy.kind).toBe("restore-config");
  expect(told.otherwise).toEqual([]);
  expect(asPlanned(told, plan)).toBe(told);
});

test("where nothing can be planned, every reason is told, and what to look at, with links", async () => {
  const diagnosis: Diagnosis = {
    ...suspecting(sha(1)),
    otherwise,
    seenBefore: [
      { incident: "x", issue: 12, pullRequest: 13, ending: "healed", person: null, answers: false },
    ],
    hypotheses: [
      {
        suspect: sha(1),
        mechanism: "limit lowered",
        probability: 0.6,
        because: [],
        against: [],
        reasons: [],
        summary: "",
        commit: {
          subject: "chore: \u202esettings",
          author: "dev",
          committedAt: "2026-11-22T14:00:00.000Z",
          url: `https://github.test/acme/shop/commit/${sha(1)}`,
          files: ["config/app.yml"],
          line: { path: "config/my app.yml", line: 3 },
        },
      },
      {
        suspect: null,
        mechanism: "database",
        probability: 0.3,
        because: [],
        against: [],
        reasons: [],
        summary: "",
      },
    ],
    revisions: { healthy: null, failing: sha(2) },
    wouldSettle: ["Whether the pool is exhausted."],
  };
  const plan = await planRemedy({ diagnosis, policy, reader: reader("max: 20\n", "max: 2\n", "max: 3\n") });
  expect(plan).toEqual({
    kind: "unplanned",
    remedy: "revert",
    reason:
      "config/app.yml was changed again on the same lines since. Nor by restore-config: max in config/app.yml was changed again since.",
    conflicts: ["config/app.yml"],
    look: [
      { text: 'bbbbbbb "chore: settings" (60%)', url: `https://github.test/acme/shop/commit/${sha(1)}` },
      {
        text: "Line 3 of config/my app.yml, which it changed",
        url: `https://github.test/acme/shop/blob/${sha(2)}/config/my%20app.yml#L3`,
      },
      { text: expect.stringMatching(/^Locks, running statements.*\(database: 30%\)$/) },
      { text: "Whether the pool is exhausted." },
      { text: "The same was seen in #12, and was healed.", url: "https://github.test/acme/shop/issues/12" },
    ],
  });
});

test("while nobody knows, nothing is planned, and what to look at is told", async () => {
  const diagnosis: Diagnosis = {
    ...suspecting(sha(1)),
    decision: "unknown",
    remedy: { kind: "none", summary: "Not known." },
  };
  const plan = await planRemedy({ diagnosis, policy, reader: reader("a: 1\n", "a: 2\n") });
  expect(plan).toMatchObject({ kind: "unplanned", remedy: "none", reason: "Not known." });
});
