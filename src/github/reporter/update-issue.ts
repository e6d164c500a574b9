import type { Reporter } from "../../contracts/ports/reporter.ts";
import { STOP_LABEL } from "../../contracts/stop-label.ts";
import type { Client } from "../create-client.ts";
import { sameText } from "./same-text.ts";

type Change = Parameters<Reporter["updateIssue"]>[1];

/** Writes what differs, in one request, and nothing where nothing does. */
export async function updateIssue(
  client: Client,
  at: { owner: string; repo: string },
  number: number,
  { title, body, state, labels }: Change,
): Promise<void> {
  const { data } = await client.rest.issues.get({ ...at, issue_number: number });
  const held = data.labels.map((label) => (typeof label === "string" ? label : (label.name ?? "")));
  const wanted = labels && [
    // The stop button is a person's to press and to release, on an issue of ours too.
    ...held.filter((name) => !name.startsWith(labels.prefix) || name.toLowerCase() === STOP_LABEL),
    ...labels.exactly,
  ];
  const change = {
    ...(title === undefined || data.title === title ? {} : { title }),
    ...(body === undefined || sameText(data.body, body) ? {} : { body }),
    ...(state === undefined || data.state === state ? {} : { state }),
    ...(!wanted || sameNames(held, wanted) ? {} : { labels: wanted }),
  };
  if (Object.keys(change).length > 0)
    await client.rest.issues.update({ ...at, issue_number: number, ...change });
}

const sameNames = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((name) => other.includes(name));
