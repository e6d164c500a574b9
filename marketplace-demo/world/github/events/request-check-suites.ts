import { holds } from "../auth/authorize.ts";
import { covers } from "../auth/covers.ts";
import { renderCheckSuiteEvent } from "../render/check.ts";
import type { Account, App, CheckSuite, Repository, State } from "../state.ts";
import { isoTime } from "../time.ts";
import type { RefMove } from "./ref-moved.ts";

/** The suite of an App at a commit, made when it is not there yet. */
export function ensureCheckSuite(
  state: State,
  repository: Repository,
  app: App,
  head: { sha: string; branch: string | null; before: string | null },
): { suite: CheckSuite; created: boolean } {
  for (const suite of repository.checkSuites.values())
    if (suite.app === app && suite.headSha === head.sha) return { suite, created: false };
  const now = isoTime(state);
  const suite: CheckSuite = {
    id: ++state.lastId,
    headSha: head.sha,
    headBranch: head.branch,
    before: head.before,
    app,
    createdAt: now,
    updatedAt: now,
  };
  repository.checkSuites.set(suite.id, suite);
  return { suite, created: true };
}

/** On a push, every installed App that may write checks gets a suite and is asked to fill it. */
export async function requestCheckSuites(
  state: State,
  repository: Repository,
  branch: string,
  move: RefMove,
  sender: Account,
): Promise<void> {
  for (const installation of state.installations.values()) {
    if (!covers(installation, repository) || installation.suspendedAt) continue;
    if (!holds(installation.permissions, "checks", "write")) continue;
    const { suite, created } = ensureCheckSuite(state, repository, installation.app, {
      sha: move.after,
      branch,
      before: move.before,
    });
    if (!created) continue;
    state.emit({
      name: "check_suite",
      action: "requested",
      repository,
      sender,
      onlyApp: installation.app,
      payload: { check_suite: await renderCheckSuiteEvent(state, repository, suite) },
    });
  }
}
