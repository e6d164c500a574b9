import { sanitise } from "../../safety/sanitise.ts";

/**
 * A message without what differs from one occurrence to the next: addresses, ids, dates, quoted values, numbers.
 * What is left groups occurrences, and is all of the message that evidence carries.
 */
export function templateOf(message: string, maxLength: number): string {
  return sanitise(
    message
      .slice(0, 4 * maxLength)
      // Tried where a word begins and nowhere else: a long word without an @ would be read once from each of its characters.
      .replace(/(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+/g, "<email>")
      .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<uuid>")
      .replace(/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, "<date>")
      .replace(/"[^"\n]{0,200}"|`[^`\n]{0,200}`|(?<![\p{L}\d])'[^'\n]{0,200}'(?!\p{L})/gu, "<value>")
      .replace(/\b(?:0x[0-9a-f]+|(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,})\b/gi, "<hex>")
      .replace(/(?<![\p{L}_])[-+]?\d+(?:[.,]\d+)*/gu, "<n>"),
    maxLength,
  );
}
