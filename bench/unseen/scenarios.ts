import type { Scenario } from "./scenario.ts";
import { shopScenarios } from "./scenarios/shop.ts";

/** Every scenario of the judging set; each becomes four cases. */
export const scenarios: Scenario[] = [...shopScenarios];
