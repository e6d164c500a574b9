import type { Scenario } from "../judging-set/scenario.ts";
import { auctionScenarios } from "./scenarios/auction.ts";
import { castScenarios } from "./scenarios/cast.ts";
import { chargingScenarios } from "./scenarios/charging.ts";
import { exchangeScenarios } from "./scenarios/exchange.ts";
import { identityScenarios } from "./scenarios/identity.ts";
import { lendingScenarios } from "./scenarios/lending.ts";
import { mealsScenarios } from "./scenarios/meals.ts";
import { photoScenarios } from "./scenarios/photo.ts";
import { royaltyScenarios } from "./scenarios/royalty.ts";
import { searchScenarios } from "./scenarios/search.ts";

/** Every scenario of this set; each becomes four cases. */
export const scenarios: Scenario[] = [
  ...auctionScenarios,
  ...castScenarios,
  ...chargingScenarios,
  ...exchangeScenarios,
  ...identityScenarios,
  ...lendingScenarios,
  ...mealsScenarios,
  ...photoScenarios,
  ...royaltyScenarios,
  ...searchScenarios,
];
