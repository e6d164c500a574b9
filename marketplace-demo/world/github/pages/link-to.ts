import { createHash } from "node:crypto";
import type { CheckRun, Issue, Repository } from "../state.ts";

/** A name, a ref or a path for a URL, its slashes kept. */
const encode = (text: string) =>
  text
    .split("/")
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join("/");

const home = ({ owner, name }: Repository) => `/${encode(owner.login)}/${encode(name)}`;

/** The paths of the pages, as github.com spells them. Relative to the server, so that they hold behind any name. */
export const linkTo = {
  repository: home,
  issue: (repository: Repository, { number, pull }: Issue) =>
    `${home(repository)}/${pull ? "pull" : "issues"}/${number}`,
  commit: (repository: Repository, sha: string) => `${home(repository)}/commit/${encode(sha)}`,
  commits: (repository: Repository, ref: string) => `${home(repository)}/commits/${encode(ref)}`,
  tree: (repository: Repository, ref: string, path = "") =>
    `${home(repository)}/tree/${encode(ref)}${path === "" ? "" : `/${encode(path)}`}`,
  blob: (repository: Repository, ref: string, path: string, line?: number) =>
    `${home(repository)}/blob/${encode(ref)}/${encode(path)}${line === undefined ? "" : `#L${line}`}`,
  raw: (repository: Repository, ref: string, path: string) =>
    `${home(repository)}/raw/${encode(ref)}/${encode(path)}`,
  run: (repository: Repository, run: CheckRun) => `${home(repository)}/runs/${run.id}`,
  /** The anchor of a file in a diff, and of a line in it: `R` after the change, `L` before it. */
  diffAnchor: (path: string, side: "L" | "R" | "" = "", line: number | "" = "") =>
    `diff-${createHash("sha256").update(path).digest("hex")}${side}${line}`,
};
