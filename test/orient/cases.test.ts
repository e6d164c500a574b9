import { describe, expect, test } from "vitest";
import { Diagnosis } from "../../src/contracts/diagnosis.ts";
import { GUILTLESS } from "../../src/orient/guiltless.ts";
import { CASES, staged } from "./cases.ts";

describe("incidents whose truth is known", () => {
  test.each(CASES)("$name: $expect", async (one) => {
    const { scene, guilty } = staged(one);
    try {
      const diagnosis = Diagnosis.parse(await scene.diagnose());
      if (process.env.BRAIN_DUMP)
        console.log(
          one.name,
          diagnosis.decision,
          diagnosis.confidence.toFixed(3),
          diagnosis.suspect === guilty,
          diagnosis.hypotheses.slice(0, 3).map((h) => `${h.mechanism} ${h.probability.toFixed(3)}`),
        );
      // Right or silent: whatever else, nothing wrong may be said with confidence.
      if (diagnosis.decision !== "unknown") expect(diagnosis.suspect).toBe(guilty);
      expect(diagnosis.decision).toBe({ named: "commit", none: "none", silent: "unknown" }[one.expect]);
      expect(diagnosis.remedy.kind).toBe(one.expect === "named" ? "revert" : "none");
      expect(diagnosis.wouldSettle.length > 0).toBe(one.expect === "silent");
      const sum = diagnosis.hypotheses.reduce((total, hypothesis) => total + hypothesis.probability, 0);
      expect(sum).toBeCloseTo(1, 9);
      const guiltless = diagnosis.hypotheses.filter((hypothesis) => hypothesis.suspect === null);
      expect(guiltless.map(({ mechanism }) => mechanism).sort()).toEqual(
        GUILTLESS.map(({ mechanism }) => mechanism).sort(),
      );
    } finally {
      scene.repository.remove();
    }
  });
});
