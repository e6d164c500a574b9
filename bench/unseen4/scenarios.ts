import type { Scenario } from "../judging-set/scenario.ts";
import { auctionScenarios } from "./scenarios/auction.ts";

/** Every scenario of this set; each becomes four cases. */
export const scenarios: Scenario[] = [...auctionScenarios];
