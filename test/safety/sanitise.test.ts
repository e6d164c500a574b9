import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sanitise, sanitiseMultiline } from "../../src/safety/sanitise.ts";

/** Any UTF-16 at all, lone surrogates and controls included. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc
    .array(
      fc.constantFrom(
        "e",
        "\u0301",
        "\u200d",
        "\u202e",
        "\ud83d",
        "\ude00",
        "\n",
        "\r",
        "\u001b[31m",
        "\u{e0041}",
      ),
    )
    .map((parts) => parts.join("")),
);
const maxLength = fc.integer({ min: 0, max: 60 });

describe("sanitise", () => {
  test.each([
    ["bidi override (Trojan Source)", "a\u202eb\u2066c\u2069", "abc"],
    ["zero-width characters", "ad\u200bm\u200di\u2060n\ufeff", "admin"],
    ["tag characters that spell an instruction", `hi${"\u{e0069}\u{e0067}"}`, "hi"],
    ["variation selectors that carry bytes", "a\ufe00\u{e0101}b", "ab"],
    ["lone surrogates", "a\ud800b\udc00c", "abc"],
    ["NUL and the bell", "a\u0000b\u0007c", "abc"],
    ["terminal colours, tail included", "\u001b[31mred\u001b[0m", "red"],
    ["line breaks of every kind", "a\r\nb\rc\nd\u2028e\u2029f\u0085g", "a b c d e f g"],
    ["tabs", "a\tb", "a b"],
    ["a decomposed letter", "e\u0301", "é"],
    ["a letter decomposed around something invisible", "e\u200d\u0301", "é"],
    ["what is fine", "Zürich 東京 😀 £3", "Zürich 東京 😀 £3"],
  ])("%s", (_, text, expected) => {
    expect(sanitise(text, 100)).toBe(expected);
  });

  test("cuts with an ellipsis and never through a surrogate pair", () => {
    expect(sanitise("abcdef", 6)).toBe("abcdef");
    expect(sanitise("abcdef", 4)).toBe("abc…");
    expect(sanitise("ab😀cd", 4)).toBe("ab…");
    expect(sanitise("ab😀cd", 5)).toBe("ab😀…");
    expect(sanitise("abc", 1)).toBe("…");
    expect(sanitise("abc", 0)).toBe("");
  });

  test("multiline keeps line breaks, as one kind, and tabs", () => {
    expect(sanitiseMultiline("a\r\nb\u2028\tc\u0000", 100)).toBe("a\nb\n\tc");
  });

  test.each([
    ["sanitise", sanitise],
    ["sanitiseMultiline", sanitiseMultiline],
  ])("%s: idempotent, well-formed, never longer than asked", (_, clean) => {
    fc.assert(
      fc.property(anyText, maxLength, (text, max) => {
        const once = clean(text, max);
        expect(clean(once, max)).toBe(once);
        expect(once.length).toBeLessThanOrEqual(max);
        expect(once.isWellFormed()).toBe(true);
        expect(once).toBe(once.normalize("NFC"));
      }),
      { numRuns: 500 },
    );
  });

  test("nothing invisible and no second line survives", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(sanitise(text, 1000)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
      }),
      { numRuns: 500 },
    );
  });
});
