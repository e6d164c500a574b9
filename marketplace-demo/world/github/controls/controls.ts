import type { Actor } from "../http/operation.ts";

export type JournalEntry = {
  /** Milliseconds since the epoch at arrival. */
  at: number;
  method: string;
  /** Without `/api/v3` and without the query. */
  path: string;
  query: string;
  /** App slug, login, or `anonymous`. */
  actor: string;
  kind: Actor["kind"];
  status: number;
  /** Whether the call asks for a change of what GitHub shows; asking for a token does not. */
  write: boolean;
};

export type Failure = {
  method?: string;
  /** Matched against the path without `/api/v3`; a string is the whole path. */
  path?: RegExp | string;
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** How many calls fail. */
  times: number;
  /** `before` (default): nothing happens. `after`: it is done, and only the answer is lost. */
  when?: "before" | "after";
  /** Cut the connection in place of an answer. */
  hangUp?: boolean;
};

export type RequestSeen = {
  phase: "before" | "after";
  method: string;
  path: string;
  query: string;
  actor: string;
  body: unknown;
  write: boolean;
  /** Only in phase `after`. */
  status?: number;
};

export type Throttle = {
  /** Content writes a minute and an hour; github.com's are 80 and 500. */
  writesPerMinute: number;
  writesPerHour: number;
  /** All calls an hour, per installation or person; github.com's is 5000. */
  callsPerHour: number;
};

export const GITHUB_COM: Throttle = { writesPerMinute: 80, writesPerHour: 500, callsPerHour: 5000 };

/** What tests and the world turn: failures, latency, limits, and what was seen. */
export type Controls = {
  failures: Failure[];
  /** Milliseconds added to every API call. */
  latency: number;
  throttle: Throttle | null;
  /** Actors (`app:slug`, `user:login`) whose primary limit is used up, with the moment it resets (ms). */
  exhausted: Map<string, number>;
  journal: JournalEntry[];
  listeners: Set<(seen: RequestSeen) => void | Promise<void>>;
};

export function createControls(): Controls {
  return {
    failures: [],
    latency: 0,
    throttle: null,
    exhausted: new Map(),
    journal: [],
    listeners: new Set(),
  };
}

/** Takes the first failure that matches a call, and uses it up once. */
export function takeFailure(
  controls: Controls,
  method: string,
  path: string,
  when: "before" | "after",
): Failure | null {
  for (const failure of controls.failures) {
    if ((failure.when ?? "before") !== when || failure.times <= 0) continue;
    if (failure.method && failure.method.toUpperCase() !== method) continue;
    if (typeof failure.path === "string" && failure.path !== path) continue;
    if (failure.path instanceof RegExp && !failure.path.test(path)) continue;
    failure.times -= 1;
    if (failure.times === 0) controls.failures.splice(controls.failures.indexOf(failure), 1);
    return failure;
  }
  return null;
}
