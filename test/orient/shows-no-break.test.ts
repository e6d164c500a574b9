import { expect, test } from "vitest";
import type { Anomaly } from "../../src/contracts/anomaly.ts";
import type { Evidence } from "../../src/contracts/evidence.ts";
import { showsNoBreak } from "../../src/orient/shows-no-break.ts";

const asked = (anomaly: Partial<Anomaly>, before?: number, after = 0) =>
  showsNoBreak(
    {
      symptom: "latency",
      service: "quotes",
      source: "telemetry",
      observed: { value: 46, unit: "ms", samples: 40 },
      baseline: { value: 44, unit: "ms", samples: 40 },
      ...anomaly,
    } as Anomaly,
    {
      items:
        before === undefined
          ? []
          : [
              {
                kind: "shift",
                id: "E1",
                text: "",
                symptom: anomaly.symptom ?? "latency",
                service: "quotes",
                operation: "*",
                before: { requests: 99, value: before },
                after: { requests: 99, value: after },
                unit: "ms",
              },
            ],
    } as unknown as Evidence,
  );

test("a measure that stays where it was shows no break, a bucket more or less", () => {
  expect(asked({})).toBe(true);
  expect(asked({}, 50, 51)).toBe(true);
  expect(asked({}, 50, 100)).toBe(true);
});

test("one that moved does, and errors that telemetry counts are some", () => {
  expect(asked({}, 50, 500)).toBe(false);
  expect(asked({ observed: { value: 500, unit: "ms", samples: 40 } }, 50, 500)).toBe(false);
  expect(asked({ symptom: "errors", observed: { value: 0, unit: "ratio", samples: 40 } })).toBe(false);
});
