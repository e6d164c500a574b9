import type { AttributeValue } from "../../contracts/telemetry.ts";

/**
 * An empty record for keys that a stranger chose. Its prototype chain holds no names at all, so that
 * `bag["constructor"]` is undefined and `bag["__proto__"] = x` sets no prototype. `Object.create(null)`
 * would do the same, but V8 keeps such objects as dictionaries, several times slower to fill
 * (https://v8.dev/blog/fast-properties).
 */
export const AttributeBag = function AttributeBag() {} as unknown as new () => Record<string, AttributeValue>;
(AttributeBag as { prototype: unknown }).prototype = Object.create(null);
