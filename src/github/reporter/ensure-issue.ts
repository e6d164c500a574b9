import type { Reporter } from "../../contracts/ports/reporter.ts";
import type { Client } from "../create-client.ts";
import type { Identity } from "../identity.ts";
import { findIssue } from "./find-issue.ts";

type Request = Parameters<Reporter["ensureIssue"]>[0];

/** Our issue whose body begins with the marker, else a new one. GitHub makes labels that it does not know yet. */
export async function ensureIssue(
  client: Client,
  at: { owner: string; repo: string },
  us: Identity,
  { marker, title, body, labels }: Request,
): ReturnType<Reporter["ensureIssue"]> {
  if (!body.startsWith(marker)) throw new Error(`The body of an issue must begin with its marker ${marker}`);
  const found = await findIssue(client, at, us, { marker, label: labels[0], state: "all" });
  if (found) return { ...found, created: false };
  const { data } = await client.rest.issues.create({ ...at, title, body, labels: [...labels] });
  return {
    number: data.number,
    url: data.html_url,
    state: data.state === "closed" ? "closed" : "open",
    created: true,
  };
}
