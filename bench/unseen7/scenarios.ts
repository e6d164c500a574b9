import { calm } from "../judging-set/calm.ts";
import type { Scenario } from "../judging-set/scenario.ts";
import { withAsides } from "../judging-set/with-asides.ts";
import { asides } from "./asides.ts";
import { adxScenarios } from "./scenarios/adx.ts";
import { baggageScenarios } from "./scenarios/baggage.ts";
import { bikesScenarios } from "./scenarios/bikes.ts";
import { gavelScenarios } from "./scenarios/gavel.ts";
import { payrollScenarios } from "./scenarios/payroll.ts";
import { photobookScenarios } from "./scenarios/photobook.ts";
import { registrarScenarios } from "./scenarios/registrar.ts";
import { subtitlesScenarios } from "./scenarios/subtitles.ts";

/** Every scenario of this set; each becomes four cases. */
export const scenarios: Scenario[] = [
  ...baggageScenarios,
  ...gavelScenarios,
  ...bikesScenarios,
  ...payrollScenarios,
  ...photobookScenarios,
  ...adxScenarios,
  ...registrarScenarios,
  ...subtitlesScenarios,
]
  .map(calm)
  .map(withAsides(asides));
