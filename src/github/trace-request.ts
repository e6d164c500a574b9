import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";

/**
 * Runs one request in a span, as the HTTP conventions describe a client's. Its address is the template, which names no
 * repository and no branch.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client-span
 */
export async function traceRequest<T>(
  method: string,
  template: string,
  request: () => Promise<T>,
): Promise<T> {
  return trace
    .getTracer("sre-space")
    .startActiveSpan(
      `${method} ${template}`,
      { kind: SpanKind.CLIENT, attributes: { "http.request.method": method, "url.template": template } },
      async (span) => {
        try {
          const answer = await request();
          span.setAttribute("http.response.status_code", statusOf(answer) ?? 0);
          return answer;
        } catch (error) {
          const status = statusOf(error);
          if (status !== undefined) span.setAttribute("http.response.status_code", status);
          span.setAttribute("error.type", status === undefined ? "unreachable" : String(status));
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      },
    );
}

function statusOf(answer: unknown): number | undefined {
  const status = (answer as { status?: unknown } | null)?.status;
  return typeof status === "number" && status > 0 ? status : undefined;
}
