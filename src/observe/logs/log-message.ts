import type { LogRecord } from "../../contracts/telemetry.ts";
import { attributeText } from "../attribute-text.ts";

const MAX_LENGTH = 2_000;
const FIELDS = ["message", "msg", "event", "log", "body", "text"];

/**
 * What a log record says, as one text: its body, the message field of a structured body, or the template that the
 * logger kept (Serilog, Microsoft.Extensions.Logging), which is better than any that could be mined.
 */
export function logMessage({ body, attributes, eventName }: LogRecord): string {
  const template = attributeText(
    attributes,
    "message_template.text",
    "{OriginalFormat}",
    "log.message.template",
  );
  if (template) return template.slice(0, MAX_LENGTH);
  if (typeof body === "string") {
    const text = body.slice(0, 2 * MAX_LENGTH);
    return (text.startsWith("{") ? messageIn(parsed(text)) : null) ?? text.slice(0, MAX_LENGTH);
  }
  const said = messageIn(body) ?? eventName;
  if (said !== undefined && said !== null) return said.slice(0, MAX_LENGTH);
  return body === null ? "" : JSON.stringify(body).slice(0, MAX_LENGTH);
}

function messageIn(body: unknown): string | null {
  if (body === null || typeof body !== "object" || Array.isArray(body)) return null;
  for (const field of FIELDS) {
    const value = Object.hasOwn(body, field) ? (body as Record<string, unknown>)[field] : undefined;
    if (typeof value === "string" && value !== "") return value;
  }
  return null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
