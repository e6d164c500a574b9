import type { Rule } from "./context.ts";
import { age } from "./rules/age.ts";
import { agreement } from "./rules/agreement.ts";
import { alreadyReverted } from "./rules/already-reverted.ts";
import { archived } from "./rules/archived.ts";
import { baseline } from "./rules/baseline.ts";
import { blastRadius } from "./rules/blast-radius.ts";
import { branchRules } from "./rules/branch-rules.ts";
import { canary } from "./rules/canary.ts";
import { confidence } from "./rules/confidence.ts";
import { coolDown } from "./rules/cool-down.ts";
import { deploymentUnderWay } from "./rules/deployment-under-way.ts";
import { evidenceAge } from "./rules/evidence-age.ts";
import { factsKnown } from "./rules/facts-known.ts";
import { failingElsewhere } from "./rules/failing-elsewhere.ts";
import { formats } from "./rules/formats.ts";
import { freeze } from "./rules/freeze.ts";
import { headUnchanged } from "./rules/head-unchanged.ts";
import { held } from "./rules/held.ts";
import { laterUse } from "./rules/later-use.ts";
import { mergeBudget } from "./rules/merge-budget.ts";
import { mergeQueue } from "./rules/merge-queue.ts";
import { mergeable } from "./rules/mergeable.ts";
import { mode } from "./rules/mode.ts";
import { moved } from "./rules/moved.ts";
import { oneChangePerService } from "./rules/one-change-per-service.ts";
import { oneFixPerFingerprint } from "./rules/one-fix-per-fingerprint.ts";
import { openWork } from "./rules/open-work.ts";
import { optOut } from "./rules/opt-out.ts";
import { patchChecked } from "./rules/patch-checked.ts";
import { paths } from "./rules/paths.ts";
import { paused } from "./rules/paused.ts";
import { plan } from "./rules/plan.ts";
import { policyValid } from "./rules/policy-valid.ts";
import { relanded } from "./rules/relanded.ts";
import { remedyKind } from "./rules/remedy-kind.ts";
import { requiredChecks } from "./rules/required-checks.ts";
import { requiredReview } from "./rules/required-review.ts";
import { revisionKnown } from "./rules/revision-known.ts";
import { signedCommits } from "./rules/signed-commits.ts";
import { size } from "./rules/size.ts";
import { symptomPresent } from "./rules/symptom-present.ts";
import { vulnerability } from "./rules/vulnerability.ts";

/** Every rule, in the order in which people read them: the team's word, the case, the change, the moment. */
export const RULES: readonly Rule[] = [
  mode,
  policyValid,
  paused,
  held,
  archived,
  factsKnown,
  branchRules,
  confidence,
  agreement,
  baseline,
  revisionKnown,
  canary,
  evidenceAge,
  symptomPresent,
  failingElsewhere,
  age,
  remedyKind,
  plan,
  paths,
  size,
  blastRadius,
  formats,
  laterUse,
  vulnerability,
  optOut,
  moved,
  openWork,
  deploymentUnderWay,
  alreadyReverted,
  relanded,
  oneChangePerService,
  oneFixPerFingerprint,
  coolDown,
  mergeBudget,
  freeze,
  requiredReview,
  signedCommits,
  mergeQueue,
  mergeable,
  headUnchanged,
  requiredChecks,
  patchChecked,
];
