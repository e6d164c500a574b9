import {
  type FieldNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql/index.js";
import { type Call, json, type Operation, operation } from "../http/operation.ts";
import { issueMutations } from "./graphql/issue-mutations.ts";
import { findNode, type Mutation, Refusal } from "./graphql/mutation.ts";
import { pullMutations } from "./graphql/pull-mutations.ts";
import { refMutations } from "./graphql/ref-mutations.ts";

const MUTATIONS: Record<string, Mutation> = {
  ...issueMutations,
  ...pullMutations,
  ...refMutations,
};

type Problem = {
  type: string;
  message: string;
  path: string[];
  locations: { line: number; column: number }[];
};

const problem = (type: string, message: string, path: string[] = []): Problem => ({
  type,
  message,
  path,
  locations: [{ line: 1, column: 1 }],
});

function read(query: string): OperationDefinitionNode | null {
  try {
    return parse(query).definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION) ?? null;
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}

const fields = (set: SelectionSetNode | undefined): FieldNode[] =>
  (set?.selections ?? []).filter((one) => one.kind === Kind.FIELD);

/** Of a payload what was selected; what it does not hold is null. */
function select(value: unknown, set: SelectionSetNode | undefined): unknown {
  if (!set || value === null || typeof value !== "object") return value ?? null;
  const from = value as Record<string, unknown>;
  return Object.fromEntries(
    fields(set).map((field) => [
      field.alias?.value ?? field.name.value,
      select(from[field.name.value], field.selectionSet),
    ]),
  );
}

/** The fields of a mutation one after another; one that is refused keeps none after it from being performed. */
async function mutate(call: Call, all: FieldNode[], variables: Record<string, unknown>) {
  const data: Record<string, unknown> = {};
  const errors: Problem[] = [];
  for (const field of all) {
    const key = field.alias?.value ?? field.name.value;
    const given = field.arguments?.find((one) => one.name.value === "input");
    const input = (given ? valueFromASTUntyped(given.value, variables) : {}) as Record<string, unknown>;
    try {
      const payload = await MUTATIONS[field.name.value]!(call, input);
      data[key] = select(payload, field.selectionSet);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      data[key] = null;
      errors.push(problem(error.type, error.message, [key]));
    }
  }
  return json({ data, ...(errors.length > 0 ? { errors } : {}) });
}

/** What is needed besides REST: several mutations in one request, and those that REST has no counterpart for. */
export const graphql: Operation[] = [
  operation("POST", "/graphql", { who: "signed-in" }, async (call) => {
    const body = (call.body ?? {}) as { query?: unknown; variables?: Record<string, unknown> };
    const asked = read(typeof body.query === "string" ? body.query : "");
    const variables = body.variables ?? {};
    if (!asked) return json({ errors: [problem("parse", "Parse error on the query")] });
    const roots = fields(asked.selectionSet);
    if (asked.operation === "mutation") {
      const unknown = roots.find((field) => !(field.name.value in MUTATIONS));
      // GitHub validates the whole document before it performs any of it.
      if (unknown)
        return json({
          errors: [
            problem(
              "undefinedField",
              `This GitHub serves by GraphQL only ${Object.keys(MUTATIONS).join(", ")}, not ${unknown.name.value}; use REST.`,
            ),
          ],
        });
      return mutate(call, roots, variables);
    }
    if (roots.some((field) => field.name.value === "viewer"))
      return json({ data: { viewer: { login: call.sender.login } } });
    if (/\bisInMergeQueue\b/.test(String(body.query))) {
      const pull = isPull(call, variables.id);
      return json({ data: { node: pull ? { isInMergeQueue: pull.queued ?? false } : null } });
    }
    if (/\blastEditedAt\b/.test(String(body.query))) {
      const ids = Array.isArray(variables.ids) ? variables.ids : [];
      return json({ data: { nodes: ids.map((id) => editOf(call, id)) } });
    }
    return json({ errors: [problem("undefinedField", "This GitHub answers no such query; use REST.")] });
  }),
];

function isPull(call: Call, id: unknown) {
  try {
    return findNode(call, id, "PullRequest", (repository, wanted) =>
      [...repository.issues.values()].map(({ pull }) => pull).find((pull) => pull?.id === wanted),
    ).found;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** Of a comment who edited it last; an App's login is without its suffix here, unlike in REST. */
function editOf(call: Call, id: unknown) {
  try {
    const { edited } = findNode(call, id, "IssueComment", (repository, wanted) =>
      repository.comments.get(wanted),
    ).found;
    if (!edited) return { id, lastEditedAt: null, editor: null };
    return { id, lastEditedAt: edited.at, editor: { login: edited.by.login.replace(/\[bot\]$/, "") } };
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
