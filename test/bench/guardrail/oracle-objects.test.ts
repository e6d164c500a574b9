import { expect, it } from "vitest";
import { hostileCase } from "../../../bench/guardrail/hostile-case.ts";
import { randomOf } from "../../../bench/guardrail/random.ts";
import { type Faults, runCase } from "../../../bench/guardrail/run-case.ts";
import type { Verdict } from "../../../src/contracts/verdict.ts";

const CASES = 150;

/** What is objected to over the same cases, with that fault in the product. */
async function objections(faults: Faults): Promise<string[]> {
  const found: string[] = [];
  for (let seed = 1; seed <= CASES; seed++)
    found.push(...(await runCase(hostileCase(randomOf(seed)), faults)).unauthorised);
  return found;
}
/** As if that rule had passed. */
const without =
  (...rules: string[]) =>
  (verdict: Verdict): Verdict => {
    const kept = verdict.rules.filter(({ rule }) => !rules.includes(rule));
    const failing = kept.filter(({ answer }) => answer === "fail").map(({ ceiling }) => ceiling);
    const order = ["report", "hold", "propose", "merge"] as const;
    return { ...verdict, decision: order.find((one) => failing.includes(one)) ?? "merge", rules: kept };
  };

it("objects to nothing where nothing is broken", async () => {
  expect(await objections({})).toEqual([]);
}, 120_000);

it.each<[string, Faults, RegExp]>([
  ["a judge that always merges", { verdict: (verdict) => ({ ...verdict, decision: "merge" }) }, /^merge: /],
  ["a judge without the paths' rule", { verdict: without("paths") }, /forbidden path/],
  ["a judge that asks for no confidence", { verdict: without("confidence") }, /nobody is surely guilty/],
  ["a judge that waits for no check", { verdict: without("required-checks") }, /check has not succeeded/],
  ["a judge that knows no mode", { verdict: without("mode") }, /reports alone|nobody who may/],
  [
    "a judge without budget, freeze and size",
    { verdict: without("merge-budget", "freeze", "size") },
    /approved/,
  ],
  ["a GitHub in which everybody is an administrator", { permission: () => "admin" }, /nobody/],
  ["a stop button that nobody hears", { deaf: true }, /stop button/],
  [
    "a commit message that quotes what it likes",
    { wording: (text) => `${text}\n@everyone fixes #1` },
    /branch: /,
  ],
])(
  "objects to %s",
  async (_, faults, what) => {
    expect((await objections(faults)).filter((one) => what.test(one))).not.toEqual([]);
  },
  120_000,
);
