import { expect, test } from "vitest";
import { at, Scene } from "./scene.ts";
import { edited, lineOf, openShop } from "./shop.ts";

const PRICE = "services/quotes/price.ts";
const unguarded = edited(PRICE, [
  "history.claims.length === 0 ? history.years : 0",
  "history.claims[0].years",
]);

async function guiltWhereThrownBy(which: "both" | "young") {
  const scene = new Scene();
  try {
    const root = openShop(scene);
    const change = scene.push(-4, unguarded, { message: "refactor: simplify" });
    const line = lineOf(unguarded[PRICE] ?? "", "history.claims[0]");
    scene.revisions([
      [root, -3000, 20, 900, false],
      [change, -1, 40, 60, true],
    ]);
    scene.saw({
      kind: "exception",
      service: "quotes",
      operation: "POST /quotes",
      type: "TypeError",
      message: "cannot read <value>",
      frames: [{ path: `/srv/${PRICE}`, line, function: "price", inApp: true }],
      count: 30,
      countBefore: 0,
      revisions: which === "both" ? [root, change] : [change],
      reference: { at: at(10) },
    });
    const diagnosis = await scene.diagnose();
    return { diagnosis, guilt: diagnosis.hypotheses.find((one) => one.suspect === change) };
  } finally {
    scene.repository.remove();
  }
}

test("what the revision without a commit throws as well clears it, though the frame stands on its line", async () => {
  const young = await guiltWhereThrownBy("young");
  const both = await guiltWhereThrownBy("both");
  expect(young.diagnosis.decision).toBe("commit");
  expect(both.diagnosis.decision).not.toBe("commit");
  expect(both.guilt?.probability).toBeLessThan(0.5);
  expect(both.guilt?.reasons.some(({ text, favours }) => !favours && /throws the same/.test(text))).toBe(
    true,
  );
});
