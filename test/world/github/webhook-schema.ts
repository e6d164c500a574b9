import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import addFormatsModule from "ajv-formats";

const addFormats = addFormatsModule as unknown as (ajv: Ajv) => void;
const require = createRequire(import.meta.url);
const schema = JSON.parse(readFileSync(require.resolve("@octokit/webhooks-schemas/schema.json"), "utf8")) as {
  definitions: Record<string, object>;
};
// The list of events that a hook may name in its ping lacks this one, which the list of an App's events has.
const names = schema.definitions["webhook-events"] as { oneOf: { items: { enum?: string[] } }[] };
for (const one of names.oneOf) one.items.enum?.push("repository_dispatch");
const ajv = new Ajv({ strict: false, allErrors: true, logger: false, inlineRefs: false });
addFormats(ajv);
ajv.addFormat("uri-template", true);
ajv.addSchema(schema, "webhooks");

/** What is wrong with a webhook by Octokit's schemas; empty when nothing is. */
export function faultsOfWebhook(event: string, action: string | null, payload: unknown): string[] {
  const names = [`${event}$${action}`, `${event}$event`];
  const name = names.find((one) => schema.definitions[one] !== undefined);
  if (!name) return [`${event} ${action} is no webhook of GitHub's`];
  const reference = `webhooks#/definitions/${encodeURIComponent(name)}`;
  const validate = ajv.getSchema(reference) ?? ajv.compile({ $ref: reference });
  if (validate(payload)) return [];
  return (validate.errors ?? []).map(
    (error) => `${name} ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  );
}
