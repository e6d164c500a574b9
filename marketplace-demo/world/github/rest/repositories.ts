import { z } from "zod";
import { holds } from "../auth/authorize.ts";
import { atLeast, roleIn } from "../auth/role-in.ts";
import { HttpError, notFound, unprocessable } from "../http/errors.ts";
import { type Call, empty, json, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { renderFullRepository } from "../render/repository.ts";
import { renderUser } from "../render/user.ts";
import type { Role } from "../state.ts";

function abilities(call: Call) {
  const { actor, repository } = call;
  if (actor.kind === "installation") {
    const { permissions } = actor.token;
    const push = holds(permissions, "contents", "write");
    return {
      admin: holds(permissions, "administration", "write"),
      maintain: false,
      push,
      triage: push,
      pull: true,
    };
  }
  const role = roleIn(repository, actor.kind === "user" ? actor.account : null);
  return {
    admin: atLeast(role, "admin"),
    maintain: atLeast(role, "maintain"),
    push: atLeast(role, "write"),
    triage: atLeast(role, "triage"),
    pull: atLeast(role, "read"),
  };
}

/** GitHub's older four-valued permission of a role. */
const LEGACY: Record<Role, string> = {
  none: "none",
  read: "read",
  triage: "read",
  write: "write",
  maintain: "write",
  admin: "admin",
};

function renderCollaborator(call: Call, role: Role, login: string) {
  const account = call.state.accounts.get(login.toLowerCase())!;
  return {
    ...renderUser(call.state, account),
    permissions: {
      pull: atLeast(role, "read"),
      triage: atLeast(role, "triage"),
      push: atLeast(role, "write"),
      maintain: atLeast(role, "maintain"),
      admin: atLeast(role, "admin"),
    },
    role_name: role,
  };
}

function collaborators(call: Call): { login: string; role: Role }[] {
  const { repository } = call;
  const logins = new Set<string>([...repository.collaborators.keys(), ...repository.owner.members.keys()]);
  if (repository.owner.type === "User") logins.add(repository.owner.login.toLowerCase());
  return [...logins]
    .map((login) => ({ login, role: roleIn(repository, call.state.accounts.get(login) ?? null) }))
    .filter((one) => call.state.accounts.has(one.login));
}

const Dispatch = z.object({
  event_type: z.string().min(1).max(100),
  client_payload: z.record(z.string(), z.unknown()).optional(),
});

const Change = z.object({
  name: z.string().optional(),
  description: z.string().nullable().optional(),
  private: z.boolean().optional(),
  default_branch: z.string().optional(),
  archived: z.boolean().optional(),
  allow_merge_commit: z.boolean().optional(),
  allow_squash_merge: z.boolean().optional(),
  allow_rebase_merge: z.boolean().optional(),
  delete_branch_on_merge: z.boolean().optional(),
});

/** https://docs.github.com/rest/repos/repos, collaborators and dispatches among them. */
export const repositories: Operation[] = [
  operation("GET", "/repos/{owner}/{repo}", needs("metadata:read"), (call) =>
    json(renderFullRepository(call.state, call.repository, abilities(call))),
  ),
  operation("PATCH", "/repos/{owner}/{repo}", needs("administration:write", "admin"), async (call) => {
    const body = readBody(call, Change, "Repository");
    const { repository } = call;
    if (body.default_branch !== undefined && !(await repository.git.ref(`refs/heads/${body.default_branch}`)))
      throw unprocessable("Validation Failed", [
        { resource: "Repository", field: "default_branch", code: "invalid" },
      ]);
    if (body.description !== undefined) repository.description = body.description;
    if (body.private !== undefined) repository.private = body.private;
    if (body.default_branch !== undefined) repository.defaultBranch = body.default_branch;
    if (body.archived !== undefined) repository.archived = body.archived;
    if (body.allow_merge_commit !== undefined) repository.allowMergeCommit = body.allow_merge_commit;
    if (body.allow_squash_merge !== undefined) repository.allowSquashMerge = body.allow_squash_merge;
    if (body.allow_rebase_merge !== undefined) repository.allowRebaseMerge = body.allow_rebase_merge;
    if (body.delete_branch_on_merge !== undefined)
      repository.deleteBranchOnMerge = body.delete_branch_on_merge;
    return json(renderFullRepository(call.state, repository, abilities(call)));
  }),
  operation("GET", "/repos/{owner}/{repo}/collaborators", needs("metadata:read", "write"), (call) => ({
    status: 200,
    list: { items: collaborators(call).map((one) => renderCollaborator(call, one.role, one.login)) },
  })),
  operation(
    "GET",
    "/repos/{owner}/{repo}/collaborators/{username}",
    needs("metadata:read", "write"),
    (call) => {
      const login = call.params.username!.toLowerCase();
      if (!collaborators(call).some((one) => one.login === login)) throw notFound();
      return empty();
    },
  ),
  operation(
    "GET",
    "/repos/{owner}/{repo}/collaborators/{username}/permission",
    needs("metadata:read", "read"),
    (call) => {
      const account = call.state.accounts.get(call.params.username!.toLowerCase());
      if (!account) throw new HttpError(404, `${call.params.username} is not a user`);
      const role = roleIn(call.repository, account);
      return json({
        permission: LEGACY[role],
        role_name: role,
        user: renderCollaborator(call, role, account.login),
      });
    },
  ),
  operation("POST", "/repos/{owner}/{repo}/dispatches", needs("contents:write", "write"), (call) => {
    const body = readBody(call, Dispatch, "RepositoryDispatch");
    if (Object.keys(body.client_payload ?? {}).length > 10)
      throw unprocessable("Invalid request.\n\nNo more than 10 properties are allowed; 11 were supplied.");
    if (JSON.stringify(body.client_payload ?? {}).length > 65_535)
      throw unprocessable("client_payload is too large.");
    call.state.emit({
      name: "repository_dispatch",
      action: body.event_type,
      repository: call.repository,
      sender: call.sender,
      payload: { branch: call.repository.defaultBranch, client_payload: body.client_payload ?? {} },
    });
    return empty();
  }),
  operation("GET", "/orgs/{org}/teams/{team_slug}/memberships/{username}", { who: "signed-in" }, (call) => {
    const org = call.state.accounts.get(call.params.org!.toLowerCase());
    const team = org?.teams.get(call.params.team_slug!.toLowerCase());
    const role = team?.members.get(call.params.username!.toLowerCase());
    if (!org || !team || !role) throw notFound();
    if (call.actor.kind === "installation") {
      const allowed =
        call.actor.installation.account.id === org.id &&
        holds(call.actor.token.permissions, "members", "read");
      if (!allowed) throw new HttpError(403, "Resource not accessible by integration");
    } else if (!org.members.has(call.sender.login.toLowerCase())) throw notFound();
    return json({
      url: `${call.state.apiUrl}/organizations/${org.id}/team/${team.id}/memberships/${call.params.username}`,
      role,
      state: "active",
    });
  }),
];
