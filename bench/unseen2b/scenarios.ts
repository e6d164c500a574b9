import type { SourcedScenario } from "./scenario.ts";
import { bidScenarios } from "./scenarios/bid.ts";
import { cabinScenarios } from "./scenarios/cabin.ts";
import { forgeScenarios } from "./scenarios/forge.ts";
import { hallScenarios } from "./scenarios/hall.ts";
import { nimbusScenarios } from "./scenarios/nimbus.ts";
import { reelScenarios } from "./scenarios/reel.ts";
import { undecidableScenarios } from "./scenarios/undecidable.ts";

/** Every scenario of this part; each becomes four cases. */
export const scenarios: SourcedScenario[] = [
  ...cabinScenarios,
  ...hallScenarios,
  ...nimbusScenarios,
  ...bidScenarios,
  ...forgeScenarios,
  ...reelScenarios,
  ...undecidableScenarios,
];
