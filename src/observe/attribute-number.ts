import type { Attributes } from "../contracts/telemetry.ts";

/** The first of these attributes that is a number, or a text that spells one; new spellings go before old ones. */
export function attributeNumber(attributes: Attributes, ...keys: string[]): number | undefined {
  for (const key of keys) {
    const value = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    const number = typeof value === "string" && value !== "" ? Number(value) : value;
    if (typeof number === "number" && Number.isFinite(number)) return number;
  }
  return undefined;
}
