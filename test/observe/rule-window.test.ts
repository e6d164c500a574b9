import fc from "fast-check";
import { expect, it } from "vitest";
import { ruleWindowMs } from "../../src/observe/alerts/rule-window.ts";

const url = (expression: string) =>
  `http://prometheus.example/graph?g0.expr=${encodeURIComponent(expression)}&g0.tab=1`;

it("reads the longest range of the rule from Prometheus's own link", () => {
  expect(ruleWindowMs(url('sum(rate(calls{code=~"5.."}[10s])) / sum(rate(calls[10s])) > 0.02'))).toBe(20_000);
  expect(ruleWindowMs(url("rate(errors[5m]) > 1 and rate(errors[1h]) > 1"))).toBe(2 * 3600_000);
  expect(ruleWindowMs(url("max_over_time(up[5m:30s]) == 0"))).toBe(600_000);
});

it("takes a minute where the link says nothing, and never more than hours", () => {
  expect(ruleWindowMs(undefined)).toBe(60_000);
  expect(ruleWindowMs("not a link")).toBe(60_000);
  expect(ruleWindowMs("https://example.com/alerts/17")).toBe(60_000);
  expect(ruleWindowMs(url("rate(errors[30d])"))).toBe(6 * 3600_000);
});

it("gives a sensible window for whatever stands in the link", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (text) => {
      const window = ruleWindowMs(url(text));
      expect(window).toBeGreaterThanOrEqual(0);
      expect(window).toBeLessThanOrEqual(6 * 3600_000);
    }),
  );
});
