import { afterAll, describe, expect, test } from "vitest";
import { howSure } from "../../src/orient/confidence/how-sure.ts";
import { gather } from "../../src/orient/gather.ts";
import type { Opinions } from "../../src/orient/opinions.ts";
import { reason } from "../../src/orient/reason.ts";
import { CASES, staged } from "./cases.ts";

const cases = CASES.map((one) => ({ ...one, ...staged(one) }));
const files = await Promise.all(cases.map(async (one) => ({ ...one, file: await gather(one.scene.input) })));
afterAll(() => {
  for (const { scene } of cases) scene.repository.remove();
});

const about = (suspect: string, weight: number) => ({
  about: { suspect },
  weight,
  text: "Seen before.",
  evidence: ["E1"],
});
const odds = (file: (typeof files)[number]["file"], opinions: Opinions, suspect: string) => {
  const { hypotheses } = reason(file, opinions);
  const of = hypotheses.find((one) => one.suspect === suspect)?.probability ?? 0;
  return Math.log(of / (1 - of));
};

describe("what memory and a model say", () => {
  test.each(["memory", "model"] as const)("%s moves odds by a bounded factor, however loud", (speaker) => {
    for (const { file } of files) {
      for (const { sha } of file.candidates) {
        const plain = odds(file, {}, sha);
        const said = odds(file, { [speaker]: [about(sha, 50), about(sha, 50)] }, sha);
        expect(said).toBeGreaterThanOrEqual(plain - 1e-9);
        expect(said - plain).toBeLessThanOrEqual(1.6 + 1e-9);
      }
    }
  });

  test("neither carries a suspect over the bar for which fewer than two facts of the incident speak", () => {
    // Old and new side by side (4.6) is an experiment, and needs no second.
    for (const exposure of [-2, 0, 1.2]) {
      const findings = [
        { family: "exposure", weight: exposure, text: "", evidence: [] },
        { family: "memory", weight: 9, text: "", evidence: [] },
        { family: "model", weight: 9, text: "", evidence: [] },
      ] as const;
      const guiltless = { suspect: null, mechanism: "a change that I cannot see", base: -2, findings: [] };
      const { judged } = howSure(
        [{ suspect: "a", mechanism: "guard removed", base: 0, findings }, guiltless],
        new Map(),
        files[0]!.file,
      );
      expect(judged.find((one) => one.suspect)?.probability).toBeLessThanOrEqual(0.9 + 1e-9);
    }
  });

  test("a suspect or a mechanism that is no candidate is not heard", () => {
    for (const { file } of files) {
      const stray = { about: { mechanism: "sunspots" }, weight: 9, text: "", evidence: [] };
      expect(reason(file, { memory: [about("0".repeat(40), 9), stray], model: [stray] })).toEqual(
        reason(file),
      );
    }
  });

  test("a mechanism that only a model names stands among the others", () => {
    for (const { file } of files) {
      const causes = [{ mechanism: "leap second", summary: "A clock was set back." }];
      const { hypotheses } = reason(file, { causes });
      expect(hypotheses.find(({ mechanism }) => mechanism === "leap second")?.summary).toContain("clock");
      expect(hypotheses.reduce((sum, one) => sum + one.probability, 0)).toBeCloseTo(1, 9);
    }
  });
});
