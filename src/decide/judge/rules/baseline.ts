import type { Anomaly } from "../../../contracts/anomaly.ts";
import type { Slo } from "../../../contracts/policy.ts";
import { failUnlessApproved, pass } from "../answer.ts";
import type { Rule } from "../context.ts";
import { spanOfTime } from "../span-of-time.ts";

/** The team itself has said what broken means, in an objective or an alert: what is merely learnt is proposed. */
export const baseline: Rule = {
  name: "baseline",
  judge(context) {
    const { anomaly, policy } = context;
    if (anomaly.source === "alert") return pass("An alert of the team's own says that this is broken.");
    const slo = Object.hasOwn(policy.services, anomaly.service)
      ? policy.services[anomaly.service]?.slo
      : undefined;
    const weeks = anomaly.rests === "season" ? " and from the same hour of the weeks before" : "";
    const learnt = `what is normal was learnt from ${spanOfTime(anomaly.baselineSeconds)} of telemetry${weeks}`;
    const stated = slo ? objectiveFor(anomaly, slo) : null;
    if (stated === null)
      return failUnlessApproved(
        context,
        "propose",
        `The policy states no objective for ${anomaly.symptom} of this service; ${learnt}, which is enough to propose and not to merge.`,
      );
    if (!anomaly.baseline && anomaly.baselineSeconds === 0 && anomaly.symptom !== "memory")
      return failUnlessApproved(
        context,
        "propose",
        `${stated.figures}; no healthy time was seen before it, so when it began, and with which change, is not known.`,
      );
    return stated.broken
      ? pass(`${stated.figures}.`)
      : failUnlessApproved(context, "propose", `${stated.figures}; ${learnt}.`);
  },
};

/** The stated objective for that symptom against what was observed; null where the policy states none. */
function objectiveFor({ symptom, observed }: Anomaly, slo: Slo): { broken: boolean; figures: string } | null {
  switch (symptom) {
    case "errors": {
      if (slo.availability === undefined) return null;
      const allowed = 1 - slo.availability;
      return {
        broken: observed.unit === "ratio" && observed.value > allowed,
        figures: `${percent(observed.value)} of requests fail; the objective allows ${percent(allowed)}`,
      };
    }
    case "latency":
      if (slo.latency === undefined) return null;
      return {
        broken: observed.unit === "ms" && observed.value > slo.latency.p95,
        figures: `The 95th percentile is ${Math.round(observed.value)} ms; the objective allows ${slo.latency.p95} ms`,
      };
    case "memory":
      if (slo.memory === undefined) return null;
      // The objective is a size and the observation a growth: Scout has related the two.
      return {
        broken: observed.value > 0,
        figures: `Memory grows by ${Math.round(observed.value / 1000)} kB/s; the objective allows ${Math.round(slo.memory / 1e6)} MB`,
      };
    // The policy has no words for these: what is normal is learnt, and what is learnt is proposed.
    case "traffic":
    case "saturation":
      return null;
  }
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}
