import type { AlertSignal } from "./contracts/signal.ts";

/**
 * One delivery of alerts as one for each repository that they are of, since those may be different workers' to act on; what is
 * nobody's stays together.
 *
 * @param claim the repository of these that a service belongs to, in the words of `claimService`
 */
export function alertsByRepository(
  signal: AlertSignal,
  claim: (service: string, repositories: readonly string[]) => string | null,
): { of: string; signal: AlertSignal }[] {
  const { repositories, alerts } = signal;
  const of = Map.groupBy(alerts, ({ service }) => {
    const claimed = service === undefined ? null : claim(service, repositories);
    return claimed === null || claimed === "claimed twice" ? "" : claimed;
  });
  if (of.size <= 1) return [{ of: "", signal }];
  return [...of].map(([repository, some]) => ({ of: repository, signal: { ...signal, alerts: some } }));
}
