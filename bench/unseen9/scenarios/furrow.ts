import type { Scenario } from "../../judging-set/scenario.ts";
export const furrowScenarios: Scenario[] = [];
