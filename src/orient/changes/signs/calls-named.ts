import type { Sign } from "../lacking.ts";
import type { Call, Side } from "../side.ts";

/** The calls whose name, or `owner.name`, fits; all under one key, so that only how many there are counts. */
export function callsNamed(side: Side, pattern: RegExp, key = "call"): (Sign & { call: Call })[] {
  return side.calls.flatMap((call) => {
    const token = side.tokens[call.at];
    const last = call.on.split(".").at(-1) ?? "";
    const fits = pattern.test(call.name.slice(0, 80)) || pattern.test(`${last}.${call.name}`.slice(0, 160));
    return token && fits ? [{ key, token, call }] : [];
  });
}
