import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { until } from "../../service/until.ts";
import type { EndState } from "../end-state.ts";
import { incidentUnder, type Stages } from "../incident-under.ts";

const CLOCK = pathToFileURL(join(import.meta.dirname, "../jumping-clock.ts")).href;
const HOUR_MS = 3_600_000;

/**
 * The clock of the service's machine jumps by that many hours while checks run, stays there, and jumps back before the merge
 * goes out.
 *
 * @param awayMs how long it is wrong, before CI has its say
 */
export async function clockJumps(hours: number, awayMs: number): Promise<EndState> {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-clock-"));
  const file = join(directory, "ahead");
  const jump = async ({ company: { service } }: Stages, ahead: number) => {
    writeFileSync(file, String(ahead));
    const times = () => service.said().split("The clock is").length;
    const before = times();
    process.kill(service.pid(), "SIGUSR2");
    await until(240_000, 20, async () => times() > before);
  };
  try {
    return await incidentUnder(
      async (stages) => {
        await stages.proposed;
        await jump(stages, hours * HOUR_MS);
        await after(awayMs);
        stages.passChecks();
        await stages.merged;
        await jump(stages, 0);
        stages.bringOut();
      },
      { NODE_OPTIONS: `--import=${CLOCK}`, CHAOS_CLOCK: file },
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
