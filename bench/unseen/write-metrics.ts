import { attribute } from "./attribute.ts";
import { nanoseconds } from "./nanoseconds.ts";
import { type Identity, resource } from "./resource.ts";
import type { Instance } from "./rollout.ts";
import type { Language } from "./scenario.ts";
import type { Span } from "./simulate.ts";
import type { Style } from "./style.ts";

export interface Reading {
  instance: Instance;
  language: Language;
  name: string;
  unit: string;
  value: number;
  attributes: Record<string, string>;
}

const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Writes export requests of metrics, interval by interval: request durations as histograms (each recorded request
 * stands for `weight` real ones) and gauges. Keeps the running sums that cumulative temporality needs.
 */
export function metricsWriter(style: Style, identity: Identity, weight: number, start: number) {
  const sums = new Map<string, { counts: number[]; sum: number; count: number }>();
  return (from: number, to: number, servers: Span[], readings: Reading[]): string => {
    const byInstance = new Map<
      string,
      { instance: Instance; language: Language; series: Map<string, number[]>; readings: Reading[] }
    >();
    const place = (instance: Instance, language: Language) => {
      let entry = byInstance.get(instance.id);
      if (!entry) {
        entry = { instance, language, series: new Map(), readings: [] };
        byInstance.set(instance.id, entry);
      }
      return entry;
    };
    for (const span of servers) {
      const { series } = place(span.instance, span.language);
      const key = `${span.op} ${span.status}`;
      series.set(key, [...(series.get(key) ?? []), (span.end - span.start) / 1000]);
    }
    for (const reading of readings) place(reading.instance, reading.language).readings.push(reading);
    const resourceMetrics = [...byInstance.values()].map(
      ({ instance, language, series, readings: gauges }) => {
        const dataPoints = [...series].map(([key, values]) => {
          const id = `${instance.id} ${key}`;
          const kept = style.delta ? undefined : sums.get(id);
          const total = kept ?? { counts: bounds.concat(0).map(() => 0), sum: 0, count: 0 };
          for (const value of values) {
            const bucket = bounds.findIndex((bound) => value <= bound);
            total.counts[bucket < 0 ? bounds.length : bucket]! += weight;
            total.sum += value * weight;
            total.count += weight;
          }
          sums.set(id, total);
          const [method, route, status] = key.split(" ");
          return {
            startTimeUnixNano: nanoseconds(style.delta ? from : start),
            timeUnixNano: nanoseconds(to),
            count: `${total.count}`,
            sum: total.sum,
            bucketCounts: total.counts.map(String),
            explicitBounds: bounds,
            attributes: [
              attribute("http.request.method", method!),
              attribute("http.route", route!),
              attribute("http.response.status_code", Number(status)),
            ],
          };
        });
        const names = [...new Set(gauges.map((reading) => reading.name))];
        const metrics: unknown[] = names.map((name) => ({
          name,
          unit: gauges.find((reading) => reading.name === name)!.unit,
          gauge: {
            dataPoints: gauges
              .filter((reading) => reading.name === name)
              .map((reading) => ({
                timeUnixNano: nanoseconds(to),
                asDouble: reading.value,
                attributes: Object.entries(reading.attributes).map(([key, value]) => attribute(key, value)),
              })),
          },
        }));
        if (dataPoints.length)
          metrics.unshift({
            name: "http.server.request.duration",
            unit: "s",
            histogram: { aggregationTemporality: style.delta ? 1 : 2, dataPoints },
          });
        return {
          resource: resource(instance, language, style, identity),
          scopeMetrics: [{ scope: { name: "app" }, metrics }],
        };
      },
    );
    return JSON.stringify({ resourceMetrics });
  };
}
