import fc from "fast-check";
import { expect, test } from "vitest";
import { Scene } from "./scene.ts";
import { edited, lineOf, openShop, SHOP } from "./shop.ts";

const PRICE = "services/quotes/price.ts";
const BUY = "services/policies/buy.ts";
const unguarded = edited(PRICE, [
  "history.claims.length === 0 ? history.years : 0",
  "history.claims[0].years",
]);
const unbounded = edited("packages/rating/discount.ts", ["  if (years < 0) return 0;\n", ""]);
const healed = (path: keyof typeof SHOP) => ({ [path]: SHOP[path] });

interface Earlier {
  files: Record<string, string>;
  reverted: Record<string, string>;
  /** Seconds before the onset at which it went live, and was taken back. */
  from: number;
  to: number;
  /** Whether processes say what they run. */
  told: boolean;
}

/** A fault that was taken back, then quotes fail anew: by what lands at -4, or by nobody's change. */
async function again({ files, reverted, from, to, told }: Earlier, guilty: boolean) {
  const scene = new Scene();
  try {
    const root = openShop(scene);
    const first = scene.push(-from, files, { message: "refactor: simplify" });
    const revert = scene.push(-to, reverted, { message: 'Revert "refactor: simplify"' });
    const second = guilty ? scene.push(-4, unguarded, { message: "price: fewer looks" }) : null;
    if (told)
      scene.revisions([
        [root, -3000, -from, 9000, false],
        [first, -from + 2, -to, 300, true],
        [revert, -to + 2, second ? 0 : 40, 300, false],
        ...(second ? [[second, -1, 40, 60, true] as [string, number, number, number, boolean]] : []),
      ]);
    scene.saw({
      kind: "exception",
      service: "quotes",
      operation: "POST /quotes",
      type: "TypeError",
      message: "cannot read <value>",
      frames: [
        {
          path: `/srv/releases/7/${PRICE}`,
          line: lineOf(unguarded[PRICE] ?? "", "history.claims[0]"),
          function: "price",
          inApp: true,
        },
      ],
      count: 24,
      countBefore: 120,
      revisions: [],
    });
    return { diagnosis: await scene.diagnose(), first, revert, second };
  } finally {
    scene.repository.remove();
  }
}

test("the same change lands again after it was taken back: the one that landed anew is named", async () => {
  const { diagnosis, second } = await again(
    { files: unguarded, reverted: healed(PRICE), from: 600, to: 300, told: true },
    true,
  );
  expect(diagnosis).toMatchObject({ decision: "commit", suspect: second });
});

test("another change did it the first time, and its errors looked alike: the one of now is named", async () => {
  const { diagnosis, second } = await again(
    { files: unbounded, reverted: healed("packages/rating/discount.ts"), from: 600, to: 300, told: true },
    true,
  );
  expect(diagnosis).toMatchObject({ decision: "commit", suspect: second });
});

test("a revert that is deployed while it still fails clears nobody", async () => {
  const scene = new Scene();
  try {
    openShop(scene);
    const culprit = scene.push(-4, unguarded, { message: "price: fewer looks" });
    scene.push(4, healed(PRICE), { message: "Revert it", deploy: false });
    scene.threw("TypeError", [[PRICE, lineOf(unguarded[PRICE] ?? "", "history.claims[0]"), "price"]]);
    const { hypotheses, suspect } = await scene.diagnose();
    expect(suspect).toBe(culprit);
    expect(
      hypotheses.find((one) => one.suspect === culprit)?.reasons.map(({ text }) => text),
    ).not.toContainEqual(expect.stringMatching(/taken it back/));
  } finally {
    scene.repository.remove();
  }
});

test("whatever it was and whenever: what had been taken back before is never blamed", async () => {
  const earlier = fc.record({
    which: fc.constantFrom<[Record<string, string>, Record<string, string>]>(
      [unguarded, healed(PRICE)],
      [unbounded, healed("packages/rating/discount.ts")],
      [{ [BUY]: "export function buy() {\n  throw new Error();\n}\n" }, healed(BUY)],
    ),
    from: fc.integer({ min: 150, max: 2400 }),
    lasted: fc.integer({ min: 30, max: 110 }),
    told: fc.boolean(),
    guilty: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(earlier, async ({ which: [files, reverted], from, lasted, told, guilty }) => {
      const { diagnosis, first } = await again({ files, reverted, from, to: from - lasted, told }, guilty);
      expect(diagnosis.suspect).not.toBe(first);
      const blamed = diagnosis.hypotheses.find((one) => one.suspect === first);
      expect(blamed?.probability ?? 0).toBeLessThan(0.05);
      expect(blamed?.reasons.some(({ text }) => /taken it back/.test(text))).toBe(true);
    }),
    { numRuns: 12 },
  );
}, 120_000);
