import type { BusState } from "../../src/contracts/ports/bus-state.ts";
import type { MemoryState } from "../../src/contracts/ports/memory.ts";
import { until } from "../service/until.ts";
import type { Company } from "./company.ts";

interface Ready {
  bus: BusState;
  memory: MemoryState;
}

const PATIENCE_MS = 240_000;
const LOOK_MS = 50;

/** Until what the service says of itself at `/readyz` is as wanted. */
export function serviceSays({ url }: Company, wanted: (ready: Ready) => boolean): Promise<void> {
  return until(PATIENCE_MS, LOOK_MS, async () => {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(10_000) }).catch(() => null);
    return answer?.ok === true && wanted((await answer.json()) as Ready);
  });
}
