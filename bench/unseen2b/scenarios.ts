import type { SourcedScenario } from "./scenario.ts";
import { cabinScenarios } from "./scenarios/cabin.ts";

/** Every scenario of this part; each becomes four cases. */
export const scenarios: SourcedScenario[] = [...cabinScenarios];
