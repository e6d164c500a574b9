import { z } from "zod";

/**
 * Quantities as people write them in `.sre-space.yml`. Each is one zod schema whose input is the text
 * and whose output is a number in the unit that its name says.
 */
const quantity = (units: Record<string, number>, example: string) => {
  const pattern = new RegExp(`^(\\d+(?:\\.\\d+)?)\\s*(${Object.keys(units).join("|")})$`);
  return z
    .string()
    .max(32)
    .regex(pattern, `must be a number with a unit, such as ${example}`)
    .transform((text) => {
      const [, number, unit] = pattern.exec(text) ?? [];
      return Number(number) * (units[unit ?? ""] ?? Number.NaN);
    });
};

/** `90s`, `2m`, `6h`, `1d` → seconds. */
export const DurationSeconds = quantity({ s: 1, m: 60, h: 3600, d: 86_400 }, "90s, 2m, 6h or 1d");

/** `400ms`, `1.5s` → milliseconds. */
export const LatencyMs = quantity({ ms: 1, s: 1000 }, "400ms or 1.5s");

/** `300MB`, `1GiB` → bytes. */
export const ByteSize = quantity(
  { kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 },
  "300MB or 1GiB",
);

/** `99.5%` → 0.995. A bare number is taken as the share itself. */
export const Share = z.union([
  z.number().gt(0).lt(1),
  z
    .string()
    .max(16)
    .regex(/^\d{1,2}(\.\d+)?%$/, "must be a percentage below 100, such as 99.5%")
    .transform((text) => Number(text.slice(0, -1)) / 100),
]);
