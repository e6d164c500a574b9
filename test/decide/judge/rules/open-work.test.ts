import { openWork } from "../../../../src/decide/judge/rules/open-work.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const work = [
  { number: 12, author: "bob", paths: ["services/quotes/premium.ts"], url: "https://github.example/12" },
];

ruleTable(openWork, [
  ["nobody else is at it", caseOf(), "pass", /No open pull request/],
  ["somebody is", caseOf({ facts: { openWork: work } }), "propose", /#12 by bob/],
  [
    "a person lifts it",
    caseOf({ facts: { openWork: work }, approvals: [approval()] }),
    "pass",
    /#12 by bob\. ada/,
  ],
  ["before the branch too", caseOf({ facts: { openWork: work }, stage: "before-branch" }), "propose", /#12/],
  ["nothing is known", caseOf({ facts: null }), "not applicable", /could not be read/],
]);
