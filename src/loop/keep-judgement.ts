import { writtenPolicy } from "../config/written-policy.ts";
import type { KeptJudgement } from "../contracts/judgement.ts";
import type { JudgeContext } from "../decide/judge/context.ts";

/** What a verdict was made of, in the form that is kept: without the files' texts and the suspects that no rule looks at. */
export function keepJudgement(context: JudgeContext): KeptJudgement {
  const { policy, diagnosis, plan, serving, approvals, ...rest } = context;
  return {
    version: 1,
    ...rest,
    policy: writtenPolicy(policy),
    diagnosis: {
      ...diagnosis,
      hypotheses: diagnosis.hypotheses
        .filter(({ suspect }, index) => index === 0 || suspect === diagnosis.suspect)
        .map((one) => ({ ...one, reasons: [] })),
    },
    plan:
      plan.kind === "unplanned"
        ? plan
        : {
            ...plan,
            files: plan.files.map(({ path, mode, added, removed }) => ({ path, mode, added, removed })),
          },
    serving: [...serving],
    approvals: [...approvals],
  };
}
