import type { Clock } from "../contracts/ports/clock.ts";
import type { Recovery } from "../contracts/recovery.ts";
import type { ProbeSeen } from "../contracts/sealed-state.ts";
import type { RecoveryQuestion } from "../observe/recovery/recovery-question.ts";

/** Good answers in a row after which it is well. */
const ENOUGH = 20;
const EVERY_MS = 1_000;
const TIMEOUT_MS = 10_000;

export const NOTHING_SEEN: ProbeSeen = { failedAt: null, wellSince: null, well: 0 };

/** What was seen, with one answer more. `at` is when it was asked, in epoch milliseconds. */
export function withAnswer(seen: ProbeSeen, well: boolean, at: number): ProbeSeen {
  const when = new Date(at).toISOString();
  if (!well) return { failedAt: when, wellSince: null, well: 0 };
  return { failedAt: seen.failedAt, wellSince: seen.wellSince ?? when, well: seen.well + 1 };
}

/**
 * What the answers say of a symptom; null where they say nothing, because the address never failed while it was there.
 * Well before a remedy was merged is not the remedy's doing.
 */
export function recoveryByProbe(seen: ProbeSeen, question: RecoveryQuestion, now: number): Recovery | null {
  const { since, remedied, begun } = question;
  if (seen.failedAt === null) return null;
  const answer = (state: Recovery["state"], summary: string): Recovery => ({
    at: new Date(now).toISOString(),
    since,
    state,
    summary,
  });
  if (seen.wellSince === null)
    return seen.failedAt >= since
      ? answer("not-healed", "The probe does not answer well.")
      : answer("unknown", "The probe has not been asked since.");
  if (seen.well < ENOUGH)
    return answer(
      "unknown",
      `The probe has answered well ${seen.well} times in a row; ${ENOUGH} are enough.`,
    );
  const words = `The probe answers well, ${seen.well} times in a row since ${seen.wellSince.slice(11, 16)} UTC.`;
  if (!remedied) return answer("recovered-unexplained", words);
  if (begun && seen.wellSince < begun)
    return answer("recovered-unexplained", `${words} It did so before the change was merged.`);
  return answer("healed", words);
}

/** Asks an address until it is stopped, one question after the other; redirections are not followed. */
export function startProbe(
  probe: { url: string; status: number },
  before: ProbeSeen,
  clock: Clock,
): {
  seen(): ProbeSeen;
  /** Whether a few answers more tell whether it is well: it failed before, and has not answered well often enough yet. */
  isSettling(): boolean;
  stop(): void;
} {
  let seen = before;
  let asked = false;
  let stopped = false;
  async function ask(): Promise<void> {
    const at = clock.now();
    const well = await fetch(probe.url, {
      redirect: "manual",
      headers: { "user-agent": "sre-space" },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).then(
      async (answer) => {
        await answer.body?.cancel();
        return answer.status === probe.status;
      },
      () => false,
    );
    if (stopped) return;
    seen = withAnswer(seen, well, at);
    asked = true;
    clock.after(EVERY_MS, () => void ask());
  }
  void ask();
  return {
    seen: () => seen,
    isSettling: () => !asked || (seen.failedAt !== null && seen.well > 0 && seen.well < ENOUGH),
    stop() {
      stopped = true;
    },
  };
}
