import type { Reporter } from "../../contracts/ports/reporter.ts";
import { STOP_LABEL } from "../../contracts/stop-label.ts";
import type { Client } from "../create-client.ts";
import { nullWhere } from "../null-where.ts";
import { sameText } from "./same-text.ts";

type Change = Parameters<Reporter["updateIssue"]>[1];

/**
 * Writes what differs, and nothing where nothing does. Labels are put on and taken off one by one: an update of the issue
 * replaces them all, and with them what a person put there since we looked, the stop button for one.
 */
export async function updateIssue(
  client: Client,
  at: { owner: string; repo: string },
  number: number,
  { title, body, state, labels }: Change,
): Promise<void> {
  const issue = { ...at, issue_number: number };
  const { data } = await client.rest.issues.get(issue);
  const change = {
    ...(title === undefined || data.title === title ? {} : { title }),
    ...(body === undefined || sameText(data.body, body) ? {} : { body }),
    ...(state === undefined || data.state === state ? {} : { state }),
  };
  if (Object.keys(change).length > 0) await client.rest.issues.update({ ...issue, ...change });
  if (!labels) return;

  const held = data.labels.map((label) => (typeof label === "string" ? label : (label.name ?? "")));
  const missing = labels.exactly.filter((name) => !held.includes(name));
  // The stop button is a person's to press and to release, on an issue of ours too.
  const over = held.filter(
    (name) =>
      name.startsWith(labels.prefix) && !labels.exactly.includes(name) && name.toLowerCase() !== STOP_LABEL,
  );
  if (missing.length > 0) await client.rest.issues.addLabels({ ...issue, labels: missing });
  for (const name of over) await nullWhere(client.rest.issues.removeLabel({ ...issue, name }), 404);
}
