import type { Reporter } from "../../contracts/ports/reporter.ts";
import { STOP_LABEL } from "../../contracts/stop-label.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";
import { mutate } from "../mutate.ts";
import { nullWhere } from "../null-where.ts";
import { findComment } from "./find-comment.ts";
import { sameText } from "./same-text.ts";

type Change = Parameters<Reporter["updateIssue"]>[1];

/** Each with its variable, in the order in which they are done: people hear of a comment, and not of an edit. */
const FIELDS = {
  add: ["AddCommentInput", "addComment(input: $add) { clientMutationId }"],
  edit: ["UpdateIssueCommentInput", "updateIssueComment(input: $edit) { clientMutationId }"],
  change: ["UpdateIssueInput", "updateIssue(input: $change) { clientMutationId }"],
  on: ["AddLabelsToLabelableInput", "addLabelsToLabelable(input: $on) { clientMutationId }"],
  off: ["RemoveLabelsFromLabelableInput", "removeLabelsFromLabelable(input: $off) { clientMutationId }"],
} as const;
type Field = keyof typeof FIELDS;

/** The document that writes these of the parts of an issue in one request. */
export function issueMutation(wanted: readonly Field[]): string {
  const variables = wanted.map((field) => `$${field}: ${FIELDS[field][0]}!`);
  return `mutation (${variables.join(", ")}) {\n${wanted.map((field) => `  ${FIELDS[field][1]}`).join("\n")}\n}`;
}

/**
 * Writes what differs in one request, and nothing where nothing does. GraphQL alone has a way to put labels on and take
 * them off beside the rest: an update by REST replaces them all, and with them what a person put there since we looked,
 * the stop button for one (https://docs.github.com/graphql/reference/mutations#addlabelstolabelable).
 */
export async function updateIssue(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  number: number,
  { title, body, state, labels, comment }: Change,
): Promise<void> {
  const issue = { ...at, issue_number: number };
  const [{ data }, said] = await Promise.all([
    client.rest.issues.get(issue),
    comment ? findComment(client, at, us, { issue: number, marker: comment.marker }) : null,
  ]);
  const id = data.node_id;
  const inputs: Partial<Record<Field, Record<string, unknown>>> = {};
  if (comment && !comment.body.startsWith(comment.marker))
    throw new Error(`The body of a comment must begin with its marker ${comment.marker}`);
  if (comment && !said) inputs.add = { subjectId: id, body: comment.body };
  if (comment && said && !sameText(said.body, comment.body))
    inputs.edit = { id: said.nodeId, body: comment.body };
  const change = {
    ...(title === undefined || data.title === title ? {} : { title }),
    ...(body === undefined || sameText(data.body, body) ? {} : { body }),
    ...(state === undefined || data.state === state ? {} : { state: state.toUpperCase() }),
  };
  if (Object.keys(change).length > 0) inputs.change = { id, ...change };
  if (labels) {
    const held = data.labels.flatMap((label) =>
      typeof label === "string" ? [] : [{ name: label.name ?? "", id: label.node_id ?? "" }],
    );
    // The stop button is a person's to press and to release, on an issue of ours too.
    const over = held.filter(
      ({ name }) =>
        name.startsWith(labels.prefix) && !labels.exactly.includes(name) && name.toLowerCase() !== STOP_LABEL,
    );
    const missing = labels.exactly.filter((name) => !held.some((one) => one.name === name));
    const on = await labelIds(client, at, number, missing);
    if (on.length > 0) inputs.on = { labelableId: id, labelIds: on };
    if (over.length > 0) inputs.off = { labelableId: id, labelIds: over.map((one) => one.id) };
  }
  const wanted = (Object.keys(FIELDS) as Field[]).filter((field) => inputs[field] !== undefined);
  if (wanted.length > 0) await mutate(client, issueMutation(wanted), inputs);
}

/** Ids of labels by name. One that the repository does not have is made by being put on, which REST alone does. */
async function labelIds(
  client: Client,
  at: { owner: string; repo: string },
  number: number,
  names: readonly string[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const known = await nullWhere(client.rest.issues.getLabel({ ...at, name }), 404);
    if (known) ids.push(known.data.node_id);
    else await client.rest.issues.addLabels({ ...at, issue_number: number, labels: [name] });
  }
  return ids;
}
