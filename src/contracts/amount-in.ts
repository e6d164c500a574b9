const TIME_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
};
const BYTES: Readonly<Record<string, number>> = {
  By: 1,
  KiBy: 1024,
  MiBy: 1024 ** 2,
  GiBy: 1024 ** 3,
  kBy: 1e3,
  MBy: 1e6,
};

/**
 * A measured value in its sender's unit (UCUM, as OpenTelemetry writes it) as people write it: `412 ms`, `1.2 GB`,
 * `12 connections`, `87 %`. https://opentelemetry.io/docs/specs/semconv/general/metrics/#instrument-units
 */
export function amountIn(value: number, unit: string): string {
  if (!Number.isFinite(value)) return "?";
  const rate = unit.endsWith("/s");
  const of = rate ? unit.slice(0, -2) : unit;
  const tail = rate ? "/s" : "";
  const time = TIME_MS[of];
  if (time !== undefined && !rate) {
    const ms = value * time;
    if (Math.abs(ms) >= 120_000) return `${digits(ms / 60_000)} min`;
    if (Math.abs(ms) >= 1000) return `${digits(ms / 1000)} s`;
    return Math.abs(ms) >= 0.1 || ms === 0 ? `${digits(ms)} ms` : `${digits(ms * 1000)} µs`;
  }
  const bytes = BYTES[of];
  if (bytes !== undefined) {
    const all = value * bytes;
    const size = Math.abs(all);
    if (size >= 1e9) return `${digits(all / 1e9)} GB${tail}`;
    if (size >= 1e6) return `${digits(all / 1e6)} MB${tail}`;
    return size >= 1e3 ? `${digits(all / 1e3)} kB${tail}` : `${digits(all)} B${tail}`;
  }
  if (of === "%") return `${digits(value)} %`;
  const noun = /^\{([\w ./-]{1,40})\}$/.exec(of)?.[1];
  if (noun) return `${digits(value)} ${noun}${Math.abs(value) === 1 || noun.endsWith("s") ? "" : "s"}${tail}`;
  return of === "" || of === "1" ? `${digits(value)}${tail}` : `${digits(value)} ${of}${tail}`;
}

/** Three digits that mean something, never in exponents. */
function digits(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e15) return value.toExponential(2);
  const places = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
  return String(Number(value.toFixed(places)));
}
