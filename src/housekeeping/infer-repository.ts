import type { Facts } from "../contracts/facts.ts";
import type { RepoFacts } from "../contracts/ports/repo-facts.ts";
import type { RepoReader } from "../contracts/ports/repo-reader.ts";
import type { Sha } from "../contracts/repository.ts";
import { inferServices } from "./infer-services.ts";

/** What a repository says of itself, as far as a first policy can be made of it. */
export interface Inferred {
  defaultBranch: string;
  services: { name: string; paths: string[] }[];
  /** Of what ran on recent commits: CI's, not our own. */
  checks: string[];
  /** How many commits were looked at for them. */
  commits: number;
  allowPaths: string[];
  denyPaths: string[];
  rules: Facts["rules"];
}

const COMMITS = 10;
const DAYS_MS = 60 * 24 * 60 * 60 * 1_000;
const MOST_CHECKS = 20;
const LONGEST_CHECK = 100;
/** Folders of settings that a revert may have to touch. */
const SETTINGS = /^(?:config|conf|deploy|helm|charts|k8s)\//;
const OURS = /^SRE-Space \//;

/** Reads the tree, the checks of recent commits, and the branch's own rules. Nothing is written. */
export async function inferRepository(
  facts: Facts,
  ports: { reader: RepoReader; facts: Pick<RepoFacts, "checks"> },
): Promise<Inferred> {
  const { reader } = ports;
  const since = new Date(Date.parse(facts.at) - DAYS_MS).toISOString();
  const [{ entries }, recent] = await Promise.all([
    reader.tree(facts.head),
    reader.commitsSince(since, COMMITS),
  ]);
  const paths = entries.map(({ path }) => path);
  const services = inferServices(paths, reader.repository);
  const whole = services.some((service) => service.paths.includes("**"));
  const settings = [...new Set(paths.flatMap((path) => SETTINGS.exec(path)?.[0] ?? []))].map(
    (folder) => `${folder}**`,
  );
  // What runs on a push alone never runs on a pull request, and whoever waited for it would wait for ever: where
  // heads of pull requests are among the parents, theirs are the checks.
  const heads = recent.flatMap(({ parents }) => parents.slice(1));
  const ofHeads = await checksOn(heads.slice(0, COMMITS), ports.facts);
  const looked = recent.length > 0 ? recent.map(({ sha }) => sha) : [facts.head];
  const checks = ofHeads.length > 0 ? ofHeads : await checksOn(looked, ports.facts);
  return {
    defaultBranch: facts.defaultBranch,
    services,
    checks: checks.filter((name) => !facts.rules.requiredChecks.includes(name)).slice(0, MOST_CHECKS),
    commits: looked.length,
    allowPaths: whole ? ["**"] : [...new Set([...services.flatMap((service) => service.paths), ...settings])],
    denyPaths: paths.some((path) => /(?:^|\/)migrations\//.test(path)) ? ["**/migrations/**"] : [],
    rules: facts.rules,
  };
}

/** Names of the checks that came to a yes or a no on any of these commits. */
async function checksOn(commits: readonly Sha[], facts: Pick<RepoFacts, "checks">): Promise<string[]> {
  const all = await Promise.all(commits.map((sha) => facts.checks(sha)));
  const told = all.flat().filter(({ state }) => state === "success" || state === "failure");
  return [...new Set(told.map(({ name }) => name))]
    .filter((name) => name.length <= LONGEST_CHECK && !OURS.test(name))
    .toSorted();
}
