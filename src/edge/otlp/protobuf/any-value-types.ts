import type { WireTypes } from "./wire-reader.ts";

/** Wire types of the messages that an attribute is made of. */
export const KEY_VALUE: WireTypes = [undefined, 2, 2];
export const ANY_VALUE: WireTypes = [undefined, 2, 0, 0, 1, 2, 2, 2];
/** Of `ArrayValue` and `KeyValueList`. */
export const LIST: WireTypes = [undefined, 2];
