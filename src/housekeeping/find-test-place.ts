import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { Sha } from "../contracts/repository.ts";
import type { TestRunner } from "../report/failing-test.ts";

const SCRIPT = /\.(m|c)?[jt]sx?$/;
/** By its name: `price.test.ts`, `price_spec.js`, `test/price.js`. */
const SCRIPT_TEST =
  /(?:[._-](?:test|spec)\.(?:m|c)?[jt]sx?$)|(?:(?:^|\/)(?:tests?|__tests__)\/[^/]+\.(?:m|c)?[jt]sx?$)/;
const PYTHON_TEST = /(?:^|\/)(?:test_[^/]+|[^/]+_test)\.py$/;

/**
 * Where a test of a file would stand, by where those of its neighbours do, and what runs it; null where the repository
 * shows no test of its language to go by.
 */
export async function findTestPlace(
  culprit: string,
  issue: number,
  head: Sha,
  reader: RepoReader,
): Promise<{ path: string; runner: TestRunner; goPackage?: string } | null> {
  if (culprit.endsWith(".go")) {
    const source = await reader.file(culprit, head);
    const goPackage = /^package\s+(\w{1,60})\s*$/m.exec(source?.content ?? "")?.[1];
    const path = `${folderOf(culprit)}incident_${issue}_test.go`;
    return goPackage ? { path, runner: "go", goPackage } : null;
  }
  const isPython = culprit.endsWith(".py");
  if (!isPython && !SCRIPT.test(culprit)) return null;
  const { entries } = await reader.tree(head);
  const tests = entries
    .map(({ path }) => path)
    .filter((path) => (isPython ? PYTHON_TEST : SCRIPT_TEST).test(path) && !path.includes("node_modules/"));
  const nearest = tests.toSorted(
    (one, other) => shared(other, culprit) - shared(one, culprit) || (one < other ? -1 : 1),
  )[0];
  if (nearest === undefined) return null;
  if (isPython) return { path: `${folderOf(nearest)}test_incident_${issue}.py`, runner: "pytest" };
  const content = (await reader.file(nearest, head))?.content ?? "";
  const suffix =
    /[._-](?:test|spec)\.(?:m|c)?[jt]sx?$/.exec(nearest)?.[0] ?? SCRIPT.exec(nearest)?.[0] ?? ".js";
  return { path: `${folderOf(nearest)}incident-${issue}${suffix}`, runner: runnerOf(content) };
}

function runnerOf(content: string): TestRunner {
  if (/["']node:test["']/.test(content)) return "node:test";
  return /["']vitest["']/.test(content) ? "vitest" : "jest";
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf("/") + 1);

/** How many folders two paths share from the root on. */
function shared(one: string, other: string): number {
  const [a, b] = [one.split("/").slice(0, -1), other.split("/").slice(0, -1)];
  let count = 0;
  while (count < a.length && a[count] === b[count]) count++;
  return count;
}
