import { branchRules } from "../../../../src/decide/judge/rules/branch-rules.ts";
import { approval, caseOf, branchRules as rules } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const unread = caseOf({
  facts: { rules: rules({ unread: "it is protected. Grant administration: read." }) },
});

ruleTable(branchRules, [
  ["read", caseOf(), "pass", /The rules of main were read/],
  [
    "not read",
    unread,
    "propose",
    /Not all rules of main could be read: it is protected\. Grant administration: read/,
  ],
  ["not read, and approved", { ...unread, approvals: [approval()] }, "propose", /Not all rules/],
  ["no facts", caseOf({ facts: null }), "not applicable", /could not be read/],
]);
