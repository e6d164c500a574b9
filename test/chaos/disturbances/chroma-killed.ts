import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChromaProcess } from "../../../src/memory/chroma-process.ts";
import { until } from "../../service/until.ts";
import type { EndState } from "../end-state.ts";
import { incidentUnder } from "../incident-under.ts";
import { serviceSays } from "../service-says.ts";

/** Chroma is killed while checks run, and is back when the incident is closed: what is to be kept of it has to wait. */
export async function chromaKilled(): Promise<EndState> {
  const directory = mkdtempSync(join(tmpdir(), "sre-space-chroma-"));
  let chroma = await startChromaProcess(directory);
  try {
    return await incidentUnder(
      async ({ company, proposed, passChecks, bringOut }) => {
        await proposed;
        await chroma.stop();
        passChecks();
        bringOut();
        const issue = () => company.repository().issues.get(1);
        await until(240_000, 50, async () => issue()?.state === "closed");
        await serviceSays(company, ({ memory }) => memory.waiting === 1);
        chroma = await startChromaProcess(directory, Number(new URL(chroma.url).port));
        await serviceSays(company, ({ memory }) => memory.waiting === 0);
      },
      { CHROMA_URL: chroma.url },
    );
  } finally {
    await chroma.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
