import type { WireTypes } from "./wire-reader.ts";

/** Wire types of `Span`, its `Status` and its `Event`. */
export const SPAN: WireTypes = [undefined, 2, 2, 2, 2, 2, 0, 1, 1, 2, 0, 2, 0, 2, 0, 2, 5];
export const STATUS: WireTypes = [undefined, undefined, 2, 0];
export const EVENT: WireTypes = [undefined, 1, 2, 2, 0];
