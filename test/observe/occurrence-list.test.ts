import fc from "fast-check";
import { expect, it } from "vitest";
import { type Occurrence, OccurrenceList } from "../../src/observe/failures/occurrence-list.ts";

const occurrence: fc.Arbitrary<Occurrence> = fc.record({
  signature: fc.nat(200),
  atMs: fc.double({ min: 0, max: 2e12, noNaN: true }),
  traceId: fc.oneof(
    fc.stringMatching(/^[0-9a-f]{32}$/),
    fc.constantFrom("", "0".repeat(32), "ABCDEF0123456789ABCDEF0123456789", "sentry-1"),
  ),
  scope: fc.constantFrom("acme/shop", "acme/other"),
  operation: fc.option(fc.string()),
  revision: fc.string(),
});

it("gives back what was added, the newest when there are too many", () => {
  fc.assert(
    fc.property(fc.array(occurrence, { maxLength: 300 }), fc.integer({ min: 1, max: 80 }), (all, most) => {
      const list = new OccurrenceList(most);
      for (const one of all) list.add(one);
      const held = list.all();
      expect(held.length).toBeGreaterThanOrEqual(Math.min(all.length, most));
      expect(held.length).toBeLessThanOrEqual(2 * most);
      expect(held).toEqual(all.slice(-held.length || all.length));
      expect(list.all(3)).toEqual(held.slice(-3));
    }),
  );
});
