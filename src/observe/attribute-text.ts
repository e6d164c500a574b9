import type { Attributes } from "../contracts/telemetry.ts";

/** The first of these attributes that is a text that is not empty; new spellings go before old ones. */
export function attributeText(attributes: Attributes, ...keys: string[]): string | undefined {
  for (const key of keys) {
    const value = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    if (typeof value === "string" && value !== "") return value;
  }
  return undefined;
}
