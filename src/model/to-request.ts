import type { OpenAI } from "openai";
import type { ModelMessage, ModelQuestion } from "../contracts/ports/model.ts";
import type { Dialect } from "./dialect.ts";

type Request = OpenAI.ChatCompletionCreateParamsNonStreaming;

/** A question as a chat completion in that dialect. Neither temperature nor seed: newer models refuse them. */
export function toRequest(model: string, question: ModelQuestion, dialect: Dialect): Request {
  const { answer } = question;
  const messages = question.messages.map(toMessage);
  if (!dialect.schema)
    messages.push({
      role: "system",
      content: `When you answer, answer with one JSON object and nothing around it, by this JSON Schema:\n${JSON.stringify(answer.schema)}`,
    });
  return {
    model,
    messages,
    [dialect.limit]: question.maxTokens,
    ...(dialect.tools && question.tools.length > 0
      ? {
          tools: question.tools.map((tool) => ({ type: "function" as const, function: { ...tool } })),
          tool_choice: question.mustAnswer ? ("none" as const) : ("auto" as const),
        }
      : {}),
    ...(dialect.schema
      ? {
          response_format: {
            type: "json_schema" as const,
            json_schema: { name: answer.name, schema: answer.schema, strict: true },
          },
        }
      : {}),
  };
}

function toMessage(message: ModelMessage): OpenAI.ChatCompletionMessageParam {
  switch (message.role) {
    case "tool":
      return { role: "tool", tool_call_id: message.call, content: message.text };
    case "assistant":
      return {
        role: "assistant",
        content: message.text,
        ...(message.calls.length > 0
          ? {
              tool_calls: message.calls.map((call) => ({
                id: call.id,
                type: "function" as const,
                function: { name: call.name, arguments: call.arguments },
              })),
            }
          : {}),
      };
    default:
      return { role: message.role, content: message.text };
  }
}
