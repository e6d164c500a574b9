import { sanitise } from "../../safety/sanitise.ts";

const MOST_LABELS = 64;
/** Of all names and values together: thousands of alerts are held at a time. */
const MOST_CHARACTERS = 8_000;

/** The first 64 labels and 8,000 characters of them, sanitised; without `__proto__`, which would reach a prototype where they are copied. */
export function cleanLabels(labels: Readonly<Record<string, unknown>>): Map<string, string> {
  const clean = new Map<string, string>();
  let characters = 0;
  for (const [key, value] of Object.entries(labels)) {
    if (clean.size >= MOST_LABELS) break;
    const name = sanitise(key, 100);
    if (name === "" || name === "__proto__") continue;
    const text = sanitise(String(value), 500);
    characters += name.length + text.length;
    if (characters > MOST_CHARACTERS) break;
    clean.set(name, text);
  }
  return clean;
}
