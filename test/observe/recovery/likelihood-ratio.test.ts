import fc from "fast-check";
import { expect, it } from "vitest";
import { likelihoodRatio } from "../../../src/observe/recovery/likelihood-ratio.ts";
import { seeded } from "../shop-world.ts";

it("calls what is still ill healed at most once in a hundred, though it is asked after every request", () => {
  const [well, ill] = [0.005, 0.06];
  let fooled = 0;
  for (let run = 0; run < 3_000; run++) {
    const random = seeded(run + 1);
    let hits = 0;
    for (let total = 1; total <= 600; total++) {
      if (random() < ill) hits++;
      if (likelihoodRatio(total, hits, well, ill) >= Math.log(100)) {
        fooled++;
        break;
      }
    }
  }
  // Three standard errors above the promise; what a single look allows would fool it several times as often.
  expect(fooled / 3_000).toBeLessThan(0.01 + 3 * Math.sqrt((0.01 * 0.99) / 3_000));
  expect(fooled).toBeGreaterThan(0);
});

it("speaks for health with every good request and against it with every bad one", () => {
  fc.assert(
    fc.property(
      fc.nat(500),
      fc.nat(500),
      fc.double({ min: 0.001, max: 0.4, noNaN: true }),
      fc.double({ min: 0.41, max: 0.999, noNaN: true }),
      (good, bad, well, ill) => {
        const now = likelihoodRatio(good + bad, bad, well, ill);
        expect(likelihoodRatio(good + bad + 1, bad, well, ill)).toBeGreaterThan(now);
        expect(likelihoodRatio(good + bad + 1, bad + 1, well, ill)).toBeLessThan(now);
      },
    ),
  );
});
