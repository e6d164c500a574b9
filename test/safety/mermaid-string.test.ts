// @vitest-environment happy-dom
// Mermaid wants a document, even to parse.
import fc from "fast-check";
import mermaid from "mermaid";
import { expect, it } from "vitest";
import { mermaidString } from "../../src/safety/mermaid-string.ts";
import { sanitise } from "../../src/safety/sanitise.ts";

it("leaves a flowchart one that mermaid can read, whatever stands between its quotes", async () => {
  const words = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom(
      '"]',
      "%%{init: {}}%%",
      "#quot;",
      "end",
      "1. one",
      "`**x**`",
      "click a",
      "$$x$$",
      "-->|x|",
      "style a fill:#f00;",
    ),
    fc.stringMatching(/^[ -~]{0,60}$/),
  );
  await fc.assert(
    fc.asyncProperty(words, words, async (one, other) => {
      const [node, edge] = [one, other].map((word) => mermaidString(sanitise(word, 60)));
      const diagram = `flowchart TD\n  a["\u200b${node}<br/>\u200b${edge}"]\n  b["\u200bb"]\n  a -->|"${edge}"| b`;
      await expect(mermaid.parse(diagram)).resolves.toBeTruthy();
    }),
    { numRuns: 150 },
  );
});

it("reads as it was written where that does no harm", () => {
  expect(mermaidString("fails 41.8 % (allowed: 0.5 %), GET /quotes/:id?x=1!")).toBe(
    "fails 41.8 % (allowed: 0.5 %), GET /quotes/:id?x=1!",
  );
});
