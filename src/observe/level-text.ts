import type { Level } from "../contracts/anomaly.ts";

/** A level as people write it. */
export function levelText({ value, unit }: Pick<Level, "value" | "unit">): string {
  if (unit === "ms") return value >= 10_000 ? `${(value / 1000).toFixed(1)} s` : `${Math.round(value)} ms`;
  if (unit === "requests/s") return `${Number(value.toPrecision(2))} requests a second`;
  if (unit === "waiting") return `${Math.round(value)} waiting`;
  if (unit === "bytes/s") return `${(value / 1e6).toFixed(1)} MB/s`;
  const percent = value * 100;
  return `${percent >= 10 ? percent.toFixed(0) : Number(percent.toPrecision(2))}%`;
}
