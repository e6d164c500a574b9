import fc from "fast-check";
import { expect, it } from "vitest";
import { InternTable } from "../../../src/edge/otlp/protobuf/intern-table.ts";

it("gives the text of the bytes, whatever shares its slot", () => {
  // One slot: every text evicts another, and each comparison decides alone.
  const tables = [new InternTable<string>(1, 64), new InternTable<string>(64, 64)];
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
          const text = Buffer.from(part).toString("utf8");
          const known = table.find(view, at, at + part.length);
          if (known === undefined) table.learn(view, at, at + part.length, text);
          else expect(known).toBe(text);
          at += part.length;
        }
      }
    }),
    { numRuns: 500 },
  );
});

it("keeps what comes a second time, and lets nothing that comes once drive it out", () => {
  const table = new InternTable<string>(1, 64);
  const body = Buffer.from("often-once!");
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const meet = (start: number, stop: number) => {
    const known = table.find(view, start, stop);
    if (known === undefined) table.learn(view, start, stop, body.toString("utf8", start, stop));
    return known;
  };
  expect([meet(0, 5), meet(0, 5), meet(0, 5)]).toEqual([undefined, undefined, "often"]);
  expect([meet(6, 11), meet(0, 5)]).toEqual([undefined, "often"]);
  expect(table.find(view, 0, 0)).toBeUndefined();
});
