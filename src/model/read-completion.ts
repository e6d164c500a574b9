import { z } from "zod";
import { type ModelReply, ModelUnavailable } from "../contracts/ports/model.ts";

const MOST_CALLS = 32;
const LONGEST_TEXT = 200_000;
const LONGEST_ARGUMENTS = 20_000;

const Count = z.number().int().nonnegative().max(1e9);

/** Of a chat completion, what is read; servers that call themselves compatible leave out a good deal. */
const Completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          tool_calls: z
            .array(
              z.object({
                id: z.string().max(200).nullish(),
                function: z.object({
                  name: z.string().max(200),
                  // Some servers give the object itself.
                  arguments: z.union([z.string(), z.record(z.string(), z.unknown())]).nullish(),
                }),
              }),
            )
            .nullish(),
        }),
      }),
    )
    .min(1),
  usage: z
    .object({
      prompt_tokens: Count,
      completion_tokens: Count,
      prompt_tokens_details: z.object({ cached_tokens: Count.nullish() }).nullish(),
    })
    .nullish()
    .catch(null),
});

/** @throws ModelUnavailable where it refuses, was cut off, or is no completion at all */
export function readCompletion(body: unknown): ModelReply {
  const read = Completion.safeParse(body);
  const choice = read.data?.choices[0];
  if (!read.success || !choice)
    throw new ModelUnavailable("unreadable", "gave an answer that cannot be read", true, read.error);
  const { message, finish_reason } = choice;
  if (message.refusal || finish_reason === "content_filter")
    throw new ModelUnavailable("refused", "refused to answer", true, message.refusal ?? undefined);
  if (finish_reason === "length")
    throw new ModelUnavailable("cut-off", "was cut off before it had answered", true);
  const calls = (message.tool_calls ?? []).slice(0, MOST_CALLS).map((call, i) => {
    const given = call.function.arguments ?? "";
    return {
      id: call.id || `call-${i}`,
      name: call.function.name,
      arguments: (typeof given === "string" ? given : JSON.stringify(given)).slice(0, LONGEST_ARGUMENTS),
    };
  });
  const { usage } = read.data;
  return {
    text: (message.content ?? "").slice(0, LONGEST_TEXT),
    calls,
    usage: usage
      ? {
          input: usage.prompt_tokens,
          cached: Math.min(usage.prompt_tokens, usage.prompt_tokens_details?.cached_tokens ?? 0),
          output: usage.completion_tokens,
        }
      : null,
  };
}
