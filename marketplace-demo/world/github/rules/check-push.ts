import { holds } from "../auth/authorize.ts";
import { atLeast, roleIn } from "../auth/role-in.ts";
import { ZERO } from "../git/git.ts";
import { forbidden, HttpError, unprocessable } from "../http/errors.ts";
import type { Actor } from "../http/operation.ts";
import type { Account, Repository } from "../state.ts";
import { checkState } from "./unmet-rules.ts";

export type Pusher = { actor: Actor; sender: Account; repository: Repository };

/** `after` null is a commit that does not exist yet, made on top of `before`. */
export type Push = { ref: string; before: string; after: string | null; fastForward: boolean };

export const WORKFLOWS = /^\.github\/workflows\//;

/** Why branch protection refuses a direct change of a branch, or null. */
export function pushRefusal({ actor, sender, repository }: Pusher, push: Push): string | null {
  if (repository.archived) return "Repository was archived so is read-only.";
  if (!push.ref.startsWith("refs/heads/")) return null;
  const rules = repository.protection.get(push.ref.slice(11));
  if (!rules) return null;
  if (rules.lockBranch) return "Cannot change this locked branch";
  if (push.after === ZERO && !rules.allowDeletions) return "Cannot delete this protected branch";
  if (!push.fastForward && !rules.allowForcePushes) return "Cannot force-push to this protected branch";
  const admin = actor.kind === "user" && atLeast(roleIn(repository, sender), "admin");
  if (admin && !rules.enforceAdmins) return null;
  if (rules.restrictions) {
    const allowed =
      actor.kind === "installation"
        ? rules.restrictions.apps.includes(actor.app.slug)
        : rules.restrictions.users.some((login) => login.toLowerCase() === sender.login.toLowerCase());
    if (!allowed) return "You're not authorized to push to this branch.";
  }
  if (rules.requiredReviews) return "Changes must be made through a pull request.";
  const checks = rules.requiredStatusChecks?.checks ?? [];
  const { after } = push;
  const open = checks.filter(
    (check) => after === null || checkState(repository, after, check.context, check.appId) !== "success",
  );
  if (open.length === 1) return `Required status check "${open[0]!.context}" is expected.`;
  if (open.length) return `${open.length} of ${checks.length} required status checks are expected.`;
  return null;
}

/** Throws GitHub's answer when protection, or an App's missing `workflows` permission, forbids the change. */
export function checkPush(pusher: Pusher, push: Push, paths: string[]): void {
  const { actor } = pusher;
  if (actor.kind === "installation" && paths.some((path) => WORKFLOWS.test(path)))
    if (!holds(actor.token.permissions, "workflows", "write")) throw forbidden();
  const refusal = pushRefusal(pusher, push);
  if (refusal === null) return;
  if (pusher.repository.archived) throw new HttpError(403, refusal);
  if (push.after === null) throw new HttpError(409, `Could not update file: ${refusal}`);
  throw unprocessable(refusal);
}
