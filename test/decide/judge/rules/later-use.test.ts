import { laterUse } from "../../../../src/decide/judge/rules/later-use.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const used = caseOf({
  aftermath: { uses: [{ sha: "f".repeat(40), path: "services/quotes/renew.ts", symbol: "roundPremium" }] },
});

ruleTable(laterUse, [
  ["unused", caseOf(), "pass", /No commit since uses/],
  ["used", used, "propose", /roundPremium in services\/quotes\/renew\.ts \(fffffff\)/],
  ["used, and approved", { ...used, approvals: [approval()] }, "pass", /ada approved/],
  ["too many commits to look at", caseOf({ aftermath: { complete: false } }), "propose", /Not every commit/],
  ["not read", caseOf({ aftermath: null }), "propose", /could not be read/],
  [
    "nobody suspected",
    caseOf({ aftermath: null, diagnosis: { suspect: null } }),
    "not applicable",
    /No commit/,
  ],
  ["no revert", caseOf({ plan: { remedy: "runbook" } }), "not applicable", /Nothing is reverted/],
]);
