import type { Scenario } from "../judging-set/scenario.ts";
import { campusScenarios } from "./scenarios/campus.ts";
import { dispensaryScenarios } from "./scenarios/dispensary.ts";
import { kerbScenarios } from "./scenarios/kerb.ts";
import { levyScenarios } from "./scenarios/levy.ts";
import { lobbyScenarios } from "./scenarios/lobby.ts";
import { lockersScenarios } from "./scenarios/lockers.ts";
import { orchardScenarios } from "./scenarios/orchard.ts";
import { parleyScenarios } from "./scenarios/parley.ts";
import { ticketsScenarios } from "./scenarios/tickets.ts";
import { tilesScenarios } from "./scenarios/tiles.ts";

/** Every scenario of this set; each becomes four cases. */
export const scenarios: Scenario[] = [
  ...campusScenarios,
  ...dispensaryScenarios,
  ...kerbScenarios,
  ...levyScenarios,
  ...lobbyScenarios,
  ...lockersScenarios,
  ...orchardScenarios,
  ...parleyScenarios,
  ...ticketsScenarios,
  ...tilesScenarios,
];
