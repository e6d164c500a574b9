import type { Scenario } from "../judging-set/scenario.ts";
import { kerbScenarios } from "./scenarios/kerb.ts";
import { levyScenarios } from "./scenarios/levy.ts";
import { lobbyScenarios } from "./scenarios/lobby.ts";
import { orchardScenarios } from "./scenarios/orchard.ts";
import { parleyScenarios } from "./scenarios/parley.ts";
import { ticketsScenarios } from "./scenarios/tickets.ts";

/** Every scenario of this set; each becomes four cases. */
export const scenarios: Scenario[] = [
  ...kerbScenarios,
  ...levyScenarios,
  ...lobbyScenarios,
  ...orchardScenarios,
  ...parleyScenarios,
  ...ticketsScenarios,
];
