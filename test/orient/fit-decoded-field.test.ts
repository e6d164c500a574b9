import fc from "fast-check";
import { expect, it } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import type { ReadCandidate, ReadFile } from "../../src/orient/changes/read-change.ts";
import { decodedField, fitDecodedField } from "../../src/orient/fit-decoded-field.ts";

const GO = "win: json: cannot unmarshal string into Go struct field Win.microcents of type int6<n>";

const changed = (...lines: string[]): ReadFile[] => [
  {
    path: "auction/src/wins.cc",
    kind: "code",
    inert: null,
    hunks: [{ lines: lines.map((text, i) => ({ kind: "added", text, after: i + 1 })) }],
  } as unknown as ReadFile,
];
const others = (count: number, ...lines: string[]) =>
  Array.from({ length: count }, () => ({ files: changed(...lines) }) as unknown as ReadCandidate);
const file = (message: string, countBefore = 0) =>
  ({
    evidence: {
      items: [{ kind: "exception", id: "E1", type: "*fmt.wrapError", message, count: 72, countBefore }],
    },
  }) as unknown as CaseFile;

it.each([
  [GO, "microcents"],
  [
    "The JSON value could not be converted to System.Decimal. Path: $.lines[<n>].grossTotal | LineNumber: <n>",
    "grossTotal",
  ],
  [
    'Cannot deserialize value (through reference chain: shop.Order["lines"]->shop.Line["unitPrice"])',
    "unitPrice",
  ],
])("the member that a decoder names: %s", (message, name) => expect(decodedField({ message })).toBe(name));

it("whoever changes lines about what cannot be decoded is suspected, in whatever spelling", () => {
  const files = changed('  win["micro_cents"] = Money(clearing);', '  win["microcents"] = Money(clearing);');
  const found = fitDecodedField(files, others(9, "return 1;"), file(GO));
  expect(found?.weight).toBeGreaterThan(2);
  expect(found?.line).toEqual({ path: "auction/src/wins.cc", line: 2 });
});

it("says nothing of lines about something else, of what failed so before, and of what most candidates touch", () => {
  expect(fitDecodedField(changed("int macrocents;"), [], file(GO))).toBeNull();
  expect(fitDecodedField(changed("int microcents;"), [], file(GO, 60))).toBeNull();
  expect(fitDecodedField(changed("int microcents;"), others(3, "int microcents;"), file(GO))).toBeNull();
});

it("reads no name out of any other text", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      fc.pre(!/Go struct field|Path: \$|reference chain/.test(text));
      expect(decodedField({ message: text })).toBeNull();
    }),
  );
});
