import { mergeQueue } from "../../../../src/decide/judge/rules/merge-queue.ts";
import { branchRules, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

ruleTable(mergeQueue, [
  ["none", caseOf(), "not applicable", /no merge queue/],
  ["one", caseOf({ facts: { rules: branchRules({ mergeQueue: true }) } }), "pass", /put into it/],
  ["no facts", caseOf({ facts: null }), "not applicable", /could not be read/],
]);
