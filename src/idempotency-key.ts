import type { DurableSignal } from "./contracts/signal.ts";

/**
 * Under which a signal is heard once. A delivery's id is not signed, so that somebody who plays a command again may give
 * it another; the comment that it stands in stays the same, whether a webhook or a look at the thread tells of it.
 */
export function idempotencyKey(delivery: string, signal: DurableSignal): string {
  return signal.kind === "command" && signal.comment !== null
    ? `comment ${signal.repository.toLowerCase()} ${signal.comment}`
    : delivery;
}
