import { createHash } from "node:crypto";

type Request = { carrier: string; risk: Record<string, unknown> };

/** A steady price for a risk: near the market, a little higher or lower by what only the carrier knows. */
export function livePrice({ carrier, risk }: Request): number {
  const number = (name: string, otherwise: number) => Number(risk[name] ?? otherwise);
  const postcode = String(risk.postcode ?? "");
  const view =
    createHash("sha256")
      .update(`${carrier}${postcode.split(" ")[0]}`)
      .digest()[0]! / 255;
  const excess = 1.14 - number("excess", 250) * 0.0003;
  const base =
    risk.product === "motor"
      ? 41_000 *
        (number("age", 40) < 25 ? 2.1 : 1) *
        (0.7 + number("vehicleGroup", 20) * 0.026) *
        (0.86 + number("annualMileage", 8000) / 120_000)
      : 18_000 * (0.8 + number("bedrooms", 3) * 0.09);
  return Math.round(base * excess * (0.85 + view * 0.4));
}
