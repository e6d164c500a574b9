import type { Level } from "../contracts/anomaly.ts";

/** A measured value with its unit: `41.8 %`, `412 ms`, `1.2 s`, `3.4 MB/s`, `12 req/s`, `40 waiting`. */
export function amount(value: number, unit: Level["unit"]): string {
  switch (unit) {
    case "ratio":
      return `${significant(value * 100)} %`;
    case "ms":
      return Math.abs(value) >= 1000 ? `${significant(value / 1000)} s` : `${significant(value)} ms`;
    case "bytes/s":
      return Math.abs(value) >= 1e6 ? `${significant(value / 1e6)} MB/s` : `${significant(value / 1e3)} kB/s`;
    case "requests/s":
      return `${significant(value)} req/s`;
    case "waiting":
      return `${significant(value)} waiting`;
  }
}

/** Three digits that mean something, never in exponents. */
function significant(value: number): string {
  if (!Number.isFinite(value)) return "?";
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}
