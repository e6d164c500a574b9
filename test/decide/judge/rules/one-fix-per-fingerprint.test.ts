import { oneFixPerFingerprint } from "../../../../src/decide/judge/rules/one-fix-per-fingerprint.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const open = (fingerprint: string, pullRequest: number | null = 5) =>
  caseOf({ history: { openFixes: [{ id: `1-${fingerprint}`, fingerprint, pullRequest }] } });

ruleTable(oneFixPerFingerprint, [
  ["none", caseOf(), "pass", /No other fix/],
  ["of another symptom", open("ba9876543210"), "pass", /No other fix/],
  ["of this one", open("0123456789ab"), "hold", /#5\. Merge or close it/],
  [
    "of this one, without a pull request yet",
    open("0123456789ab", null),
    "hold",
    /of incident 1-0123456789ab/,
  ],
  [
    "no approval makes two of one",
    { ...open("0123456789ab"), approvals: [approval()] },
    "hold",
    /still open/,
  ],
]);
