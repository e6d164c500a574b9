import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import { cloneReader } from "./clone-reader.ts";
import { commitsReader } from "./commits-reader.ts";
import { deploymentsOf } from "./deployments-of.ts";
import type { Bundle } from "./read-bundle.ts";

/** The repository as the bundle holds it: its clone, else the commits that it lists. A clone that is none is told. */
export async function readerOf(bundle: Bundle): Promise<RepoReader> {
  const deployments = deploymentsOf(bundle.deployments, bundle.environment);
  const listed = () => commitsReader(bundle.repository, bundle.commits, deployments);
  if (bundle.clone === null) return listed();
  try {
    return await cloneReader(bundle.repository, bundle.clone, deployments);
  } catch {
    bundle.problems.push({
      file: "bundle.json",
      message: `clone names no git repository: ${bundle.clone}`,
      hint: "Write its path, absolute or from the bundle's own folder. commits.json is used in its place.",
    });
    return listed();
  }
}
