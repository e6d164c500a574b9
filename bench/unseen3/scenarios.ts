import type { Scenario } from "../judging-set/scenario.ts";
import { examScenarios } from "./scenarios/exam.ts";
import { lineScenarios } from "./scenarios/line.ts";
import { mailScenarios } from "./scenarios/mail.ts";
import { stayScenarios } from "./scenarios/stay.ts";
import { thermoScenarios } from "./scenarios/thermo.ts";
import { undecidableScenarios } from "./scenarios/undecidable.ts";

/** Every scenario of this set; each becomes four cases. */
export const scenarios: Scenario[] = [
  ...mailScenarios,
  ...stayScenarios,
  ...examScenarios,
  ...thermoScenarios,
  ...lineScenarios,
  ...undecidableScenarios,
];
