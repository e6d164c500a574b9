import type { Scenario } from "../unseen/scenario.ts";
import { labsScenarios } from "./scenarios/labs.ts";
import { rideScenarios } from "./scenarios/ride.ts";

/** Every scenario of this part; each becomes four cases. */
export const scenarios: Scenario[] = [...rideScenarios, ...labsScenarios];
