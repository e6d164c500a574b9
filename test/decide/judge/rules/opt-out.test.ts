import { optOut } from "../../../../src/decide/judge/rules/opt-out.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const out = caseOf({ aftermath: { trailers: ["no-revert"] } });

ruleTable(optOut, [
  ["no trailer", caseOf(), "pass", /not opted out/],
  ["another trailer", caseOf({ aftermath: { trailers: ["thanks"] } }), "pass", /not opted out/],
  ["opted out", out, "propose", /asked that it not be reverted/],
  ["a person may all the same", { ...out, approvals: [approval()] }, "pass", /ada approved/],
  ["not read", caseOf({ aftermath: null }), "propose", /could not be read/],
  ["no revert", caseOf({ plan: { remedy: "runbook" } }), "not applicable", /Nothing is reverted/],
]);
