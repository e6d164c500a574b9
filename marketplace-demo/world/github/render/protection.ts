import type { Protection, Repository, State } from "../state.ts";
import { renderApp } from "./app.ts";
import { fullName, repositoryUrl } from "./repository.ts";
import { renderUser } from "./user.ts";

/** The summary of protection that a branch carries. */
export function renderShortProtection(rules: Protection | undefined) {
  const checks = rules?.requiredStatusChecks;
  return {
    enabled: rules !== undefined,
    required_status_checks: {
      enforcement_level: checks ? (rules.enforceAdmins ? "everyone" : "non_admins") : "off",
      contexts: checks?.checks.map((one) => one.context) ?? [],
      checks: checks?.checks.map((one) => ({ context: one.context, app_id: one.appId })) ?? [],
    },
  };
}

export function renderProtection(state: State, repository: Repository, branch: string, rules: Protection) {
  const url = `${repositoryUrl(state, repository)}/branches/${encodeURIComponent(branch)}/protection`;
  const { requiredStatusChecks: checks, requiredReviews: reviews, restrictions } = rules;
  const enabled = (value: boolean) => ({ enabled: value });
  return {
    url,
    ...(checks
      ? {
          required_status_checks: {
            url: `${url}/required_status_checks`,
            strict: checks.strict,
            contexts: checks.checks.map((one) => one.context),
            contexts_url: `${url}/required_status_checks/contexts`,
            checks: checks.checks.map((one) => ({ context: one.context, app_id: one.appId })),
          },
        }
      : {}),
    ...(restrictions
      ? {
          restrictions: {
            url: `${url}/restrictions`,
            users_url: `${url}/restrictions/users`,
            teams_url: `${url}/restrictions/teams`,
            apps_url: `${url}/restrictions/apps`,
            users: restrictions.users
              .map((login) => state.accounts.get(login.toLowerCase()))
              .filter((account) => account !== undefined)
              .map((account) => renderUser(state, account)),
            teams: [],
            apps: [...state.apps.values()]
              .filter((app) => restrictions.apps.includes(app.slug))
              .map((app) => renderApp(state, app)),
          },
        }
      : {}),
    ...(reviews
      ? {
          required_pull_request_reviews: {
            url: `${url}/required_pull_request_reviews`,
            dismiss_stale_reviews: reviews.dismissStale,
            require_code_owner_reviews: reviews.requireCodeOwners,
            required_approving_review_count: reviews.count,
            require_last_push_approval: reviews.requireLastPushApproval,
          },
        }
      : {}),
    required_signatures: { url: `${url}/required_signatures`, enabled: false },
    enforce_admins: { url: `${url}/enforce_admins`, enabled: rules.enforceAdmins },
    required_linear_history: enabled(rules.linearHistory),
    allow_force_pushes: enabled(rules.allowForcePushes),
    allow_deletions: enabled(rules.allowDeletions),
    block_creations: enabled(rules.blockCreations),
    required_conversation_resolution: enabled(rules.conversationResolution),
    lock_branch: enabled(rules.lockBranch),
    allow_fork_syncing: enabled(false),
  };
}

/** The same protection as the rules that apply to a branch, the newer way to read it without admin rights. */
export function renderRules(repository: Repository, rules: Protection | undefined) {
  if (!rules) return [];
  const from = {
    ruleset_source_type: "Repository",
    ruleset_source: fullName(repository),
    ruleset_id: repository.id,
  };
  const found: Record<string, unknown>[] = [];
  if (!rules.allowDeletions) found.push({ type: "deletion", ...from });
  if (!rules.allowForcePushes) found.push({ type: "non_fast_forward", ...from });
  if (rules.linearHistory) found.push({ type: "required_linear_history", ...from });
  if (rules.blockCreations) found.push({ type: "creation", ...from });
  if (rules.restrictions || rules.lockBranch) found.push({ type: "update", ...from });
  if (rules.mergeQueue)
    found.push({
      type: "merge_queue",
      ...from,
      parameters: {
        check_response_timeout_minutes: 60,
        grouping_strategy: "ALLGREEN",
        max_entries_to_build: 5,
        max_entries_to_merge: 5,
        merge_method: "MERGE",
        min_entries_to_merge: 1,
        min_entries_to_merge_wait_minutes: 5,
      },
    });
  if (rules.requiredReviews)
    found.push({
      type: "pull_request",
      ...from,
      parameters: {
        allowed_merge_methods: ["merge", "squash", "rebase"],
        dismiss_stale_reviews_on_push: rules.requiredReviews.dismissStale,
        require_code_owner_review: rules.requiredReviews.requireCodeOwners,
        require_last_push_approval: rules.requiredReviews.requireLastPushApproval,
        required_approving_review_count: rules.requiredReviews.count,
        required_review_thread_resolution: rules.conversationResolution,
      },
    });
  if (rules.requiredStatusChecks)
    found.push({
      type: "required_status_checks",
      ...from,
      parameters: {
        do_not_enforce_on_create: false,
        strict_required_status_checks_policy: rules.requiredStatusChecks.strict,
        required_status_checks: rules.requiredStatusChecks.checks.map((one) => ({
          context: one.context,
          ...(one.appId === null ? {} : { integration_id: one.appId }),
        })),
      },
    });
  return found;
}
