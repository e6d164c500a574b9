import type { SourcedScenario } from "./scenario.ts";
import { bidScenarios } from "./scenarios/bid.ts";
import { cabinScenarios } from "./scenarios/cabin.ts";
import { hallScenarios } from "./scenarios/hall.ts";
import { nimbusScenarios } from "./scenarios/nimbus.ts";

/** Every scenario of this part; each becomes four cases. */
export const scenarios: SourcedScenario[] = [
  ...cabinScenarios,
  ...hallScenarios,
  ...nimbusScenarios,
  ...bidScenarios,
];
