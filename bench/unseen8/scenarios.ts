import { calm } from "../judging-set/calm.ts";
import type { Scenario } from "../judging-set/scenario.ts";
import { withAsides } from "../judging-set/with-asides.ts";
import { asides } from "./asides.ts";
import { esimScenarios } from "./scenarios/esim.ts";
import { harborScenarios } from "./scenarios/harbor.ts";
import { lingoScenarios } from "./scenarios/lingo.ts";
import { mealkitScenarios } from "./scenarios/mealkit.ts";
import { podiumScenarios } from "./scenarios/podium.ts";
import { signetScenarios } from "./scenarios/signet.ts";
import { solarScenarios } from "./scenarios/solar.ts";

/** Every scenario of this set; each becomes four cases. */
export const scenarios: Scenario[] = [
  ...harborScenarios,
  ...mealkitScenarios,
  ...esimScenarios,
  ...signetScenarios,
  ...solarScenarios,
  ...lingoScenarios,
  ...podiumScenarios,
]
  .map(calm)
  .map(withAsides(asides));
