import { SpanStatusCode, trace } from "@opentelemetry/api";
import { topFrame } from "./top-frame.ts";

/** Puts an unexpected error on the request's span, with the line of ours that it came from. */
export function recordFailure(error: Error): void {
  const span = trace.getActiveSpan();
  if (!span) return;
  span.recordException(error);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  const frame = topFrame(error);
  if (!frame) return;
  span.setAttribute("code.file.path", frame.file);
  span.setAttribute("code.line.number", frame.line);
  if (frame.function) span.setAttribute("code.function.name", frame.function);
}
