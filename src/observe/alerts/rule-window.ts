/** How far back a rule may have looked when it fired, and waited with its condition met, where nobody says. */
const UNKNOWN_MS = 60_000;
const LONGEST_MS = 6 * 3600_000;
const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3600_000, d: 86_400_000 } as const;

/**
 * How long before an alert starts the trouble behind it may have begun, in milliseconds. Prometheus's
 * generator URL holds the rule's expression, and its longest range selector (`[5m]`) says how far the rule
 * looks back (https://prometheus.io/docs/prometheus/latest/querying/basics/#range-vector-selectors); `for`
 * is not in it, and is taken to be as long again.
 */
export function ruleWindowMs(generatorUrl: string | undefined): number {
  const url = URL.parse(generatorUrl ?? "");
  if (!url) return UNKNOWN_MS;
  const expressions = [...url.searchParams.values()].join(" ").slice(0, 10_000);
  const ranges = [...expressions.matchAll(/\[(\d{1,6})(ms|s|m|h|d)[\]:]/g)].map(
    ([, count, unit]) => Number(count) * UNITS[unit as keyof typeof UNITS],
  );
  return ranges.length === 0 ? UNKNOWN_MS : Math.min(LONGEST_MS, 2 * Math.max(...ranges));
}
