import type { Scenario } from "../../judging-set/scenario.ts";
export const arenaScenarios: Scenario[] = [];
