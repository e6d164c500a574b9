import { z } from "zod";
import { HttpError } from "../http/errors.ts";
import {
  type Answer,
  type Call,
  empty,
  json,
  list,
  needs,
  type Operation,
  operation,
} from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { renderCommit } from "../render/commit.ts";
import { renderProtection, renderRules, renderShortProtection } from "../render/protection.ts";
import { repositoryPage, repositoryUrl } from "../render/repository.ts";
import type { Protection } from "../state.ts";

async function branchTip(call: Call): Promise<string> {
  const sha = await call.repository.git.ref(`refs/heads/${call.params.branch}`);
  if (!sha) throw new HttpError(404, "Branch not found");
  return sha;
}

async function getBranch(call: Call): Promise<Answer> {
  const name = call.params.branch!;
  const tip = await branchTip(call);
  const url = `${repositoryUrl(call.state, call.repository)}/branches/${encodeURIComponent(name)}`;
  const rules = call.repository.protection.get(name);
  return json({
    name,
    commit: renderCommit(call.state, call.repository, (await call.repository.git.commit(tip))!),
    _links: { self: url, html: `${repositoryPage(call.state, call.repository)}/tree/${name}` },
    protected: rules !== undefined,
    protection: renderShortProtection(rules),
    protection_url: `${url}/protection`,
  });
}

async function listBranches(call: Call): Promise<Answer> {
  const heads = await call.repository.git.refs("refs/heads/");
  const url = repositoryUrl(call.state, call.repository);
  const shown = heads
    .map((ref) => ({ name: ref.name.slice(11), sha: ref.sha }))
    .filter(
      (one) =>
        call.query.protected === undefined ||
        call.repository.protection.has(one.name) === (call.query.protected === "true"),
    );
  return list(
    shown.map(({ name, sha }) => ({
      name,
      commit: { sha, url: `${url}/commits/${sha}` },
      protected: call.repository.protection.has(name),
      protection: renderShortProtection(call.repository.protection.get(name)),
      protection_url: `${url}/branches/${encodeURIComponent(name)}/protection`,
    })),
  );
}

const Names = z.array(z.string());
const SetProtection = z.object({
  required_status_checks: z
    .object({
      strict: z.boolean(),
      contexts: Names.optional(),
      checks: z.array(z.object({ context: z.string(), app_id: z.number().int().optional() })).optional(),
    })
    .nullable(),
  enforce_admins: z.boolean().nullable(),
  required_pull_request_reviews: z
    .object({
      dismiss_stale_reviews: z.boolean().default(false),
      require_code_owner_reviews: z.boolean().default(false),
      required_approving_review_count: z.number().int().min(0).max(6).default(1),
      require_last_push_approval: z.boolean().default(false),
    })
    .nullable(),
  restrictions: z.object({ users: Names, teams: Names, apps: Names.optional() }).nullable(),
  required_linear_history: z.boolean().default(false),
  allow_force_pushes: z.boolean().nullable().default(false),
  allow_deletions: z.boolean().default(false),
  block_creations: z.boolean().default(false),
  required_conversation_resolution: z.boolean().default(false),
  lock_branch: z.boolean().default(false),
});

function toProtection(body: z.infer<typeof SetProtection>): Protection {
  const checks = body.required_status_checks;
  const reviews = body.required_pull_request_reviews;
  const restricted = body.restrictions;
  return {
    requiredStatusChecks: checks
      ? {
          strict: checks.strict,
          checks:
            checks.checks?.map((one) => ({
              context: one.context,
              appId: one.app_id === undefined || one.app_id === -1 ? null : one.app_id,
            })) ?? (checks.contexts ?? []).map((context) => ({ context, appId: null })),
        }
      : null,
    requiredReviews: reviews
      ? {
          count: reviews.required_approving_review_count,
          dismissStale: reviews.dismiss_stale_reviews,
          requireCodeOwners: reviews.require_code_owner_reviews,
          requireLastPushApproval: reviews.require_last_push_approval,
        }
      : null,
    restrictions: restricted
      ? { users: restricted.users, teams: restricted.teams, apps: restricted.apps ?? [] }
      : null,
    enforceAdmins: body.enforce_admins ?? false,
    linearHistory: body.required_linear_history,
    allowForcePushes: body.allow_force_pushes ?? false,
    allowDeletions: body.allow_deletions,
    blockCreations: body.block_creations,
    conversationResolution: body.required_conversation_resolution,
    lockBranch: body.lock_branch,
  };
}

function protectionOf(call: Call): Protection {
  const rules = call.repository.protection.get(call.params.branch!);
  if (!rules) throw new HttpError(404, "Branch not protected");
  return rules;
}

const PATH = "/repos/{owner}/{repo}/branches/{branch}/protection";

/** https://docs.github.com/rest/branches, and the rules that apply to a branch. */
export const branches: Operation[] = [
  operation("GET", PATH, needs("administration:read", "write"), async (call) => {
    await branchTip(call);
    return json(renderProtection(call.state, call.repository, call.params.branch!, protectionOf(call)));
  }),
  operation("PUT", PATH, needs("administration:write", "admin"), async (call) => {
    await branchTip(call);
    const rules = toProtection(readBody(call, SetProtection, "ProtectedBranch"));
    call.repository.protection.set(call.params.branch!, rules);
    return json(renderProtection(call.state, call.repository, call.params.branch!, rules));
  }),
  operation("DELETE", PATH, needs("administration:write", "admin"), (call) => {
    protectionOf(call);
    call.repository.protection.delete(call.params.branch!);
    return empty();
  }),
  operation("GET", "/repos/{owner}/{repo}/branches", needs("contents:read"), listBranches),
  operation("GET", "/repos/{owner}/{repo}/branches/{branch}", needs("contents:read"), getBranch),
  operation("GET", "/repos/{owner}/{repo}/rules/branches/{branch}", needs("metadata:read"), (call) =>
    list(renderRules(call.repository, call.repository.protection.get(call.params.branch!))),
  ),
];
