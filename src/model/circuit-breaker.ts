import type { Clock } from "../contracts/ports/clock.ts";
import { ModelUnavailable } from "../contracts/ports/model.ts";

/** Failures in a row after which it is left alone, and for how long: doubled each time that a trial fails. */
const FAILURES = 3;
const FIRST_REST_MS = 60_000;
const LONGEST_REST_MS = 15 * 60_000;

/**
 * Leaves what fails alone for a while, then lets one question through as a trial (Nygard, "Release It!", 2007): while an
 * endpoint is dead no incident waits for it. A key that is refused, or an account without credit, is enough at once.
 */
export function circuitBreaker(clock: Clock): <T>(ask: () => Promise<T>) => Promise<T> {
  let failures = 0;
  let restMs = FIRST_REST_MS;
  let restsUntil: number | null = null;
  let trial = false;

  return async (ask) => {
    if (restsUntil !== null && (trial || clock.now() < restsUntil)) {
      const at = new Date(restsUntil).toISOString().slice(11, 16);
      throw new ModelUnavailable("resting", `failed before and is left alone until ${at} UTC`, false);
    }
    const isTrial = restsUntil !== null;
    trial = isTrial;
    try {
      const answer = await ask();
      failures = 0;
      restMs = FIRST_REST_MS;
      restsUntil = null;
      return answer;
    } catch (error) {
      if (error instanceof ModelUnavailable && isAnswer(error)) {
        failures = 0;
        restsUntil = null;
      } else {
        failures += 1;
        const atOnce = error instanceof ModelUnavailable && isHopeless(error);
        if (isTrial || atOnce || failures >= FAILURES) {
          restsUntil = clock.now() + restMs;
          restMs = Math.min(restMs * 2, LONGEST_REST_MS);
        }
      }
      throw error;
    } finally {
      if (isTrial) trial = false;
    }
  };
}

/** The endpoint is well: it is this one question that it will not answer. */
const isAnswer = ({ trouble }: ModelUnavailable) => trouble === "refused" || trouble === "cut-off";
const isHopeless = ({ trouble }: ModelUnavailable) => trouble === "unauthorised" || trouble === "no-credit";
