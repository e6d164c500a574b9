import type { Benchmark, Row } from "./benchmark.ts";
import { type Handled, handleIncidents } from "./workers/handle-incidents.ts";

const REPOSITORIES = 20;
const SERVICES_EACH = 10;
const FASTER = 1.7;
const PATIENCE_MS = 120_000;
/** Of a development run: incidents in each repository for every ten seconds that were asked for. */
const PER_SERVICE_SECONDS = 10;

/**
 * Two hundred incidents over twenty repositories at one moment, with a GitHub that answers after 300 ms: handled by one
 * worker, and by two that share one Redis and one PostgreSQL, each on three quarters of a processor of its own. Each must have one issue, one branch and one pull request.
 */
export const workers: Benchmark = async ({ progress, seconds }) => {
  const servicesEach =
    seconds === undefined
      ? SERVICES_EACH
      : Math.max(1, Math.min(SERVICES_EACH, Math.round(seconds / PER_SERVICE_SECONDS)));
  const run = (count: number, from: number) =>
    handleIncidents(
      { workers: count, repositories: REPOSITORIES, servicesEach, patienceMs: PATIENCE_MS },
      (text, done) => progress(text, from + done / 2),
    );
  const one = await run(1, 0);
  const two = await run(2, 0.5);
  const faster = one.seconds / two.seconds;
  return {
    section: { incidents: one.incidents, faster: Number(faster.toFixed(2)), one, two },
    rows: [
      ...rowsOf("one worker", one),
      ...rowsOf("two workers", two),
      {
        what: "two are faster by",
        measured: `× ${faster.toFixed(2)}`,
        wanted: `≥ × ${FASTER}`,
        met: faster >= FASTER,
      },
    ],
    notes: [...one.failures, ...two.failures],
  };
};

function rowsOf(who: string, handled: Handled): Row[] {
  const { incidents, seconds, until, processor_seconds: used } = handled;
  const once = [handled.issues, handled.branches, handled.pull_requests, handled.stored];
  const whole = (value: number) => value.toFixed(0);
  return [
    {
      what: `${who}: seconds for ${incidents} (a tenth, half, nine tenths)`,
      measured: `${seconds.toFixed(1)} (${until.p10.toFixed(1)}, ${until.p50.toFixed(1)}, ${until.p90.toFixed(1)})`,
    },
    {
      what: `${who}: issues, branches, pull requests, incidents; shared`,
      measured: `${once.join(", ")}; ${handled.shared}`,
      wanted: `${incidents} each; 0`,
      met: once.every((n) => n === incidents) && handled.shared === 0,
    },
    {
      what: `${who}: processor seconds of workers, of all around them; writes`,
      measured: `${used.workers.map(whole).join(" + ")}, ${whole(used.world)}; ${handled.writes}`,
    },
  ];
}
