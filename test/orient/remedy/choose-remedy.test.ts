import { describe, expect, test } from "vitest";
import type { Diagnosis, SeenBefore } from "../../../src/contracts/diagnosis.ts";
import type { EvidenceItem } from "../../../src/contracts/evidence.ts";
import { Policy, type PolicyFile } from "../../../src/contracts/policy.ts";
import type { FilePatch } from "../../../src/contracts/ports/repo-reader.ts";
import type { CaseFile } from "../../../src/orient/case-file.ts";
import { chooseRemedy } from "../../../src/orient/remedy/choose-remedy.ts";
import { suspecting } from "../../decide/plan/suspecting.ts";

const CULPRIT = "c".repeat(40);
const HEALTHY = "a".repeat(40);
const ALL: NonNullable<PolicyFile["guardrails"]>["remedies"] = [
  "revert",
  "restore-config",
  "runbook",
  "redeploy",
  "patch",
  "replay",
];

const modified = (path: string, patch: string): FilePatch => ({
  path,
  status: "modified",
  additions: patch.split("\n").filter((line) => line.startsWith("+")).length,
  deletions: patch.split("\n").filter((line) => line.startsWith("-")).length,
  patch,
});
const POOL = modified(
  "config/quotes.yml",
  "@@ -1,4 +1,4 @@\n pool:\n-  max: 40\n+  max: 2\n   min: 1\n name: quotes",
);
const README = modified("README.md", "@@ -1 +1 @@\n-old words\n+new words");
const CODE = modified(
  "services/quotes/price.ts",
  "@@ -1,3 +1,3 @@\n export function price(q) {\n-  return q.base * q.factor;\n+  return q.base * q.rates[0].factor;\n }",
);
/** Only one of them can starve a pool. */
const SEVERAL = modified(
  "config/quotes.yml",
  "@@ -1,6 +1,6 @@\n pool:\n-  max: 40\n+  max: 2\n   min: 1\n log:\n-  level: info\n+  level: warn\n name: quotes",
);
const KEY_GONE = modified("config/quotes.yml", "@@ -1,3 +1,2 @@\n pool:\n-  max: 40\n   min: 1");
const KEY_COME = modified("config/quotes.yml", "@@ -1,2 +1,3 @@\n pool:\n+  max: 2\n   min: 1");

const exhausted = (
  count = 20,
  message = "remaining connection slots are reserved for <value>",
): EvidenceItem => ({
  id: "E1",
  text: "",
  kind: "exception",
  service: "quotes",
  operation: "POST /quotes",
  type: "PoolExhaustedError",
  message,
  frames: [],
  count,
  countBefore: 0,
  revisions: [],
});

function caseFile(
  files: FilePatch[],
  policy: Partial<PolicyFile> = {},
  items: EvidenceItem[] = [exhausted()],
): CaseFile {
  return {
    anomaly: {
      fingerprint: "0123456789ab",
      repository: "acme/shop",
      environment: "production",
      service: "quotes",
      operation: "POST /quotes",
      symptom: "errors",
      source: "telemetry",
      alerts: [],
      onset: {
        at: "2026-11-22T14:00:00.000Z",
        earliest: "2026-11-22T13:59:58.000Z",
        latest: "2026-11-22T14:00:02.000Z",
      },
      detectedAt: "2026-11-22T14:00:10.000Z",
      observed: { value: 0.4, unit: "ratio", samples: 50 },
      objective: 0.01,
      baselineSeconds: 120,
      blastRadius: [],
      summary: "",
    },
    evidence: { collectedAt: "2026-11-22T14:00:10.000Z", items, localisation: [] },
    policy: Policy.parse({ version: 1, ...policy, guardrails: { remedies: ALL, ...policy.guardrails } }),
    nowMs: Date.parse("2026-11-22T14:01:00.000Z"),
    history: [],
    candidates: [
      {
        sha: CULPRIT,
        parents: [HEALTHY],
        committedMs: 0,
        files,
        people: { subject: "", author: "", url: "" },
      },
    ],
    deployments: [],
    shaOf: {},
    failing: CULPRIT,
    sources: {},
    truncated: false,
  };
}

const NONE: Diagnosis = {
  ...suspecting(CULPRIT),
  decision: "none",
  suspect: null,
  service: "quotes",
  remedy: { kind: "none", summary: "No commit did this, so there is none to revert." },
};
const kinds = ({ remedy, otherwise = [] }: Diagnosis) => [remedy, ...otherwise].map(({ kind }) => kind);

describe("where a commit did it", () => {
  const choose = (files: FilePatch[], policy?: Partial<PolicyFile>, over: Partial<Diagnosis> = {}) =>
    chooseRemedy({ ...suspecting(CULPRIT), ...over }, caseFile(files, policy));

  test.each([
    ["a commit of code is reverted", [CODE], ["revert"]],
    ["one value with code is reverted with it", [POOL, CODE], ["revert"]],
    ["one value and prose: the value alone goes back", [POOL, README], ["restore-config", "revert"]],
    [
      "one value alone is reverted, and put back by its key where its lines changed",
      [POOL],
      ["revert", "restore-config"],
    ],
    ["of several values the one that can have done it goes back", [SEVERAL], ["restore-config", "revert"]],
    ["a key that is gone is reverted", [KEY_GONE, README], ["revert"]],
    ["a key that came is reverted", [KEY_COME, README], ["revert"]],
    ["two files of values are reverted", [POOL, { ...POOL, path: "config/other.yml" }], ["revert"]],
    [
      "values that nobody edits by key are reverted",
      [{ ...POOL, path: "config/quotes.ini" }, README],
      ["revert"],
    ],
  ])("%s", (_, files, wanted) => {
    expect(kinds(choose(files))).toEqual(wanted);
  });

  test("the value is named by its file and line", () => {
    expect(choose([SEVERAL]).remedy).toMatchObject({
      setting: { path: "config/quotes.yml", line: 2, name: "max" },
      summary: "Put max in config/quotes.yml back to what it was before ccccccc, and keep the rest of it.",
    });
  });

  test("what the policy does not name is not chosen; a revert is told all the same", () => {
    expect(kinds(choose([POOL, README], { guardrails: { remedies: ["revert"] } }))).toEqual(["revert"]);
    expect(kinds(choose([POOL, README], { guardrails: { remedies: [] } }))).toEqual(["revert"]);
  });

  test("the last healthy revision goes out first, where the policy says how and it is a commit", () => {
    const how: Partial<PolicyFile> = { deploy: { redeploy: { via: "deployment" } } };
    const revisions = { healthy: HEALTHY, failing: CULPRIT };
    expect(kinds(choose([CODE], how, { revisions }))).toEqual(["redeploy", "revert"]);
    expect(choose([CODE], how, { revisions }).remedy.revision).toBe(HEALTHY);
    expect(kinds(choose([CODE], {}, { revisions }))).toEqual(["revert"]);
    expect(kinds(choose([CODE], how, { revisions: { healthy: "1.4.0", failing: CULPRIT } }))).toEqual([
      "revert",
    ]);
  });

  test("a model's patch comes last, and only where it was heard and the policy names it", () => {
    const patch = [{ path: "services/quotes/price.ts", find: "q.rates[0].factor", replace: "q.factor" }];
    const secondOpinion = (heard: boolean): NonNullable<Diagnosis["secondOpinion"]> => ({
      model: "m",
      prompt: "p",
      heard,
      note: "",
      agreed: heard ? true : null,
      explanation: "",
      claims: [],
      doubts: [],
      patch,
      usd: null,
      seconds: 1,
    });
    expect(kinds(choose([CODE], {}, { secondOpinion: secondOpinion(true) }))).toEqual(["revert", "patch"]);
    expect(kinds(choose([CODE], {}, { secondOpinion: secondOpinion(false) }))).toEqual(["revert"]);
    expect(
      kinds(choose([CODE], { guardrails: { remedies: ["revert"] } }, { secondOpinion: secondOpinion(true) })),
    ).toEqual(["revert"]);
  });
});

describe("where no commit did it", () => {
  const runbooks: PolicyFile["runbooks"] = [
    {
      when: { error: "Remaining connection slots are reserved" },
      set: { file: "config/database.yml", path: "pool.max", multiply: 2, max: 40 },
    },
  ];
  const choose = (policy: Partial<PolicyFile>, over: Partial<Diagnosis> = {}, items?: EvidenceItem[]) =>
    chooseRemedy({ ...NONE, ...over }, caseFile([CODE], policy, items));

  test("the policy's runbook for the error is followed", () => {
    const { remedy } = choose({ runbooks });
    expect(remedy).toMatchObject({
      kind: "runbook",
      runbook: {
        error: "Remaining connection slots are reserved",
        file: "config/database.yml",
        path: "pool.max",
      },
    });
  });

  test.each([
    [
      "another service is meant",
      { runbooks: runbooks.map((one) => ({ ...one, when: { ...one.when, service: "other" } })) },
      undefined,
    ],
    [
      "another error",
      { runbooks: runbooks.map((one) => ({ ...one, when: { error: "out of memory" } })) },
      undefined,
    ],
    [
      "it is one error among many: anybody can cause one",
      { runbooks },
      [exhausted(3), exhausted(20, "cannot read <value>")],
    ],
    ["nothing says what failed", { runbooks }, []],
  ])("and is not where %s", (_, policy, items) => {
    expect(choose(policy, {}, items).remedy).toEqual(NONE.remedy);
  });

  test("numbers and quoted values differ from one message to the next", () => {
    const of = (error: string) => [{ when: { error }, set: { file: "a.yml", path: "a", value: 1 } }];
    const items = [exhausted(9, "pool of <n> is full for <value>")];
    expect(choose({ runbooks: of('pool of 20 is full for "quotes"') }, {}, items).remedy.kind).toBe(
      "runbook",
    );
  });

  test("that one fits is told where the policy does not allow it", () => {
    const { remedy } = choose({ runbooks, guardrails: { remedies: ["revert"] } });
    expect(remedy).toMatchObject({
      kind: "none",
      summary: expect.stringMatching(
        /A runbook fits, and the policy's guardrails\.remedies does not name it/,
      ),
    });
  });

  const past = (over: Partial<SeenBefore> = {}): SeenBefore => ({
    incident: "x-0123456789ab",
    issue: 7,
    pullRequest: 8,
    ending: "healed",
    person: null,
    answers: false,
    remedy: "patch",
    merge: "d".repeat(40),
    ...over,
  });

  test("what healed the same before is done again, behind the team's own runbook", () => {
    expect(choose({}, { seenBefore: [past()] }).remedy).toEqual({
      kind: "replay",
      past: { merge: "d".repeat(40), issue: 7, pullRequest: 8 },
      summary: "Do again what healed the same in #7.",
    });
    expect(kinds(choose({ runbooks }, { seenBefore: [past()] }))).toEqual(["runbook", "replay"]);
  });

  test.each([
    ["it did not heal once", [past(), past({ ending: "not-healed" })]],
    ["a person had another word", [past({ person: "landed-it-again" })]],
    ["nothing was merged", [past({ merge: undefined })]],
  ])("and is not where %s", (_, seenBefore) => {
    expect(choose({}, { seenBefore: seenBefore as SeenBefore[] }).remedy).toEqual(NONE.remedy);
  });

  test("while nobody knows, nothing is done", () => {
    const unknown = { ...NONE, decision: "unknown" as const };
    expect(chooseRemedy(unknown, caseFile([CODE], { runbooks }))).toBe(unknown);
  });
});
