import { size } from "../../../../src/decide/judge/rules/size.ts";
import { approval, caseOf, change, policyOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const files = (count: number, lines: number) =>
  Array.from({ length: count }, (_, index) => change(`${index}.ts`, lines));
const tight = policyOf({ guardrails: { max_files: 1, max_lines: 13 } });

ruleTable(size, [
  ["within both", caseOf(), "pass", /^1 file, 14 lines; the policy allows 5 and 200\.$/],
  ["exactly both", caseOf({ plan: { files: files(5, 40) } }), "pass", /^5 files, 200 lines;/],
  [
    "too many files",
    caseOf({ plan: { files: files(6, 1) } }),
    "propose",
    /^6 files, 6 lines; the policy allows 5/,
  ],
  ["too many lines", caseOf({ policy: tight }), "propose", /14 lines; the policy allows 1 and 13/],
  [
    "a person lifts it",
    caseOf({ policy: tight, approvals: [approval()] }),
    "pass",
    /allows 1 and 13\. ada approved/,
  ],
]);
