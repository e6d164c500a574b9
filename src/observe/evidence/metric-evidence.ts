import { amountIn } from "../../contracts/amount-in.ts";
import type { MetricSeries } from "../metrics/metric-series.ts";
import { saturationOf } from "../metrics/saturation-of.ts";
import { type ShiftedMetric, shiftedMetrics } from "../metrics/shifted-metrics.ts";
import type { EvidenceContext, Unnumbered } from "./evidence-context.ts";

const MAX_ITEMS = 8;
const MAX_POINTS = 60;
const SHOWN_MS = 10 * 60_000;

/** Metrics of the service, and of all that send theirs with the same credential, which moved or have run out of room. */
export function metricEvidence({
  anomaly,
  record,
  memory,
  before,
  after,
  now,
}: EvidenceContext): Unnumbered[] {
  const { metrics } = memory.witnesses;
  const of = { scopes: record.scopes, environment: anomaly.environment };
  const found: {
    service: string;
    series: MetricSeries;
    shift: ShiftedMetric | null;
    saturation: string | null;
  }[] = [];
  const shifted = new Map(
    shiftedMetrics(metrics, of, { earliest: before, at: after }, now).map((one) => [one.series, one]),
  );
  for (const [service, all] of metrics.of(of.scopes, of.environment)) {
    for (const series of all) {
      const saturation = saturationOf(series, all, after, now + 1);
      const shift = shifted.get(series) ?? null;
      if (shift || saturation) found.push({ service, series, shift, saturation });
    }
  }
  const near = (service: string) =>
    service === record.service ? 2 : anomaly.blastRadius.includes(service) ? 0.5 : 1;
  const strength = (one: (typeof found)[number]) =>
    near(one.service) * ((one.saturation ? 20 : 0) + Math.min(20, Math.abs(one.shift?.deviations ?? 0)));
  const name = (one: (typeof found)[number]) =>
    `${one.service}\0${one.series.name}\0${JSON.stringify(one.series.attributes)}`;
  return found
    .sort((a, b) => strength(b) - strength(a) || (name(a) < name(b) ? -1 : 1))
    .slice(0, MAX_ITEMS)
    .map(({ service, series, shift, saturation }) => {
      const readings = series.read(after - SHOWN_MS, now + 1).slice(-MAX_POINTS);
      const last = readings.at(-1);
      const round = (value: number) => Number(value.toPrecision(4));
      const kind = Object.values(series.attributes).join(", ");
      const what = `${series.name}${kind ? ` (${kind})` : ""} of ${service}`;
      const is = shift?.after ?? last?.value ?? 0;
      const moved = shift
        ? `${amountIn(shift.before, series.unit)} before the onset, ${amountIn(is, series.unit)} since`
        : amountIn(is, series.unit);
      return {
        kind: "metric",
        service,
        metric: series.name,
        unit: series.unit,
        attributes: { ...series.attributes },
        ...(shift
          ? { before: round(shift.before), deviations: round(shift.deviations), q: round(shift.q) }
          : {}),
        after: round(is),
        ...(saturation ? { saturation } : {}),
        points: readings.map(
          (one) => [Math.round((one.atMs - after) / 1000), round(one.value)] as [number, number],
        ),
        ...(last ? { reference: { at: new Date(last.atMs).toISOString() } } : {}),
        text: `${what}: ${moved}${saturation ? `; ${saturation}` : ""}.`.slice(0, 1000),
      } satisfies Unnumbered;
    });
}
