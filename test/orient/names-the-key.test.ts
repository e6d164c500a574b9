import { expect, it } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import { namesTheKey } from "../../src/orient/names-the-key.ts";

const file = (value: string) =>
  ({ evidence: { items: [{ kind: "attribute", key: "app.city", value }] } }) as unknown as CaseFile;

it("what was written down names the value that the bad requests share", () => {
  const imported = { text: "Freiburg: 41 stations imported" };
  expect(namesTheKey(imported, file("freiburg"))).toBe(true);
  expect(namesTheKey(imported, file("bremen"))).toBe(false);
  // So short a value stands in too many sentences.
  expect(namesTheKey(imported, file("41"))).toBe(false);
});
