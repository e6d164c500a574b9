import fc from "fast-check";
import { expect, it } from "vitest";
import { KnownResources } from "../../../src/edge/otlp/protobuf/known-resources.ts";
import { unknownResource } from "../../../src/edge/otlp/resource.ts";

const meaning = (service: string) => ({ resource: { ...unknownResource(), service }, units: 1 });

/** Finds the bytes, or says what they mean. */
function meet(table: KnownResources, bytes: Buffer, service: string): string {
  // As in a batch: something stands before and behind it.
  const batch = Buffer.concat([Buffer.from([10, 7]), bytes, Buffer.from([18])]);
  const known = table.find(batch, 2, 2 + bytes.length);
  if (known === undefined) table.learn(meaning(service));
  return known?.resource.service ?? "not known";
}

it("tells processes apart whose bytes differ in one place, wherever it stands", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 600 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (bytes, place, by) => {
        const table = new KnownResources();
        const one = Buffer.from(bytes);
        const other = Buffer.from(bytes);
        const at = place % other.length;
        other[at] = (other[at] as number) ^ by;
        expect(meet(table, one, "one")).toBe("not known");
        expect(meet(table, other, "other")).toBe("not known");
        expect(meet(table, one, "?")).toBe("one");
        expect(meet(table, other, "?")).toBe("other");
      },
    ),
    { numRuns: 300 },
  );
});

it("knows those that send again and again, however many others there are, and of these not all", () => {
  const table = new KnownResources();
  const process = (number: number) => Buffer.from(`process ${number} ${"x".repeat(1500)}`);
  expect(meet(table, process(0), "steady")).toBe("not known");
  for (let number = 1; number <= 6_000; number++) {
    expect(meet(table, process(number), `${number}`)).toBe("not known");
    if (number % 500 === 0) expect(meet(table, process(0), "?")).toBe("steady");
  }
  expect(meet(table, process(6_000), "?")).toBe("6000");
  expect(meet(table, process(1), "?")).toBe("not known");
});

it("keeps nothing of a process that says too much of itself", () => {
  const table = new KnownResources();
  const long = Buffer.alloc(3_000, "x");
  expect([meet(table, long, "long"), meet(table, long, "long")]).toEqual(["not known", "not known"]);
});
