import { readFileSync } from "node:fs";
import { z } from "zod";
import { PRESSURE_STEPS } from "../../src/contracts/ports/pressure.ts";

const Line = z.object({ time: z.iso.datetime(), step: z.enum(PRESSURE_STEPS) });
export interface GovernorStep {
  /** Epoch milliseconds. */
  at: number;
  step: (typeof PRESSURE_STEPS)[number];
}

/** What the governor gave up and took up again, by the service's own log. */
export function governorSteps(log: string): GovernorStep[] {
  return readFileSync(log, "utf8")
    .split("\n")
    .flatMap((text) => {
      const line = Line.safeParse(parse(text));
      return line.success ? [{ at: Date.parse(line.data.time), step: line.data.step }] : [];
    });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
