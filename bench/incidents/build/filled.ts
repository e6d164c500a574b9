import type { Random } from "../../telemetry/random.ts";
import { hex } from "./hex.ts";

/** `{n}` becomes a number, `{hex}` an id. */
export function filled(text: string, random: Random): string {
  return text.replace(/\{(n|hex)\}/g, (_, kind) =>
    kind === "n" ? String(Math.floor(random.uniform() * 90_000) + 10_000) : hex(random, 12),
  );
}
