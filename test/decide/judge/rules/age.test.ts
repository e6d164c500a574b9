import { age } from "../../../../src/decide/judge/rules/age.ts";
import { ago, approval, caseOf, policyOf } from "../case.ts";
import { ruleTable } from "../rule-table.ts";

const suspectOf = (dates: { deployedAt?: string; committedAt?: string } | null, over = {}) => {
  const base = caseOf(over);
  const [hypothesis] = base.diagnosis.hypotheses;
  if (!hypothesis?.commit) throw new Error("The case has a suspect.");
  const { deployedAt: _, ...commit } = hypothesis.commit;
  const { commit: __, ...bare } = hypothesis;
  const hypotheses = [dates === null ? bare : { ...hypothesis, commit: { ...commit, ...dates } }];
  return { ...base, diagnosis: { ...base.diagnosis, hypotheses } };
};

ruleTable(age, [
  ["young", caseOf(), "pass", /was deployed 2 min ago; the policy allows 6 h/],
  ["exactly as old as allowed", suspectOf({ deployedAt: ago(21_600) }), "pass", /6 h ago/],
  ["older", suspectOf({ deployedAt: ago(21_601) }), "propose", /6 h ago; the policy allows 6 h|6 h 1 s/],
  [
    "a shorter limit",
    caseOf({ policy: policyOf({ guardrails: { max_age: "1m" } }) }),
    "propose",
    /allows 1 min/,
  ],
  ["only the commit's date", suspectOf({ committedAt: ago(100) }), "pass", /was committed .* 1 min 40 s ago/],
  ["an old commit's date", suspectOf({ committedAt: ago(100_000) }), "propose", /1 d 3 h ago/],
  ["a date in the future", suspectOf({ committedAt: ago(-4000) }), "propose", /not known when/],
  ["a deployer's clock a little ahead", suspectOf({ deployedAt: ago(-60) }), "pass", /0 s ago/],
  ["nothing known of it", suspectOf(null), "propose", /not known when/],
  [
    "a person lifts it",
    suspectOf({ deployedAt: ago(100_000) }, { approvals: [approval()] }),
    "pass",
    /ada approved/,
  ],
  ["no suspect", caseOf({ diagnosis: { suspect: null } }), "not applicable", /No commit is suspected/],
]);
