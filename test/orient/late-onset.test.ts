import { expect, test } from "vitest";
import { Scene } from "./scene.ts";
import { edited, lineOf, openShop } from "./shop.ts";

const PRICE = "services/quotes/price.ts";
const unguarded = edited(PRICE, [
  "history.claims.length === 0 ? history.years : 0",
  "history.claims[0].years",
]);

// As the demo's own monitor showed it once: an incident that an alert had opened took the failures for its own, and what
// went on after its end was told as new.
test("an onset that came half a minute late does not hide the revision that brought the failure and was gone by then", async () => {
  const scene = new Scene();
  try {
    const root = openShop(scene);
    const change = scene.push(-40, unguarded, { message: "rating: one list" });
    const docs = scene.push(-35, { "docs/tables.md": "# Tables\n" }, { message: "docs: explain" });
    const banner = scene.push(-30, { "services/storefront/site.css": "b{}\n" }, { message: "web: banner" });
    scene.revisions([
      [root, -3000, -40, 9000, false],
      [change, -37, -33, 45, true],
      [docs, -32, -28, 60, true],
      [banner, -27, 40, 900, true],
    ]);
    scene.threw("TypeError", [[PRICE, lineOf(unguarded[PRICE] ?? "", "history.claims[0]"), "price"]], 300);
    Object.assign(scene.items.at(-1) ?? {}, { countBefore: 110 });
    expect(await scene.diagnose()).toMatchObject({ decision: "commit", suspect: change });
  } finally {
    scene.repository.remove();
  }
});
