import type { ClosedLoop } from "./closed-loop.ts";
import { until } from "./until.ts";

/** Until the service has seen its world healthy for a while. */
export async function baseline(world: Pick<ClosedLoop, "url">): Promise<void> {
  const since = Date.now();
  await until(120_000, 250, async () => {
    const answer = await fetch(`${world.url}/api/status`).catch(() => null);
    const status = answer?.ok
      ? ((await answer.json()) as { services: { service: string; requestsPerSecond: number }[] })
      : null;
    const seen = status?.services.some(
      (service) => service.service === "quotes" && service.requestsPerSecond > 1,
    );
    return seen === true && Date.now() - since > 12_000;
  });
}
