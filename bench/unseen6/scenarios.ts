import { calm } from "../judging-set/calm.ts";
import type { Scenario } from "../judging-set/scenario.ts";
import { withAsides } from "../judging-set/with-asides.ts";
import { asides } from "./asides.ts";
import { bankScenarios } from "./scenarios/bank.ts";
import { claimsScenarios } from "./scenarios/claims.ts";
import { diningScenarios } from "./scenarios/dining.ts";
import { ferryScenarios } from "./scenarios/ferry.ts";
import { freightScenarios } from "./scenarios/freight.ts";
import { labScenarios } from "./scenarios/lab.ts";
import { leagueScenarios } from "./scenarios/league.ts";
import { metersScenarios } from "./scenarios/meters.ts";
import { pressScenarios } from "./scenarios/press.ts";
import { streamScenarios } from "./scenarios/stream.ts";

/** Every scenario of this set; each becomes four cases. */
export const scenarios: Scenario[] = [
  ...ferryScenarios,
  ...labScenarios,
  ...metersScenarios,
  ...pressScenarios,
  ...leagueScenarios,
  ...claimsScenarios,
  ...freightScenarios,
  ...streamScenarios,
  ...diningScenarios,
  ...bankScenarios,
]
  .map(calm)
  .map(withAsides(asides));
