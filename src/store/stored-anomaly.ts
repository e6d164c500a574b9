import { Anomaly } from "../contracts/anomaly.ts";
import type { RepositoryName } from "../contracts/repository.ts";

/**
 * What was found of an incident as a row holds it: by itself, or in the body, as releases before wrote it.
 *
 * @param unreadable is told where it is neither; then nothing is returned
 */
export function storedAnomaly(
  { id, repository, found }: { id: string; repository: RepositoryName; found: string },
  unreadable: (key: string, reason: string) => void,
): { repository: RepositoryName; anomaly: Anomaly }[] {
  let value: unknown;
  try {
    value = JSON.parse(found);
  } catch {
    value = undefined;
  }
  const anomaly = Anomaly.safeParse((value as { anomaly?: unknown } | undefined)?.anomaly ?? value);
  if (!anomaly.success) unreadable(id, anomaly.error.message);
  return anomaly.success ? [{ repository, anomaly: anomaly.data }] : [];
}
