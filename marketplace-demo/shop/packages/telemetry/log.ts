import { logs, SeverityNumber, trace } from "@opentelemetry/api";

type Fields = Record<string, string | number | boolean | undefined>;
type Level = "info" | "notice" | "warn" | "error";

const severities = {
  info: SeverityNumber.INFO,
  notice: SeverityNumber.INFO2,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
};

function write(level: Level, message: string, fields: Fields, error?: unknown): void {
  if (process.env.LOG_LEVEL !== "silent") {
    const traceId = trace.getActiveSpan()?.spanContext().traceId;
    const line = { time: new Date().toISOString(), level, message, trace_id: traceId, ...fields };
    const stack = error instanceof Error ? { stack: error.stack } : {};
    process.stdout.write(`${JSON.stringify({ ...line, ...stack })}\n`);
  }
  // Requests are in the traces already; only what went wrong or was changed is worth a log record.
  if (level === "info") return;
  logs.getLogger("fernhill").emit({
    severityNumber: severities[level],
    severityText: level.toUpperCase(),
    body: message,
    attributes: { ...fields, ...exceptionAttributes(error) },
  });
}

function exceptionAttributes(error: unknown): Fields {
  if (!(error instanceof Error)) return {};
  return {
    "exception.type": error.name,
    "exception.message": error.message,
    "exception.stacktrace": error.stack,
  };
}

/** One JSON line on stdout each; all but `info` also leave as OpenTelemetry log records. */
export const log = {
  info: (message: string, fields: Fields = {}): void => write("info", message, fields),
  /** Something about how we run was changed, by a person. */
  notice: (message: string, fields: Fields = {}): void => write("notice", message, fields),
  warn: (message: string, fields: Fields = {}): void => write("warn", message, fields),
  error: (message: string, error: unknown, fields: Fields = {}): void =>
    write("error", message, fields, error),
};
