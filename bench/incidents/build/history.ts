import { createHash } from "node:crypto";
import type { Random } from "../../telemetry/random.ts";
import type { Change, CommitPlan, Incident, System } from "../definition.ts";
import { applyChange, type Tree } from "./apply-change.ts";
import { matchGlob } from "./match-glob.ts";
import { type PatchedFile, patchOf } from "./patch-of.ts";

export interface Commit {
  sha: string;
  /** As the incident names it, or its system's pool. */
  id: string;
  message: string;
  author: string;
  /** Milliseconds from the onset's zero. */
  committedMs: number;
  deployedMs: number;
  files: PatchedFile[];
  /** Services that its deployment replaces. */
  deploys: string[];
  /** The files with it. */
  tree: Tree;
}

const DAY = 86_400_000;

/**
 * The commits of an incident in the order of their deployments, each with its patch; the first stands for all that was
 * before, and every service runs it.
 * @throws Error where a change does not apply
 */
export function historyOf(system: System, incident: Incident, random: Random, salt: string): Commit[] {
  const planned = [...incident.commits].sort((a, b) => a.at - b.at);
  const names = Object.keys(system.services);
  let tree: Tree = new Map(Object.entries({ "CHANGELOG.md": "# Changes\n\n- 4.11.0\n", ...system.files }));
  const commits: Commit[] = [];
  const put = (
    change: Pick<Change, "message" | "author">,
    changed: Tree,
    plan: { id: string; at: number; deploys?: string[] | undefined },
  ) => {
    const before = tree;
    tree = changed;
    const files = patchOf(before, tree);
    const touched = names.filter((name) =>
      files.some(({ filename }) => matchGlob((system.services[name] as { paths: string[] }).paths, filename)),
    );
    const deploys = plan.deploys ?? (system.deploys === "all" ? names : touched);
    const last = commits.at(-1)?.committedMs ?? Number.NEGATIVE_INFINITY;
    const gap = 60_000 + 500_000 * random.uniform();
    commits.push({
      sha: createHash("sha1").update(`${salt} ${commits.length} ${change.message}`).digest("hex"),
      id: plan.id,
      message: change.message,
      author:
        change.author ?? (system.authors[Math.floor(random.uniform() * system.authors.length)] as string),
      committedMs: Math.round(Math.max(plan.at - gap, last + 0.3 * (plan.at - last) || plan.at - gap)),
      deployedMs: plan.at,
      files,
      deploys,
      tree,
    });
  };
  const release = applying({
    message: "chore: release 4.12.0",
    edit: { "CHANGELOG.md": { find: "- 4.11.0", replace: "- 4.12.0\n- 4.11.0" } },
  });
  put(release, applyChange(tree, release), { id: "release", at: -2 * DAY, deploys: names });
  for (const plan of planned) {
    const about = {
      id: idOf(plan),
      at: plan.at,
      deploys: "deploys" in plan ? plan.deploys : undefined,
    };
    if ("reverts" in plan) {
      const at = commits.findIndex(({ id }) => id === plan.reverts);
      const [before, reverted] = [commits[at - 1], commits[at]];
      if (!before || !reverted) throw new Error(`There is no commit ${plan.reverts} to revert.`);
      put(
        { message: `Revert "${reverted.message.split("\n")[0]}"` },
        takenBack(tree, before.tree, reverted.tree),
        about,
      );
    } else {
      const change = changeOf(plan, system);
      put(change, applyChange(tree, change), about);
    }
  }
  return commits;
}

/**
 * The files without what one commit did to them.
 * @throws Error where something else has changed one of them since
 */
function takenBack(tree: Tree, before: Tree, after: Tree): Tree {
  const result = new Map(tree);
  for (const path of new Set([...before.keys(), ...after.keys()])) {
    const was = before.get(path);
    if (was === after.get(path)) continue;
    if (result.get(path) !== after.get(path)) throw new Error(`${path} has changed since.`);
    if (was === undefined) result.delete(path);
    else result.set(path, was);
  }
  return result;
}

function applying(change: Pick<Change, "message" | "edit">): Change {
  return { add: {}, remove: [], ...change };
}

function changeOf(plan: Exclude<CommitPlan, { reverts: string }>, system: System): Change {
  if (!("use" in plan)) return plan;
  const change = system.innocent[plan.use];
  if (!change) throw new Error(`There is no innocent commit ${plan.use} in the system.`);
  return plan.author ? { ...change, author: plan.author } : change;
}

/** What an incident calls a commit. */
function idOf(plan: CommitPlan): string {
  if ("reverts" in plan) return plan.id ?? `revert of ${plan.reverts}`;
  return "use" in plan ? plan.use : (plan.id ?? plan.message);
}
