/** Milliseconds with fractions since the epoch → the nanoseconds that OTLP JSON wants, as a string. */
export function nanoseconds(ms: number): string {
  const whole = Math.floor(ms);
  return `${BigInt(whole) * 1_000_000n + BigInt(Math.floor((ms - whole) * 1e6))}`;
}
