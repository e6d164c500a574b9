import fc from "fast-check";
import { expect, it } from "vitest";
import { InternTable } from "../../../src/edge/otlp/protobuf/intern-table.ts";

it("gives the text of the bytes, whatever shares its slot", () => {
  // One slot: every text evicts another, and each comparison decides alone.
  const tables = [new InternTable(1), new InternTable(64)];
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc
      .array(fc.constantFrom(0x61, 0x62, 0xc3, 0xa9, 0xff), { maxLength: 12 })
      .map((list) => Uint8Array.from(list)),
    fc.string({ unit: "grapheme", maxLength: 24 }).map((text) => new TextEncoder().encode(text)),
  );
  fc.assert(
    fc.property(fc.array(bytes, { minLength: 1, maxLength: 20 }), (list) => {
      const body = Buffer.concat([Buffer.from("xyz"), ...list, ...list]);
      const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
      for (const table of tables) {
        let at = 3;
        for (const part of [...list, ...list]) {
          const text = table.read(body, view, at, at + part.length);
          expect(text).toBe(Buffer.from(part).toString("utf8"));
          // Again, and from the table.
          expect(table.read(body, view, at, at + part.length)).toBe(text);
          at += part.length;
        }
      }
    }),
    { numRuns: 500 },
  );
});
