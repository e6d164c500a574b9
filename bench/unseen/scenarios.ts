import type { Scenario } from "./scenario.ts";
import { clinicScenarios } from "./scenarios/clinic.ts";
import { freightScenarios } from "./scenarios/freight.ts";
import { helpdeskScenarios } from "./scenarios/helpdesk.ts";
import { insureScenarios } from "./scenarios/insure.ts";
import { ledgerScenarios } from "./scenarios/ledger.ts";
import { meteringScenarios } from "./scenarios/metering.ts";
import { platformScenarios } from "./scenarios/platform.ts";
import { pressScenarios } from "./scenarios/press.ts";
import { shopScenarios } from "./scenarios/shop.ts";
import { streamScenarios } from "./scenarios/stream.ts";
import { undecidableScenarios } from "./scenarios/undecidable.ts";

/** Every scenario of the judging set; each becomes four cases. */
export const scenarios: Scenario[] = [
  ...shopScenarios,
  ...insureScenarios,
  ...ledgerScenarios,
  ...freightScenarios,
  ...helpdeskScenarios,
  ...clinicScenarios,
  ...pressScenarios,
  ...streamScenarios,
  ...meteringScenarios,
  ...platformScenarios,
  ...undecidableScenarios,
];
