import type { DurableSignal } from "./contracts/signal.ts";

/**
 * What must be acted on in order: what concerns the same repository, or the same set of them where it is not known which.
 *
 * @param claim the repository of these that a service belongs to, in the words of `claimService`
 */
export function orderingKey(
  signal: DurableSignal,
  claim: (service: string, repositories: readonly string[]) => string | null = () => null,
): string {
  if (signal.kind === "installation") return "installation";
  if (signal.kind !== "alert") return signal.repository.toLowerCase();
  const { repositories, alerts } = signal;
  const claimed = new Set(alerts.map(({ service }) => service && claim(service, repositories)));
  const [only] = claimed;
  if (claimed.size === 1 && only && only !== "claimed twice") return only.toLowerCase();
  return repositories.toSorted().join(" ").toLowerCase();
}
