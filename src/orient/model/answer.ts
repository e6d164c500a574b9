import { z } from "zod";

/**
 * What the model is asked to answer. Bounds are wide: what is merely long is cut when it is looked through. Every key is required and nothing is optional, as OpenAI's strict mode wants it
 * (https://platform.openai.com/docs/guides/structured-outputs); what it adds besides is not read.
 */
const Evidence = z.array(z.string().max(20)).max(60);
const Statement = z.object({
  about: z.string().max(80).describe("C… or G…, or `new` for new_cause"),
  text: z.string().max(5000),
  evidence: Evidence.describe("E…"),
});

const common = {
  leading: z.string().max(80).describe("The likeliest: C… or G…, `new` for new_cause, or `unknown`"),
  ranking: z.array(z.string().max(80)).max(60).describe("The likeliest first"),
  claims: z
    .array(Statement.extend({ favours: z.boolean().describe("false where it speaks against it") }))

    .max(50),
  doubts: z.array(Statement).max(30),
  new_cause: z
    .object({ name: z.string().max(80), evidence: Evidence })
    .nullable()
    .describe("A cause without a commit that is missing among the G"),
  explanation: z.string().max(20_000),
};
const Edit = z.object({
  path: z.string().max(500),
  find: z.string().max(4000),
  replace: z.string().max(4000),
});

export const Answer = z.object(common);
export const AnswerWithPatch = z.object({ ...common, patch: z.array(Edit).max(10).nullable() });
export type Answer = z.infer<typeof Answer> & { patch?: z.infer<typeof Edit>[] | null };

/** As JSON Schema, without the bounds that strict mode does not know. They are checked when it is read. */
export function answerSchema(withPatch: boolean): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(withPatch ? AnswerWithPatch : Answer);
  return withoutBounds(schema) as Record<string, unknown>;
}

const BOUNDS = new Set(["maxLength", "maxItems", "minLength", "minItems"]);

function withoutBounds(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutBounds);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !BOUNDS.has(key))
      .map(([key, value]) => [key, withoutBounds(value)]),
  );
}
