import { sanitise } from "../../safety/sanitise.ts";

const MOST_LABELS = 64;

/** The first 64 labels, sanitised; without `__proto__`, which would reach a prototype where they are copied. */
export function cleanLabels(labels: Readonly<Record<string, unknown>>): Map<string, string> {
  const clean = new Map<string, string>();
  for (const [key, value] of Object.entries(labels)) {
    if (clean.size >= MOST_LABELS) break;
    const name = sanitise(key, 100);
    if (name === "" || name === "__proto__") continue;
    clean.set(name, sanitise(String(value), 500));
  }
  return clean;
}
