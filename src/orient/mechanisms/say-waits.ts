import type { Evidence } from "../../contracts/evidence.ts";
import type { Say } from "./say.ts";

/** Whole phrases of pools in which nothing is left, and of runtimes that see what is not given back. */
const POOL =
  /waiting for a connection|obtaining a connection from the pool|Connection is not available, request timed out|[Cc]onnection pool (?:is )?(?:exhausted|timed out)|QueuePool limit|pool timed out|timeout exceeded when trying to connect|[Tt]oo many (?:connections|clients|open files)/;
const LEAKED =
  /[Cc]onnection .{0,80}was leaked|[Cc]onnection leak detection|\bLEAK: |[Uu]nclosed (?:connection|client session|file|transport|connector)|never closed/;
const COLLECTS =
  /\blong_gc\b|GC overhead limit|\bFull GC\b|\bGC pause\b|heap (?:usage|size) (?:is )?(?:above|over|exceeds)/;
const OFTENER = 2;

/** Requests that take longer may say in errors and logs what it is that they wait for. */
export function sayWaits(items: readonly Evidence["items"][number][], say: Say): void {
  for (const item of items) {
    if (item.kind === "exception" && item.countBefore <= 0.2 * item.count && POOL.test(item.message))
      say("runs out", 0.5, item.id);
    if (item.kind !== "log") continue;
    const { before, after } = item.perMinute ?? { before: item.countBefore, after: item.count };
    if (after < OFTENER * before) continue;
    if (LEAKED.test(item.template)) say("runs out", 0.4, item.id);
    if (COLLECTS.test(item.template)) say("leaks", 0.4, item.id);
  }
}
