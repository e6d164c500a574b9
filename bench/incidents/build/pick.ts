import type { Random } from "../../telemetry/random.ts";

/** A value by its weight. */
export function pick(values: Readonly<Record<string, number>>, random: Random): string {
  const entries = Object.entries(values);
  let draw = random.uniform() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of entries) {
    draw -= weight;
    if (draw < 0) return value;
  }
  return entries.at(-1)?.[0] ?? "";
}
