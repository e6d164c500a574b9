import fc from "fast-check";
import { expect, it } from "vitest";
import { IdTable } from "../../../src/edge/otlp/protobuf/id-table.ts";

it.each([8, 16] as const)("spells ids of %i bytes, whatever shares their slot", (size) => {
  // With one slot every id evicts another; few distinct bytes make ids that differ in one place.
  const tables = [new IdTable(1, size), new IdTable(16, size)];
  const byte = fc.constantFrom(0, 1, 0x7f, 0x80, 0xff);
  const id = fc.oneof(
    fc.uint8Array({ minLength: size, maxLength: size }),
    fc.array(byte, { minLength: size, maxLength: size }).map((bytes) => Uint8Array.from(bytes)),
    fc.constant(new Uint8Array(size)),
  );
  fc.assert(
    fc.property(fc.array(id, { minLength: 1, maxLength: 20 }), (ids) => {
      const body = Buffer.concat([...ids, ...ids]);
      const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
      for (const table of tables) {
        for (let at = 0; at < body.length; at += size) {
          const hex = body.toString("hex", at, at + size);
          const expected = /^0*$/.test(hex) ? "" : hex;
          expect(table.read(view, at)).toBe(expected);
          expect(table.read(view, at)).toBe(expected);
        }
      }
    }),
  );
});
