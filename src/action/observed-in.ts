import type { RepositoryName } from "../contracts/repository.ts";
import { observeBundle } from "../replay/observe-bundle.ts";
import { readBundle } from "../replay/read-bundle.ts";
import { CannotRun } from "./cannot-run.ts";
import { runLog } from "./run-log.ts";

/**
 * The incident of a bundle, as Scout sees it in there. A bundle is somebody's artifact: it speaks for the repository that the
 * run is of, and for no other.
 *
 * @throws NoBundle
 */
export async function observedIn(folder: string, repository: RepositoryName) {
  const bundle = await readBundle(folder);
  if (bundle.repository.toLowerCase() !== repository.toLowerCase())
    throw new CannotRun(`The bundle is of ${bundle.repository}, and this run is of ${repository}.`);
  const observed = await observeBundle({ ...bundle, repository });
  for (const { file, message } of bundle.problems) runLog.warn({ file }, `${message}.`);
  return { anomaly: { ...observed.anomaly, repository }, evidence: observed.evidence };
}
