import { HttpError } from "../http/errors.ts";
import type { Actor } from "../http/operation.ts";
import type { State } from "../state.ts";
import type { Controls } from "./controls.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const UNTHROTTLED = 5000;

/** The name under which an actor's calls are counted. */
export function limitKey(actor: Actor): string {
  if (actor.kind === "installation") return `installation:${actor.installation.id}`;
  if (actor.kind === "app") return `app:${actor.app.slug}`;
  return actor.kind === "user" ? `user:${actor.account.login}` : "anonymous";
}

export type Limits = {
  /** Counts a call, or throws 403/429 as github.com does. */
  count(actor: Actor, write: boolean): void;
  /** Takes a call back that does not count (304). */
  uncount(actor: Actor): void;
  headers(actor: Actor): Record<string, string>;
  status(actor: Actor): { limit: number; remaining: number; reset: number; used: number; resource: string };
};

/**
 * Primary limits are always counted and, unless throttled, never reached. Secondary limits exist only while
 * `controls.throttle` is set. https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function createLimits(state: State, controls: Controls): Limits {
  const windows = new Map<string, { reset: number; used: number }>();
  const writes = new Map<string, number[]>();

  function window(actor: Actor) {
    const key = limitKey(actor);
    const now = state.now();
    let found = windows.get(key);
    if (!found || found.reset <= now) {
      found = { reset: now + HOUR, used: 0 };
      windows.set(key, found);
    }
    return found;
  }

  function status(actor: Actor) {
    const limit = controls.throttle?.callsPerHour ?? UNTHROTTLED;
    const found = window(actor);
    const until = exhaustedUntil(actor);
    const used = until === null ? Math.min(found.used, limit) : limit;
    const over = controls.throttle === null && until === null;
    return {
      limit,
      // Without throttling the count starts over in place of refusing.
      remaining: over ? limit - (found.used % limit) : limit - used,
      reset: Math.ceil((until ?? found.reset) / 1000),
      used: over ? found.used % limit : used,
      resource: "core",
    };
  }

  function exhaustedUntil(actor: Actor): number | null {
    const names = [limitKey(actor), ...(actor.kind === "installation" ? [`app:${actor.app.slug}`] : []), "*"];
    for (const name of names) {
      const until = controls.exhausted.get(name);
      if (until === undefined) continue;
      if (until > state.now()) return until;
      controls.exhausted.delete(name);
    }
    return null;
  }

  return {
    status,
    headers(actor) {
      const now = status(actor);
      return {
        "X-RateLimit-Limit": String(now.limit),
        "X-RateLimit-Remaining": String(now.remaining),
        "X-RateLimit-Reset": String(now.reset),
        "X-RateLimit-Used": String(now.used),
        "X-RateLimit-Resource": now.resource,
      };
    },
    uncount(actor) {
      window(actor).used -= 1;
    },
    count(actor, write) {
      const found = window(actor);
      const limit = controls.throttle?.callsPerHour ?? Number.POSITIVE_INFINITY;
      if (exhaustedUntil(actor) !== null || found.used >= limit) {
        const who =
          actor.kind === "installation"
            ? `installation ID ${actor.installation.id}`
            : actor.kind === "user"
              ? `user ID ${actor.account.id}`
              : "127.0.0.1";
        throw new HttpError(403, `API rate limit exceeded for ${who}.`, {
          documentationUrl: "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api",
        });
      }
      if (write && controls.throttle) countWrite(actor, controls.throttle);
      found.used += 1;
    },
  };

  function countWrite(actor: Actor, throttle: NonNullable<Controls["throttle"]>): void {
    const key = limitKey(actor);
    const now = state.now();
    const recent = (writes.get(key) ?? []).filter((at) => at > now - HOUR);
    const lastMinute = recent.filter((at) => at > now - MINUTE);
    let wait = 0;
    if (lastMinute.length >= throttle.writesPerMinute)
      wait = lastMinute.at(-throttle.writesPerMinute)! + MINUTE - now;
    if (recent.length >= throttle.writesPerHour)
      wait = Math.max(wait, recent.at(-throttle.writesPerHour)! + HOUR - now);
    if (wait > 0)
      throw new HttpError(
        403,
        "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.",
        {
          documentationUrl:
            "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits",
          headers: { "Retry-After": String(Math.ceil(wait / 1000)) },
        },
      );
    recent.push(now);
    writes.set(key, recent);
  }
}
