import type { Diagnosis } from "../contracts/diagnosis.ts";
import { diagnose } from "../orient/diagnose.ts";
import { diagnosisInput } from "./diagnosis-input.ts";
import type { Observed } from "./observed.ts";
import type { Bundle } from "./read-bundle.ts";
import { recall } from "./recorded-evidence.ts";

/** As Brain calls it. */
const UNSEEN_CHANGE = "a change that I cannot see";
const WANTED =
  "The commits of the day before, as commits.json or as a clone named in bundle.json: none was there to be weighed.";

export interface BundleDiagnosis extends Observed {
  diagnosis: Diagnosis;
}

/** Scout and Brain on a bundle, in this process and without the graph. Spends no tokens. */
export async function diagnoseBundle(bundle: Bundle): Promise<BundleDiagnosis> {
  // Scout is two hundred modules, and has nothing to do where the bundle holds what it said.
  const observed: Observed = bundle.recorded ? recall(bundle.recorded) : await observe(bundle);
  const diagnosis = await diagnose(await diagnosisInput(bundle, observed));
  return {
    ...observed,
    diagnosis: bundle.clone !== null || bundle.commits.length > 0 ? diagnosis : unseen(diagnosis),
  };
}

async function observe(bundle: Bundle): Promise<Observed> {
  const { observeBundle } = await import("./observe-bundle.ts");
  return observeBundle(bundle);
}

/**
 * Where no commit was there to be weighed, "no commit did it" is more than anybody knows, and a change that was not
 * seen is not guiltless.
 */
function unseen(diagnosis: Diagnosis): Diagnosis {
  const hidden = diagnosis.hypotheses
    .filter(({ suspect, mechanism }) => suspect === null && mechanism === UNSEEN_CHANGE)
    .reduce((sum, { probability }) => sum + probability, 0);
  return {
    ...diagnosis,
    decision: "unknown",
    confidence: Math.max(0, diagnosis.confidence - hidden),
    remedy: { kind: "none", summary: "Nothing is changed while it is not known what did this." },
    wouldSettle: [WANTED, ...diagnosis.wouldSettle],
  };
}
