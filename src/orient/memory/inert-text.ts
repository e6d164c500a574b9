import { redact } from "../../safety/redact.ts";
import { compileRedaction } from "../../safety/redaction-pattern.ts";
import { sanitise } from "../../safety/sanitise.ts";

/** Looks at more than it keeps, so that no secret is cut in two and then not known. */
const MARGIN = 500;

/** One line of text, sanitised and without what the policy redacts. */
export function inertText(patterns: readonly string[]): (text: string, maxLength: number) => string {
  const compiled = patterns.map(compileRedaction);
  return (text, max) => sanitise(redact(sanitise(text, max + MARGIN), compiled), max);
}
