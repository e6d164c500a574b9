/** What an endpoint understands of chat completions. Those that call themselves compatible differ in these. */
export interface Dialect {
  /** OpenAI's newer models refuse `max_tokens`; many other servers know nothing else. */
  limit: "max_completion_tokens" | "max_tokens";
  /** Whether it can be held to a JSON Schema; else the schema is asked for in words. */
  schema: boolean;
  tools: boolean;
}

/** What OpenAI itself understands (https://platform.openai.com/docs/api-reference/chat/create). */
export const WHOLE: Dialect = { limit: "max_completion_tokens", schema: true, tools: true };

/**
 * What to try next with an endpoint that did not accept a request, by what it says of it; where it does not say, what
 * is missing most often goes first. Null where nothing is left to do without.
 */
export function humbler(dialect: Dialect, complaint: string): Dialect | null {
  const steps: { applies: boolean; named: RegExp; next: Dialect }[] = [
    {
      applies: dialect.limit === "max_completion_tokens",
      named: /max_completion_tokens/i,
      next: { ...dialect, limit: "max_tokens" },
    },
    {
      applies: dialect.schema,
      named: /response_format|json_schema|structured|schema|grammar/i,
      next: { ...dialect, schema: false },
    },
    { applies: dialect.tools, named: /tool|function/i, next: { ...dialect, tools: false } },
  ];
  const possible = steps.filter((step) => step.applies);
  const [schemaFirst] = possible.filter((step) => !step.next.schema && dialect.schema);
  return (possible.find((step) => step.named.test(complaint)) ?? schemaFirst ?? possible[0])?.next ?? null;
}
