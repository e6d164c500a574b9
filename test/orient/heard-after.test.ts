import { expect, test } from "vitest";
import { at, Scene } from "./scene.ts";
import { edited, openShop } from "./shop.ts";

const PRICE = "services/quotes/price.ts";
const unguarded = edited(PRICE, [
  "history.claims.length === 0 ? history.years : 0",
  "history.claims[0].years",
]);

/** What speaks against a commit that was deployed so many seconds after the failure is said to have begun. */
async function doubt(seconds: number, detectedAt: number): Promise<number> {
  const scene = new Scene();
  try {
    openShop(scene);
    scene.anomalous({ detectedAt: at(detectedAt) });
    const change = scene.push(seconds, unguarded, { message: "refactor: simplify" });
    const diagnosis = await scene.diagnose();
    const guilt = diagnosis.hypotheses.find(({ suspect }) => suspect === change);
    return guilt?.probability ?? 0;
  } finally {
    scene.repository.remove();
  }
}

test("a commit that is heard of half a minute late is doubted; one of minutes later, or since it was told, is cleared", async () => {
  const [inTime, little, much, told] = [
    await doubt(-4, 900),
    await doubt(30, 900),
    await doubt(700, 900),
    await doubt(30, 20),
  ];
  expect(little).toBeLessThan(inTime);
  expect(much).toBeLessThan(little / 2);
  expect(told).toBeLessThan(little / 2);
});
