import { expect, test } from "vitest";
import type { EvidenceOf } from "../../src/contracts/evidence.ts";
import { at, Scene } from "./scene.ts";
import { edited, lineOf, openShop } from "./shop.ts";

const PRICE = "services/quotes/price.ts";
const unguarded = edited(PRICE, [
  "history.claims.length === 0 ? history.years : 0",
  "history.claims[0].years",
]);

type Concurrent = NonNullable<EvidenceOf<"revisions">["concurrent"]>;

/** A rollout in whose course quotes begin to fail: of the hour, the old revision looks well, since it was for most of it. */
async function rollout(concurrent?: Pick<Concurrent, "pWorse" | "pAlike"> & { old: number; young: number }) {
  const scene = new Scene();
  try {
    const root = openShop(scene);
    const change = scene.push(-4, unguarded, { message: "refactor: simplify" });
    const row = (revision: string, from: number, requests: number, broken: boolean) => ({
      revision,
      firstSeen: at(from),
      lastSeen: at(40),
      requests,
      value: broken ? 0.4 : 0.004,
      broken,
    });
    scene.saw({
      kind: "revisions",
      service: "quotes",
      operation: "POST /quotes",
      unit: "ratio",
      revisions: [row(root, -3000, 9000, false), row(change, -1, 60, true)],
      ...(concurrent
        ? {
            concurrent: {
              old: { revision: root, requests: 60, bad: concurrent.old },
              young: { revision: change, requests: 60, bad: concurrent.young },
              seconds: 40,
              pWorse: concurrent.pWorse,
              pAlike: concurrent.pAlike,
            },
          }
        : {}),
    });
    scene.threw("TypeError", [[PRICE, lineOf(unguarded[PRICE] ?? "", "history.claims[0]"), "price"]]);
    const diagnosis = await scene.diagnose();
    const guilt = diagnosis.hypotheses.find((one) => one.suspect === change);
    return { diagnosis, change, guilt };
  } finally {
    scene.repository.remove();
  }
}

test("only the young revision fails in the minutes in which both served: its commit is named, by these counts", async () => {
  const { diagnosis, change, guilt } = await rollout({ old: 0, young: 24, pWorse: 1e-9, pAlike: 1 });
  expect(diagnosis).toMatchObject({ decision: "commit", suspect: change });
  expect(
    guilt?.reasons.some((one) => one.favours && /0 of 60 at .* without it, 24 of 60/.test(one.text)),
  ).toBe(true);
});

test("both fail alike in those minutes: the commit is let go, however well the old revision was in the hour before", async () => {
  const { diagnosis, guilt } = await rollout({ old: 25, young: 24, pWorse: 0.6, pAlike: 0.001 });
  expect(diagnosis.decision).not.toBe("commit");
  expect(diagnosis.suspect).toBeNull();
  expect(guilt?.probability).toBeLessThan(0.5);
  expect((await rollout()).diagnosis.decision).toBe("commit");
});

test("few requests side by side lean to one side, by less than a clear verdict and by more than none", async () => {
  const few = await rollout({ old: 0, young: 7, pWorse: 0.006, pAlike: 1 });
  const none = await rollout();
  const clear = await rollout({ old: 0, young: 24, pWorse: 1e-9, pAlike: 1 });
  const odds = ({ guilt }: typeof few) => guilt?.probability ?? Number.NaN;
  expect(odds(few)).toBeGreaterThan(odds(none));
  expect(odds(few)).toBeLessThanOrEqual(odds(clear) + 1e-9);
  expect(
    few.guilt?.reasons.some(({ text }) => /few, but by chance in 0\.6% of such cases only/.test(text)),
  ).toBe(true);
});

test("too few to tell change nothing", async () => {
  const few = await rollout({ old: 0, young: 1, pWorse: 0.5, pAlike: 0.3 });
  const none = await rollout();
  expect(few.guilt?.probability).toBeCloseTo(none.guilt?.probability ?? 0, 9);
});
