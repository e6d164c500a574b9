import { deploymentUnderWay } from "../../../../src/decide/judge/rules/deployment-under-way.ts";
import { ago, approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const deploying = (...paths: string[]) =>
  caseOf({ aftermath: { underWay: [{ id: 7, sha: "f".repeat(40), at: ago(20), paths }] } });

ruleTable(deploymentUnderWay, [
  ["none", caseOf(), "pass", /No deployment under way/],
  ["of other files", deploying(), "pass", /No deployment under way/],
  [
    "of the same file",
    deploying("services/quotes/premium.ts"),
    "hold",
    /fffffff with services\/quotes\/premium\.ts/,
  ],
  [
    "not lifted by an approval that cannot know how it ends",
    { ...deploying("a.ts"), approvals: [approval()] },
    "hold",
    /under way/,
  ],
  ["not read", caseOf({ aftermath: null }), "propose", /could not be read/],
]);
