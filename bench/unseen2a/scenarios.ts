import type { Scenario } from "./scenario.ts";
import { labsScenarios } from "./scenarios/labs.ts";
import { rideScenarios } from "./scenarios/ride.ts";
import { sorterScenarios } from "./scenarios/sorter.ts";

/** Every scenario of this part; each becomes four cases. */
export const scenarios: Scenario[] = [...rideScenarios, ...labsScenarios, ...sorterScenarios];
