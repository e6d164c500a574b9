import type { Clock } from "../contracts/ports/clock.ts";
import {
  type MemoryUse,
  PRESSURE_STEPS,
  type Pressure,
  type PressureState,
  type PressureStep,
} from "../contracts/ports/pressure.ts";
import { type Level, nextLevel } from "./next-level.ts";

const LOOK_MS = 1_000;
const MEGABYTE = 1_048_576;

/** What stays away at each step, for people. */
const GIVEN_UP: Record<Exclude<PressureStep, "none">, string> = {
  "fewer-traces": "fewer traces are kept",
  "one-model-call": "fewer traces are kept, and the model is asked one question at a time",
  "no-model": "fewer traces are kept, and Brain reasons without the model",
  "no-telemetry": "telemetry is refused for the moment",
};

/**
 * Looks at the memory each second, and has things given up before there is none left.
 *
 * @param read what is in use, nearest to which limit
 * @param moved is told of each new step, and whether more is given up than before
 */
export function govern(
  read: () => MemoryUse,
  clock: Clock,
  moved: (state: PressureState, tighter: boolean) => void,
): Pressure & { stop(): void } {
  let memory = read();
  let level: Level = { given: 0, roomySince: null };
  let cancel = clock.after(LOOK_MS, look);

  function state(): PressureState {
    const step = PRESSURE_STEPS[level.given] as PressureStep;
    if (step === "none") return { step, memory, reason: null };
    const { used, limit } = memory;
    return {
      step,
      memory,
      reason: `Memory is short (${Math.round(used / MEGABYTE)} of ${Math.round(limit / MEGABYTE)} MB): ${GIVEN_UP[step]}.`,
    };
  }

  function look(): void {
    memory = read();
    const before = level.given;
    level = nextLevel(level, memory.used / memory.limit, clock.now());
    cancel = clock.after(LOOK_MS, look);
    if (level.given !== before) moved(state(), level.given > before);
  }

  return {
    state,
    hasGivenUp: (step) => PRESSURE_STEPS.indexOf(step) <= level.given,
    stop: () => cancel(),
  };
}
