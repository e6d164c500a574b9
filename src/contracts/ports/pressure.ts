/**
 * What is given up, one thing after another, before the machine takes the whole process: the evidence that is kept at
 * hand, models that think side by side, models at all, and last the telemetry that comes in.
 */
export const PRESSURE_STEPS = ["none", "fewer-traces", "one-model-call", "no-model", "no-telemetry"] as const;
export type PressureStep = (typeof PRESSURE_STEPS)[number];

export interface PressureState {
  step: PressureStep;
  memory: MemoryUse;
  /** In a sentence, what is given up and why; null where nothing is. */
  reason: string | null;
}

/** Memory that is in use, and what it is measured against, in bytes. */
export interface MemoryUse {
  used: number;
  limit: number;
}

/** How much may run at the moment. */
export interface Pressure {
  state(): PressureState;
  /** Whether that was given up by now. */
  hasGivenUp(step: PressureStep): boolean;
}
