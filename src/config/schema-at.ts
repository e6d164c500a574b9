import { type JsonSchema, policySchema } from "./schema.ts";

let whole: JsonSchema | undefined;

/** Made when it is first asked for: most policies hold no mistake that it must explain. */
export function wholeSchema(): JsonSchema {
  whole ??= policySchema();
  return whole;
}

/** The part of the schema for a path in the file; undefined where there is none. */
export function schemaAt(path: readonly (string | number)[]): JsonSchema | undefined {
  let schema: JsonSchema | undefined = wholeSchema();
  for (const part of path) {
    if (typeof part === "number") schema = schema?.items;
    else if (schema?.properties && Object.hasOwn(schema.properties, part)) schema = schema.properties[part];
    else schema = typeof schema?.additionalProperties === "object" ? schema.additionalProperties : undefined;
  }
  return schema;
}
