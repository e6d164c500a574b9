import type { WireTypes } from "./wire-reader.ts";

/** Wire types of `Span` and its `Status`. */
export const SPAN: WireTypes = [undefined, 2, 2, 2, 2, 2, 0, 1, 1, 2, 0, 2, 0, 2, 0, 2, 5];
export const STATUS: WireTypes = [undefined, undefined, 2, 0];
