const IDS = new Set(["traceId", "spanId", "parentSpanId"]);
const SIGNED = new Set(["intValue", "asInt"]);

/**
 * The JSON form of a message that the oracle's codecs would take.
 * @param style how 64-bit integers and ids are spelt, for the spelling is the sender's choice
 */
export function asOtlpJson(message: unknown, style: { upperCase: boolean }): string {
  return JSON.stringify(convert("", message, style));
}

function convert(field: string, value: unknown, style: { upperCase: boolean }): unknown {
  if (value instanceof Uint8Array) {
    if (!IDS.has(field)) return Buffer.from(value).toString("base64");
    const hex = Buffer.from(value).toString("hex");
    return style.upperCase ? hex.toUpperCase() : hex;
  }
  // JSON has no spelling for these, and JSON.stringify writes -0 as 0.
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return value.map((element) => convert(field, element, style));
  if (typeof value !== "object" || value === null) return value;
  if ("low" in value && "high" in value) {
    const bits = (BigInt(value.high as number) << 32n) | BigInt((value.low as number) >>> 0);
    const exact = SIGNED.has(field) ? BigInt.asIntN(64, bits) : BigInt.asUintN(64, bits);
    return Number.isSafeInteger(Number(exact)) && style.upperCase ? Number(exact) : exact.toString();
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, convert(key, inner, style)]));
}
