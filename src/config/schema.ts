import { z } from "zod";
import { Policy } from "../contracts/policy.ts";

/** The parts of JSON Schema that are read here. */
export interface JsonSchema {
  type?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema;
  pattern?: string;
  [keyword: string]: unknown;
}

/**
 * The JSON Schema of `.sre-space.yml` as people write it, for editors. Draft 7, which the YAML language
 * server knows best.
 */
export function policySchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(Policy, { io: "input", target: "draft-7" });
  return {
    $schema,
    title: ".sre-space.yml",
    description: "What SRE-Space may do in this repository. Only the file on the default branch counts.",
    ...schema,
  } as JsonSchema;
}
