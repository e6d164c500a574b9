import { quantile } from "../detection/quantile.ts";
import type { CaseResult } from "./case.ts";
import { clopperPearsonUpper } from "./clopper-pearson.ts";

/** From here on a remedy may be merged without a person (`guardrails.min_confidence`). */
const BAR = 0.95;

export interface DiagnosisSummary {
  cases: number;
  guilty: number;
  top1: number;
  top3: number;
  decoys_blamed: number;
  /** Answers at or above the bar, and how many of them were wrong. */
  confident: number;
  confidently_wrong: number;
  /** Of those that named a commit: what would have been merged, and what of it was innocent. */
  merges: number;
  wrong_merges: number;
  wrong_merges_upper_95: number;
  /**
   * Variants of one scenario share its code and its mistakes, and are not independent: the same by scenario, one being
   * wrong where any of its variants is.
   */
  by_scenario: { scenarios: number; merging: number; wrong: number; wrong_upper_95: number };
  /** Share of the guilty cases in which the culprit is named at or above the bar. */
  coverage: number;
  guiltless_recognised: number;
  guilty_right: number;
  brier: number;
  service_right: number;
  seconds: { median: number; p95: number };
  cpu_seconds: { median: number; p95: number };
  tokens: number;
  baselines: { last_deploy: number; always_none: number };
  by_group: Record<
    string,
    {
      cases: number;
      right: number;
      /** What was said in place of the truth. */
      other_commit: number;
      no_commit: number;
      confident: number;
      wrong_merges: number;
    }
  >;
}

/** The name of a variant without its number. */
const scenarioOf = ({ name }: CaseResult) => name.replace(/[-~]\d+$/, "");

function byScenario(
  all: readonly CaseResult[],
  merges: readonly CaseResult[],
): DiagnosisSummary["by_scenario"] {
  const merging = new Set(merges.map(scenarioOf));
  const wrong = new Set(merges.filter(({ right }) => !right).map(scenarioOf));
  return {
    scenarios: new Set(all.map(scenarioOf)).size,
    merging: merging.size,
    wrong: wrong.size,
    wrong_upper_95: clopperPearsonUpper(wrong.size, merging.size),
  };
}

export function summarise(results: readonly CaseResult[]): DiagnosisSummary {
  const share = (some: readonly CaseResult[], is: (one: CaseResult) => boolean) =>
    some.length === 0 ? 0 : some.filter(is).length / some.length;
  const guilty = results.filter((one) => one.guilty);
  const guiltless = results.filter((one) => !one.guilty);
  const sure = results.filter(({ confidence }) => confidence >= BAR);
  const merges = sure.filter(({ named }) => named);
  const wrong = merges.filter(({ right }) => !right).length;
  const seconds = results.map(({ ms }) => ms / 1000);
  const cpu = results.map(({ cpuMs }) => cpuMs / 1000);
  const groups = Map.groupBy(results, ({ group }) => group);
  return {
    cases: results.length,
    guilty: guilty.length,
    top1: share(results, ({ right }) => right),
    top3: share(results, ({ inTop3 }) => inTop3),
    decoys_blamed: results.filter(({ decoyBlamed }) => decoyBlamed).length,
    confident: sure.length,
    confidently_wrong: sure.filter(({ right }) => !right).length,
    merges: merges.length,
    wrong_merges: wrong,
    wrong_merges_upper_95: clopperPearsonUpper(wrong, merges.length),
    by_scenario: byScenario(results, merges),
    coverage: share(guilty, ({ right, confidence }) => right && confidence >= BAR),
    guiltless_recognised: share(guiltless, ({ right }) => right),
    guilty_right: share(guilty, ({ right }) => right),
    brier: results.reduce((sum, one) => sum + one.brier, 0) / Math.max(1, results.length),
    service_right: share(results, ({ serviceRight }) => serviceRight),
    seconds: { median: quantile(seconds, 0.5), p95: quantile(seconds, 0.95) },
    cpu_seconds: { median: quantile(cpu, 0.5), p95: quantile(cpu, 0.95) },
    tokens: results.reduce((sum, { tokens }) => sum + tokens, 0),
    baselines: {
      last_deploy: share(results, ({ lastDeployRight }) => lastDeployRight),
      always_none: share(results, (one) => !one.guilty),
    },
    by_group: Object.fromEntries(
      [...groups]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([group, some]) => [
          group,
          {
            cases: some.length,
            right: some.filter(({ right }) => right).length,
            other_commit: some.filter(({ right, named }) => !right && named).length,
            no_commit: some.filter(({ right, named }) => !right && !named).length,
            confident: some.filter(({ right, confidence }) => right && confidence >= BAR).length,
            wrong_merges: some.filter(({ right, named, confidence }) => named && !right && confidence >= BAR)
              .length,
          },
        ]),
    ),
  };
}
