import { expect, test } from "vitest";
import type { CaseFile } from "../../src/orient/case-file.ts";
import { fitTold } from "../../src/orient/fit-told.ts";
import type { GuiltlessName } from "../../src/orient/guiltless.ts";

const ONSET = Date.parse("2026-11-02T10:00:00.000Z");
const at = (seconds: number) => new Date(ONSET + seconds * 1000).toISOString();

const weight = (
  mechanism: GuiltlessName,
  what: "feature-flag" | "other",
  seconds: number,
  service?: string,
  more: { text?: string; others?: object[] } = {},
): number =>
  fitTold(mechanism, {
    anomaly: {
      service: "orders",
      operation: "GET /orders",
      symptom: "errors",
      source: "telemetry",
      onset: { at: at(0), earliest: at(-10), latest: at(5) },
      detectedAt: at(30),
      baselineSeconds: 600,
      observed: { unit: "ratio", value: 0.4, samples: 100 },
      blastRadius: ["orders"],
    },
    evidence: {
      collectedAt: at(60),
      localisation: [],
      items: [
        {
          kind: "change",
          id: "E1",
          text: more.text ?? "",
          what,
          at: at(seconds),
          secondsAfterOnset: seconds,
          ...(service ? { service } : {}),
        },
        ...(more.others ?? []),
      ],
    },
    policy: {
      services: { orders: { paths: [], depends_on: [] }, web: { paths: [], depends_on: ["orders"] } },
    },
    shaOf: {},
    history: [],
    candidates: [],
    deployments: [],
  } as unknown as CaseFile)?.weight ?? 0;

test("a flag of the failing service, turned just before, is told with all its weight", () =>
  expect(weight("feature flag", "feature-flag", -12, "orders")).toBeGreaterThan(3));

test("a flag of another service says far less than the failing one's own", () =>
  expect(weight("feature flag", "feature-flag", -12, "web")).toBeLessThan(
    weight("feature flag", "feature-flag", -12, "orders") - 2,
  ));

test.each(["feature flag", "operator"] as const)(
  "what was written down after the failure had begun says less: %s",
  (mechanism) => {
    const what = mechanism === "operator" ? "other" : "feature-flag";
    expect(weight(mechanism, what, 25)).toBeLessThan(weight(mechanism, what, -12) - 1);
  },
);

test("a deed of which nobody says to whom it was done keeps its weight", () =>
  expect(weight("operator", "other", -12)).toBe(weight("operator", "other", -12, "orders")));

test("what names the value that the bad requests share, and no good one, is told with more weight", () => {
  const city = {
    kind: "attribute",
    id: "E2",
    key: "app.city",
    value: "freiburg",
    same: [],
    bad: { requests: 30, having: 30 },
    good: { requests: 64, having: 9 },
  };
  const told = (text: string) => weight("operator", "other", -24, "orders", { text, others: [city] });
  expect(told("Freiburg: 41 stations imported")).toBeGreaterThan(told("Bremen: 41 stations imported") + 1);
});
