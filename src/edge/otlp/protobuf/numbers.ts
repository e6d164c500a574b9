import type { WireReader } from "./wire-reader.ts";

/**
 * A repeated field of 8-byte numbers, packed or not: parsers must take both, whatever the schema says
 * (https://protobuf.dev/programming-guides/encoding/#packed).
 * @param packed whether the tag just read was length-delimited
 * @param read `double` or `fixed64`
 * @throws MalformedOtlp, OversizedOtlp
 */
export function readNumbers(
  r: WireReader,
  end: number,
  packed: boolean,
  read: "double" | "fixed64",
  into: number[],
): void {
  const stop = packed ? r.stop(end) : r.pos + 1;
  r.charge(packed ? Math.ceil((stop - r.pos) / 8) : 1);
  while (r.pos < stop) into.push(r[read](packed ? stop : end));
}
