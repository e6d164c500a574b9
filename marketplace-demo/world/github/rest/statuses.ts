import { z } from "zod";
import { unprocessable } from "../http/errors.ts";
import { type Call, json, list, needs, type Operation, operation } from "../http/operation.ts";
import { readBody } from "../http/read-body.ts";
import { renderCommit } from "../render/commit.ts";
import { nodeId } from "../render/node-id.ts";
import { fullName, renderSimpleRepository, repositoryUrl } from "../render/repository.ts";
import { renderUser } from "../render/user.ts";
import type { Account, CommitStatus, Repository, State } from "../state.ts";
import { isoTime } from "../time.ts";

const NewStatus = z.object({
  state: z.enum(["error", "failure", "pending", "success"]),
  target_url: z.string().nullable().optional(),
  description: z.string().max(140).nullable().optional(),
  context: z.string().default("default"),
});

export function renderStatus(state: State, repository: Repository, status: CommitStatus) {
  return {
    url: `${repositoryUrl(state, repository)}/statuses/${status.sha}`,
    avatar_url: renderUser(state, status.creator).avatar_url,
    id: status.id,
    node_id: nodeId("StatusContext", status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.updatedAt,
  };
}

/** Records a commit status and sends `status`, as the API does and as the world's CI may. */
export async function createStatus(
  heard: { state: State; repository: Repository; sender: Account },
  sha: string,
  given: unknown,
): Promise<CommitStatus> {
  const body = NewStatus.parse(given);
  const { state, repository, sender } = heard;
  const commit = /^[0-9a-f]{40}$/.test(sha) ? await repository.git.commit(sha) : null;
  if (!commit) throw unprocessable(`No commit found for SHA: ${sha}`);
  const now = isoTime(state);
  const status: CommitStatus = {
    id: ++state.lastId,
    sha,
    state: body.state,
    context: body.context,
    description: body.description ?? null,
    targetUrl: body.target_url ?? null,
    creator: sender,
    createdAt: now,
    updatedAt: now,
  };
  repository.statuses.push(status);
  const url = repositoryUrl(state, repository);
  const heads = await repository.git.refs("refs/heads/");
  const rendered = renderCommit(state, repository, commit);
  // The event's commit is older than `verified_at`.
  const { verified_at: _, ...verification } = rendered.commit.verification;
  state.emit({
    name: "status",
    action: null,
    repository,
    sender,
    payload: {
      id: status.id,
      sha,
      name: fullName(repository),
      avatar_url: renderUser(state, sender).avatar_url,
      target_url: status.targetUrl,
      context: status.context,
      description: status.description,
      state: status.state,
      commit: { ...rendered, commit: { ...rendered.commit, verification } },
      branches: heads
        .filter((ref) => ref.sha === sha)
        .slice(0, 10)
        .map((ref) => ({
          name: ref.name.slice(11),
          commit: { sha, url: `${url}/commits/${sha}` },
          protected: repository.protection.has(ref.name.slice(11)),
        })),
      created_at: now,
      updated_at: now,
    },
  });
  return status;
}

async function shaOf(call: Call): Promise<string> {
  const sha = await call.repository.git.resolve(call.params.ref!);
  if (!sha) throw unprocessable(`No commit found for SHA: ${call.params.ref}`);
  return sha;
}

/** https://docs.github.com/rest/commits/statuses */
export const statuses: Operation[] = [
  operation(
    "POST",
    "/repos/{owner}/{repo}/statuses/{sha}",
    needs("statuses:write", "write"),
    async (call) => {
      readBody(call, NewStatus, "Status");
      const status = await createStatus(call, call.params.sha!, call.body);
      const answer = {
        ...renderStatus(call.state, call.repository, status),
        creator: renderUser(call.state, status.creator),
      };
      return json(answer, 201, { Location: answer.url });
    },
  ),
  operation("GET", "/repos/{owner}/{repo}/commits/{ref}/statuses", needs("statuses:read"), async (call) => {
    const sha = await shaOf(call);
    return list(
      call.repository.statuses
        .filter((status) => status.sha === sha)
        .reverse()
        .map((status) => ({
          ...renderStatus(call.state, call.repository, status),
          creator: renderUser(call.state, status.creator),
        })),
    );
  }),
  operation("GET", "/repos/{owner}/{repo}/commits/{ref}/status", needs("statuses:read"), async (call) => {
    const sha = await shaOf(call);
    const newest = new Map<string, CommitStatus>();
    for (const status of call.repository.statuses) if (status.sha === sha) newest.set(status.context, status);
    const all = [...newest.values()];
    const state = all.some((one) => one.state === "failure" || one.state === "error")
      ? "failure"
      : all.length === 0 || all.some((one) => one.state === "pending")
        ? "pending"
        : "success";
    const url = repositoryUrl(call.state, call.repository);
    return {
      status: 200,
      list: {
        items: all.map((one) => renderStatus(call.state, call.repository, one)),
        wrap: (page, total) => ({
          state,
          statuses: page,
          sha,
          total_count: total,
          repository: renderSimpleRepository(call.state, call.repository),
          commit_url: `${url}/commits/${sha}`,
          url: `${url}/commits/${sha}/status`,
        }),
      },
    };
  }),
];
