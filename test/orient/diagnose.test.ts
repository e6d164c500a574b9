import { afterEach, describe, expect, test } from "vitest";
import { Diagnosis } from "../../src/contracts/diagnosis.ts";
import { Scene } from "./scene.ts";
import { edited, lineOf, openShop } from "./shop.ts";

const scenes: Scene[] = [];
const open = () => {
  const scene = new Scene();
  scenes.push(scene);
  return scene;
};
afterEach(() => {
  for (const scene of scenes.splice(0)) scene.repository.remove();
});

const PRICE = "services/quotes/price.ts";
const unguarded = edited(PRICE, [
  "history.claims.length === 0 ? history.years : 0",
  "history.claims[0].years",
]);

describe("a code defect that throws", () => {
  test("is found by revision and frame among innocent commits", async () => {
    const scene = open();
    const root = openShop(scene);
    const docs = scene.push(-12, { "docs/rating.md": "# Rating\n\nMore words.\n" });
    const culprit = scene.push(-4, unguarded, { message: "refactor: simplify" });
    const banner = scene.push(2, edited("services/storefront/page.ts", ["<h1>", "<h2>"]));
    scene.revisions([
      [root, -120, -1.5, 300, false],
      [culprit, -1, 5, 50, true],
    ]);
    scene.threw("TypeError", [
      [PRICE, lineOf(unguarded[PRICE] ?? "", "history.claims[0]"), "price"],
      ["services/quotes/routes/create-quote.ts", 6, "createQuote"],
    ]);
    const diagnosis = Diagnosis.parse(await scene.diagnose());
    expect(diagnosis).toMatchObject({
      decision: "commit",
      suspect: culprit,
      remedy: { kind: "revert" },
      tokens: 0,
    });
    expect(diagnosis.confidence).toBeGreaterThanOrEqual(0.98);
    expect(diagnosis.revisions).toEqual({ healthy: root, failing: culprit });
    expect(diagnosis.hypotheses[0]?.commit?.line).toEqual({ path: PRICE, line: 7 });
    const of = (sha: string) => diagnosis.hypotheses.find((one) => one.suspect === sha);
    // What the place says against a commit is believed a fifth less, since the fit to six sets: it was 0.001.
    expect(of(docs)?.probability).toBeLessThan(0.002);
    expect(of(banner)?.probability).toBeLessThan(0.002);
  });
});
