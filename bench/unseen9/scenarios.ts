import { calm } from "../judging-set/calm.ts";
import type { Scenario } from "../judging-set/scenario.ts";
import { withAsides } from "../judging-set/with-asides.ts";
import { asides } from "./asides.ts";
import { arenaScenarios } from "./scenarios/arena.ts";
import { furrowScenarios } from "./scenarios/furrow.ts";
import { larderScenarios } from "./scenarios/larder.ts";
import { pikeScenarios } from "./scenarios/pike.ts";
import { quayScenarios } from "./scenarios/quay.ts";
import { sealScenarios } from "./scenarios/seal.ts";
import { voltScenarios } from "./scenarios/volt.ts";

/** Every scenario of this set; each becomes four cases. */
export const scenarios: Scenario[] = [
  ...quayScenarios,
  ...voltScenarios,
  ...larderScenarios,
  ...furrowScenarios,
  ...arenaScenarios,
  ...sealScenarios,
  ...pikeScenarios,
]
  .map(calm)
  .map(withAsides(asides));
