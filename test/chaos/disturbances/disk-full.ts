import { setTimeout as after } from "node:timers/promises";
import { until } from "../../service/until.ts";
import type { Company } from "../company.ts";
import type { EndState } from "../end-state.ts";
import { incidentUnder } from "../incident-under.ts";

/** How a disk is filled under a running service, and freed. */
export interface Disk {
  fill(company: Company): void;
  free(company: Company): void;
}

/**
 * The disk is full while checks run and until long after they have passed, and once more when the fix goes out and the alert
 * resolves; the second time the service is killed as well, and has to come up with it.
 *
 * @param dataDir on that disk
 */
export function diskFull(disk: Disk, dataDir: string | undefined, awayMs: number): Promise<EndState> {
  const environment: Record<string, string> = dataDir === undefined ? {} : { DATA_DIR: dataDir };
  return incidentUnder(async ({ company, proposed, passChecks, merged, bringOut }) => {
    /** What cannot be written down is not taken, and its sender is told to come again. */
    const refuses = () => until(240_000, 100, async () => (await company.tellAgain()) === 503);
    await proposed;
    disk.fill(company);
    await refuses();
    passChecks();
    await after(awayMs);
    disk.free(company);
    await merged;
    disk.fill(company);
    await refuses();
    bringOut();
    await after(awayMs);
    await company.service.kill();
    company.service.begin();
    await after(awayMs);
    disk.free(company);
    // It may have given up to come up, as a supervisor's next try has to find.
    await until(240_000, 100, async () => {
      if (!company.service.runs()) company.service.begin();
      return company.service.ready();
    });
  }, environment);
}
