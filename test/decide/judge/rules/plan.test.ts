import type { FileChange, Plan } from "../../../../src/contracts/change-set.ts";
import type { Remedy, RemedyKind } from "../../../../src/contracts/diagnosis.ts";
import { plan } from "../../../../src/decide/judge/rules/plan.ts";
import { approval, BASE, caseOf, change, HEAD, policyOf, SUSPECT } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const unplanned: Plan = {
  kind: "unplanned",
  remedy: "revert",
  reason: "later changes build on it.",
  conflicts: ["a.ts", "b.ts"],
};

const CONFIG = change("config/database.yml");
const RUNBOOK = {
  kind: "runbook",
  runbook: { error: "no slots", file: CONFIG.path, path: "pool.max" },
} as const;
const RESTORE = { kind: "restore-config", setting: { path: CONFIG.path, line: 3, name: "max" } } as const;
const withRunbook = policyOf({
  runbooks: [{ when: { error: "no slots" }, set: { file: CONFIG.path, path: "pool.max", value: 40 } }],
});
const asks = (remedy: Omit<Remedy, "summary">) => ({ diagnosis: { remedy: { summary: "", ...remedy } } });
const plans = (remedy: RemedyKind, ...files: FileChange[]) => ({ remedy, reverts: [], files });
const redeploy = (takesOut: string[]) => ({
  revision: BASE,
  environment: "production",
  via: { kind: "deployment" as const },
  takesOut,
});

ruleTable(plan, [
  ["a revert of the suspect", caseOf(), "pass", /revert of 1 file is planned on bbbbbbb/],
  [
    "nothing could be planned",
    { ...caseOf(), plan: unplanned },
    "report",
    /needs a person: later changes.*in a\.ts, b\.ts/,
  ],
  [
    "nobody lifts that",
    { ...caseOf({ approvals: [approval()] }), plan: unplanned },
    "report",
    /needs a person/,
  ],
  [
    "an innocent commit is undone too",
    caseOf({ plan: { reverts: [SUSPECT, BASE] } }),
    "report",
    /1 commit that nobody/,
  ],
  ["only an innocent commit is undone", caseOf({ plan: { reverts: [BASE] } }), "report", /nobody suspects/],
  ["a revert of nothing", caseOf({ plan: { reverts: [] } }), "report", /undoes no commit/],
  [
    "a revert of commits that the diagnosis names together",
    caseOf({ ...asks({ kind: "revert", commits: [SUSPECT, BASE] }), plan: { reverts: [SUSPECT, BASE] } }),
    "pass",
    /revert of 1 file/,
  ],
  [
    "a runbook that also undoes a commit",
    caseOf({ ...asks(RUNBOOK), policy: withRunbook, plan: { remedy: "runbook", files: [CONFIG] } }),
    "report",
    /a runbook and undoes aaaaaaa/,
  ],
  [
    "the runbook's file alone",
    caseOf({ ...asks(RUNBOOK), policy: withRunbook, plan: plans("runbook", CONFIG) }),
    "pass",
    /A runbook of 1 file/,
  ],
  [
    "a runbook and another file",
    caseOf({ ...asks(RUNBOOK), policy: withRunbook, plan: plans("runbook", CONFIG, change("src/a.ts")) }),
    "report",
    /not about: src\/a\.ts/,
  ],
  [
    "a runbook that the policy does not have any more",
    caseOf({ ...asks(RUNBOOK), plan: plans("runbook", CONFIG) }),
    "report",
    /not about: config\/database\.yml/,
  ],
  [
    "a patch of a file that no edit names",
    caseOf({
      ...asks({ kind: "patch", edits: [{ path: "src/a.ts", find: "a", replace: "b" }] }),
      plan: plans("patch", change("src/a.ts"), change("src/b.ts")),
    }),
    "report",
    /not about: src\/b\.ts/,
  ],
  [
    "a guilty value's file alone",
    caseOf({ ...asks(RESTORE), plan: plans("restore-config", CONFIG) }),
    "pass",
    /A restore-config of 1 file/,
  ],
  [
    "a guilty value and another file",
    caseOf({ ...asks(RESTORE), plan: plans("restore-config", CONFIG, change("src/a.ts")) }),
    "report",
    /not about: src\/a\.ts/,
  ],
  [
    "a revision brought out by what calls itself a revert",
    caseOf({ plan: { redeploy: redeploy([]) } }),
    "report",
    /a revert and brings out a revision/,
  ],
  [
    "a redeploy that takes an innocent commit out",
    caseOf({ ...asks({ kind: "redeploy" }), plan: { remedy: "redeploy", redeploy: redeploy([HEAD]) } }),
    "report",
    /takes 1 commit out of production that nobody suspects/,
  ],
  [
    "a redeploy of the suspect alone",
    caseOf({ ...asks({ kind: "redeploy" }), plan: { remedy: "redeploy", redeploy: redeploy([]) } }),
    "pass",
    /A redeploy of 1 file/,
  ],
]);
