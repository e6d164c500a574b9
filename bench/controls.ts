import { SYMPTOM_BREAKS } from "../marketplace-demo/world/symptom-breaks.ts";
import type { Benchmark } from "./benchmark.ts";
import { type Pressed, press } from "./controls/press.ts";

const WANTED_SECONDS = 10;
/** A press takes about that long, its world included; a short run does the first ones. */
const SECONDS_EACH = 60;

/**
 * One press on the page of controls, and how long it takes until the incident stands on the monitor: errors, latency and memory,
 * each by a commit, whose push and deployment are part of it, and by something done to the running world.
 */
export const controls: Benchmark = async ({ progress, seconds }) => {
  const all = (["world", "commit"] as const).flatMap((by) =>
    SYMPTOM_BREAKS.map(({ symptom }) => ({ symptom, by })),
  );
  const chosen = seconds === undefined ? all : all.slice(0, Math.max(1, Math.floor(seconds / SECONDS_EACH)));
  const pressed: Pressed[] = [];
  for (const { symptom, by } of chosen) {
    const done = pressed.length / chosen.length;
    progress(`${symptom} by ${by}`, done);
    pressed.push(await press(symptom, by, (line) => progress(line, done)));
  }
  return {
    section: { presses: pressed },
    rows: pressed.map(({ symptom, by, seconds: after, before }) => ({
      what: `${symptom}, by ${by === "world" ? "something done to the running world" : "a commit that is deployed"}`,
      measured: `${after === null ? "never" : `${after.toFixed(1)} s`}${before > 0 ? `, ${before} before it` : ""}`,
      wanted: `${WANTED_SECONDS} s`,
      met: after !== null && after <= WANTED_SECONDS && before === 0,
    })),
  };
};
