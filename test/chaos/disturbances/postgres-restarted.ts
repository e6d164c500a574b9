import { setTimeout as after } from "node:timers/promises";
import { startPostgres } from "../../store/start-postgres.ts";
import type { EndState } from "../end-state.ts";
import { incidentUnder } from "../incident-under.ts";

/** PostgreSQL is restarted twice: while checks run, and while the merge waits to go out. */
export async function postgresRestarted(awayMs: number): Promise<EndState> {
  const postgres = await startPostgres();
  try {
    return await incidentUnder(
      async ({ proposed, passChecks, merged, bringOut }) => {
        await proposed;
        await postgres.stop();
        passChecks();
        await after(awayMs);
        await postgres.start();
        await merged;
        await postgres.stop();
        bringOut();
        await after(awayMs);
        await postgres.start();
      },
      { DATABASE_URL: await postgres.database() },
    );
  } finally {
    await postgres.end();
  }
}
