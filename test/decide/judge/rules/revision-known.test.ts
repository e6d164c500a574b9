import { revisionKnown } from "../../../../src/decide/judge/rules/revision-known.ts";
import { approval, caseOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const { hypotheses } = caseOf().diagnosis;
const neverDeployed = hypotheses.map((one) => {
  const { deployedAt: _, ...commit } = one.commit ?? {
    subject: "",
    author: "",
    committedAt: "",
    url: "",
    files: [],
  };
  return { ...one, commit };
});
const revisions = { healthy: null, failing: null };
const unknown = caseOf({ diagnosis: { revisions, hypotheses: neverDeployed } });

ruleTable(revisionKnown, [
  ["telemetry says it", caseOf(), "pass", /The failing revision is aaaaaaa/],
  ["a deployment says it", caseOf({ diagnosis: { revisions } }), "pass", /deployment is recorded/],
  ["nothing says it", unknown, "propose", /service\.version/],
  [
    "nothing says it, and a person answers for it",
    { ...unknown, approvals: [approval()] },
    "pass",
    /ada approved/,
  ],
  ["nobody suspected", caseOf({ diagnosis: { suspect: null } }), "not applicable", /No commit/],
]);
