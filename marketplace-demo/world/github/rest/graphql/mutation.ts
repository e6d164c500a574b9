import { authorize, canSee } from "../../auth/authorize.ts";
import { HttpError } from "../../http/errors.ts";
import { type Answer, type Call, needs, type Operation } from "../../http/operation.ts";
import { readNodeId } from "../../render/node-id.ts";
import type { Repository, Role } from "../../state.ts";

/** One root field of a mutation: takes its `input`, answers its payload, of which what was selected is sent. */
export type Mutation = (call: Call, input: Record<string, unknown>) => Promise<Record<string, unknown>>;

/** An entry of `errors`; the mutation's own field is null then, and those after it are performed all the same. */
export class Refusal extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

export const unresolved = (id: unknown) =>
  new Refusal("NOT_FOUND", `Could not resolve to a node with the global id of '${String(id ?? "")}'`);

/** What a node id names, among the repositories that the caller can see. */
export function findNode<T>(
  call: Call,
  id: unknown,
  type: string,
  of: (repository: Repository, id: number) => T | undefined,
): { repository: Repository; found: T } {
  const node = typeof id === "string" ? readNodeId(id) : null;
  if (node?.type === type)
    for (const repository of call.state.repositories.values()) {
      if (!canSee(call.actor, repository)) continue;
      const found = of(repository, node.id);
      if (found !== undefined) return { repository, found };
    }
  throw unresolved(id);
}

/** The same caller in that repository, once they were found to be allowed to do so. Rights as in REST's `needs`. */
export function within(
  call: Call,
  repository: Repository,
  given: { rights: string; role: Role; params?: Record<string, string>; body?: unknown },
): Call {
  try {
    const params = { owner: repository.owner.login, repo: repository.name };
    authorize(call.state, call.actor, needs(given.rights, given.role), params);
  } catch (error) {
    if (error instanceof HttpError) throw new Refusal("FORBIDDEN", "Resource not accessible by integration");
    throw error;
  }
  return Object.create(call, {
    repository: { value: repository },
    params: { value: given.params ?? {} },
    body: { value: given.body },
  }) as Call;
}

/** Performs REST's own operation, so that both roads do the same. */
export async function byRest(
  operations: readonly Operation[],
  method: string,
  path: string,
  call: Call,
): Promise<Answer> {
  const operation = operations.find((one) => one.method === method && one.path === path);
  if (!operation) throw new Error(`No operation ${method} ${path}`);
  try {
    return await operation.handle(call);
  } catch (error) {
    if (error instanceof HttpError)
      throw new Refusal(error.status === 403 ? "FORBIDDEN" : "UNPROCESSABLE", error.message);
    throw error;
  }
}
