import { redact } from "../../safety/redact.ts";
import type { CompiledPattern } from "../../safety/redaction-pattern.ts";
import { sanitise, sanitiseMultiline } from "../../safety/sanitise.ts";

/** Looks at more than it keeps, so that no secret is cut in two and then not known. */
const MARGIN = 500;

/** The only ways in which text of others reaches the model: sanitised, redacted, bounded, and marked as quoted. */
export interface Quotation {
  /** One line. */
  line(text: string, maxLength: number): string;
  /** Several lines. */
  lines(text: string, maxLength: number): string;
  /** Material between marks that nobody who wrote any of it can know. */
  marked(material: string): string;
}

/** @param boundary random, and new for each conversation */
export function quotation(patterns: readonly CompiledPattern[], boundary: string): Quotation {
  return {
    line: (text, max) => sanitise(redact(sanitise(text, max + MARGIN), patterns), max),
    lines: (text, max) => sanitiseMultiline(redact(sanitiseMultiline(text, max + MARGIN), patterns), max),
    marked: (material) => `<data ${boundary}>\n${material.replaceAll(boundary, "")}\n</data ${boundary}>`,
  };
}
