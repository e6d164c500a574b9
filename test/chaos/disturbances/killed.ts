import { setTimeout as after } from "node:timers/promises";
import type { EndState } from "../end-state.ts";
import { incidentUnder } from "../incident-under.ts";

/** Of a start, which takes about a second, and of what follows it. */
const STARTING_MS = 1_500;
const RUNNING_MS = 2_500;
/** So many of the moments lie within a start. */
const AT_A_START = 0.3;

/**
 * `kill -9` at so many moments of one incident, which mean nothing to the service.
 *
 * @param random from 0 to 1
 */
export function killed(
  times: number,
  random: () => number,
  environment: Readonly<Record<string, string>> = {},
): Promise<EndState> {
  return incidentUnder(async ({ company: { service }, passChecks, bringOut }) => {
    passChecks();
    bringOut();
    for (let time = 0; time < times; time++) {
      const isStarting = random() < AT_A_START;
      const moment = random();
      while (!isStarting && !(await service.ready()) && service.runs())
        await new Promise((again) => setTimeout(again, 20));
      await after(moment * (isStarting ? STARTING_MS : RUNNING_MS));
      await service.kill();
      service.begin();
    }
  }, environment);
}
