import { expect, it } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import type { ReadFile } from "../../src/orient/changes/read-change.ts";
import { fitAmplification } from "../../src/orient/fit-amplification.ts";
import type { ChangeClass } from "../../src/orient/mechanisms/change-class.ts";

const shift = (service: string, before: number, after: number) => ({
  kind: "shift",
  id: "E1",
  service,
  unit: "ms",
  before: { requests: before, value: 0 },
  after: { requests: after, value: 0 },
});
const file = (...items: object[]) =>
  ({
    anomaly: { service: "epp" },
    evidence: { items },
    policy: { services: { gateway: { depends_on: ["epp"] }, desk: { depends_on: ["epp"] } } },
  }) as unknown as CaseFile;
const files = (change: ChangeClass) =>
  [{ inert: null, classes: [{ change, line: 1 }] }] as unknown as ReadFile[];
const weight = (service: string, change: ChangeClass, ...items: object[]) =>
  fitAmplification(service, files(change), file(...items))?.weight ?? 0;

it("a caller that asks many times for each request that it gets is suspected, a change that asks oftener the most", () => {
  const items = [shift("epp", 400, 4000), shift("gateway", 400, 410)];
  expect(weight("gateway", "retry added or raised", ...items)).toBeGreaterThan(2);
  expect(weight("gateway", "other code changed", ...items)).toBeGreaterThan(0);
  expect(weight("gateway", "other code changed", ...items)).toBeLessThan(1.5);
});

it("one that is itself asked so much more often hands on what comes in, whatever others get", () => {
  const items = [shift("epp", 400, 4000), shift("gateway", 400, 4000), shift("desk", 800, 660)];
  expect(weight("gateway", "retry added or raised", ...items)).toBe(0);
});
