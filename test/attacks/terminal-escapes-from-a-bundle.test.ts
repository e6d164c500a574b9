import { expect, it } from "vitest";
import type { BundleDiagnosis } from "../../src/replay/diagnose-bundle.ts";
import { diagnosisText } from "../../src/replay/diagnosis-text.ts";

it.each(["commit", "unknown"])("a commit's name moves no cursor (%s)", (decision) => {
  const suspect = "\u001b[2J\u001b]0;pwned\u0007\u009b31m\u202e";
  const found = {
    anomaly: { summary: "quotes fails" },
    diagnosis: {
      decision,
      suspect,
      confidence: 0.97,
      service: "quotes",
      operation: "*",
      onset: "2026-03-02T09:00:00.000Z",
      blastRadius: [],
      remedy: { kind: "revert", summary: "revert it" },
      hypotheses: [],
      wouldSettle: [],
    },
    evidence: { localisation: [], items: [] },
  } as unknown as BundleDiagnosis;
  const printed = diagnosisText(found, []);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there.
  expect(printed).not.toMatch(/\[2J|\u001b\]|\u0007|\u009b|\u202e/);
  expect(printed).toContain("did it");
});
