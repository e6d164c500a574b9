import type { ModelPrice } from "../contracts/ports/model.ts";
import { PRICES } from "./prices.ts";

/** Price of a model by its name, with or without the date of its release (`gpt-4.1-2025-04-14`); null for one that the table lacks. */
export function priceOf(model: string): ModelPrice | null {
  const name = model.toLowerCase().replace(/-\d{4}-\d{2}-\d{2}$/, "");
  return Object.hasOwn(PRICES, name) ? (PRICES[name] ?? null) : null;
}
