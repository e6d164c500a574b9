import type { Scenario } from "../judging-set/scenario.ts";
import { arenaScenarios } from "./scenarios/arena.ts";
import { edgeScenarios } from "./scenarios/edge.ts";
import { labsScenarios } from "./scenarios/labs.ts";
import { paydayScenarios } from "./scenarios/payday.ts";
import { rideScenarios } from "./scenarios/ride.ts";
import { sorterScenarios } from "./scenarios/sorter.ts";
import { undecidableScenarios } from "./scenarios/undecidable.ts";

/** Every scenario of this part; each becomes four cases. */
export const scenarios: Scenario[] = [
  ...rideScenarios,
  ...labsScenarios,
  ...sorterScenarios,
  ...arenaScenarios,
  ...paydayScenarios,
  ...edgeScenarios,
  ...undecidableScenarios,
];
