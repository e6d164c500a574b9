import { type Meter, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { type Model, type ModelReply, ModelUnavailable } from "../contracts/ports/model.ts";

const DURATION = "gen_ai.client.operation.duration";
const TOKENS = "gen_ai.client.token.usage";

/**
 * The same model, with a span for each question and the metrics of the GenAI semantic conventions. What is said is in
 * neither: it is evidence of somebody's production.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
 * @see https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/ for names and buckets
 */
export function tracedModel(model: Model, meter: Meter): Model {
  const duration = meter.createHistogram(DURATION, {
    description: "How long the model took to answer",
    unit: "s",
    advice: {
      explicitBucketBoundaries: [
        0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
      ],
    },
  });
  const tokens = meter.createHistogram(TOKENS, {
    description: "Tokens of a question and of its answer",
    unit: "{token}",
    advice: { explicitBucketBoundaries: [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576] },
  });
  const common = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": model.id,
  };
  return {
    id: model.id,
    price: model.price,
    ask: (question) =>
      trace.getTracer("sre-space").startActiveSpan(
        `chat ${model.id}`,
        {
          kind: SpanKind.CLIENT,
          attributes: { ...common, "gen_ai.request.max_tokens": question.maxTokens },
        },
        async (span) => {
          const begun = performance.now();
          let trouble: string | undefined;
          try {
            const reply = await model.ask(question);
            for (const [type, count] of Object.entries(usageOf(reply))) {
              span.setAttribute(`gen_ai.usage.${type}_tokens`, count);
              tokens.record(count, { ...common, "gen_ai.token.type": type });
            }
            return reply;
          } catch (error) {
            trouble = error instanceof ModelUnavailable ? error.trouble : "unknown";
            span.setAttribute("error.type", trouble);
            span.setStatus({ code: SpanStatusCode.ERROR });
            throw error;
          } finally {
            duration.record((performance.now() - begun) / 1000, {
              ...common,
              ...(trouble === undefined ? {} : { "error.type": trouble }),
            });
            span.end();
          }
        },
      ),
  };
}

function usageOf({ usage }: ModelReply): Partial<Record<"input" | "output", number>> {
  return usage ? { input: usage.input, output: usage.output } : {};
}
