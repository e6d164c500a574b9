import type { Deliveries, WebhookRule } from "../events/delivery.ts";
import type { Delivery } from "../events/prepare-delivery.ts";
import type { GitHubEvent, State } from "../state.ts";
import {
  type Controls,
  type Failure,
  GITHUB_COM,
  type JournalEntry,
  type RequestSeen,
  type Throttle,
} from "./controls.ts";

/** What tests and the world turn and read; the same as `POST /_control/NAME` on loopback. */
export type ControlPanel = {
  /** Makes the next `times` (1) matching calls fail. */
  failNext(failure: Omit<Failure, "times"> & { times?: number }): void;
  /** What was to fail and has not yet does not any more. */
  failNoMore(): void;
  /** Adds milliseconds to every API call; 0 takes it away. */
  setLatency(ms: number): void;
  /** Throttles as github.com does, or as told; null stops it. */
  setThrottle(limits: Throttle | "github.com" | null): void;
  /** Uses up the primary limit of an App (`app:SLUG`), a person (`user:LOGIN`) or all (`*`) for a time. */
  exhaustRateLimit(who: string, seconds: number): void;
  restoreRateLimit(): void;
  /** Drops, delays, duplicates or reorders the next deliveries that match. */
  onWebhooks(rule: Omit<WebhookRule, "times"> & { times?: number }): void;
  releaseWebhooks(): void;
  /** Every webhook sent (or dropped), oldest first. */
  webhooks(): readonly Delivery[];
  redeliver(guid: string): void;
  /** Resolves when no webhook is under way. */
  webhooksIdle(): Promise<void>;
  /** How many further reads of a pull request answer `mergeable: null`. */
  hideMergeability(repository: string, number: number, reads: number): void;
  /** Every API call, oldest first. */
  journal(): readonly JournalEntry[];
  clearJournal(): void;
  /** Calls that asked for a change, by an App (slug) or person (login). */
  countWrites(actor: string): number;
  /** Runs before a call is handled and after, before its answer is sent; awaited. Answers how to stop it. */
  onRequest(listener: (seen: RequestSeen) => void | Promise<void>): () => void;
  /** Hears of every event as it happens, subscribed to or not. */
  onEvent(listener: (event: GitHubEvent) => void): () => void;
  /** Hears of every delivery once it was answered. */
  onDelivery(listener: (delivery: Delivery) => void): () => void;
  /** Moves the server's clock: tokens expire, rate limits reset. */
  advanceClock(ms: number): void;
};

export function createControlPanel(state: State, controls: Controls, deliveries: Deliveries): ControlPanel {
  const listen = <T>(set: Set<T>, listener: T) => {
    set.add(listener);
    return () => {
      set.delete(listener);
    };
  };
  return {
    failNoMore: () => void controls.failures.splice(0),
    failNext: (failure) => void controls.failures.push({ times: 1, ...failure }),
    setLatency(ms) {
      controls.latency = ms;
    },
    setThrottle(limits) {
      controls.throttle = limits === "github.com" ? { ...GITHUB_COM } : limits;
    },
    exhaustRateLimit: (who, seconds) => void controls.exhausted.set(who, state.now() + seconds * 1000),
    restoreRateLimit: () => controls.exhausted.clear(),
    onWebhooks: (rule) => void deliveries.rules.push({ times: 1, ...rule }),
    releaseWebhooks: () => deliveries.release(),
    webhooks: () => deliveries.sent,
    redeliver(guid) {
      const found = deliveries.sent.find((one) => one.guid === guid);
      if (!found) throw new Error(`no webhook with X-GitHub-Delivery ${guid} was sent`);
      deliveries.redeliver(found);
    },
    webhooksIdle: () => deliveries.idle(),
    hideMergeability(repository, number, reads) {
      const pull = state.repositories.get(repository.toLowerCase())?.issues.get(number)?.pull;
      if (!pull) throw new Error(`${repository} has no pull request ${number}`);
      pull.mergeableUnknownFor = reads;
    },
    journal: () => controls.journal,
    clearJournal: () => void controls.journal.splice(0),
    countWrites: (actor) => controls.journal.filter((one) => one.write && one.actor === actor).length,
    onRequest: (listener) => listen(controls.listeners, listener),
    onEvent: (listener) => listen(deliveries.onEvent, listener),
    onDelivery: (listener) => listen(deliveries.onDelivery, listener),
    advanceClock(ms) {
      const { now } = state;
      state.now = () => now() + ms;
    },
  };
}
