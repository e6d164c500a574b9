import type { Random } from "./random.ts";

/** How the shop of a case instruments: which conventions, and what it leaves out. */
export interface Style {
  semconv: "new" | "old";
  status: boolean;
  kinds: boolean;
  exceptionsIn: "events" | "logs" | "both";
  revision: "vcs" | "sha" | "short" | "tag" | "none";
  instances: "id" | "pod" | "none";
  codeAttributes: boolean;
  delta: boolean;
  environment: boolean;
}

/** Draws a style; `revision` and `exceptions` keep what a case cannot do without. */
export function drawStyle(random: Random, needs: readonly string[]): Style {
  const logsOnly = random.chance(0.25);
  return {
    semconv: random.chance(0.7) ? "new" : "old",
    status: random.chance(0.88),
    kinds: random.chance(0.9),
    exceptionsIn: logsOnly ? "logs" : random.chance(0.75) ? "events" : "both",
    revision: needs.includes("revision")
      ? random.pick(["vcs", "sha", "short"] as const)
      : random.pick(["vcs", "vcs", "sha", "sha", "short", "tag", "none"] as const),
    instances: needs.includes("revision") ? "id" : random.pick(["id", "id", "pod", "none"] as const),
    codeAttributes: random.chance(0.45),
    delta: random.chance(0.4),
    environment: random.chance(0.8),
  };
}
